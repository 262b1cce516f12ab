"""Operations: the additions and multiplications of one decision, and the energy that arithmetic alone would take."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Sizes = tuple[int, int, int]  # inputs, hidden neurons, outputs


@dataclass(frozen=True)
class Number:
    """A kind of number, its size, and the energy in pJ of one addition and one multiplication."""

    title: str
    bits: int
    add: float
    multiply: float


# 45 nm, 0.9 V: Horowitz, Computing's energy problem (and what we can do about it), ISSCC 2014, figure 1.1.9.
NumberId = Literal["float32", "float16", "int32", "int8"]
NUMBERS: dict[str, Number] = {
    "float32": Number("Floating point, 32 bits", 32, 0.9, 3.7),
    "float16": Number("Floating point, 16 bits", 16, 0.4, 1.1),
    "int32": Number("Whole, 32 bits", 32, 0.1, 3.1),
    "int8": Number("Whole, 8 bits", 8, 0.03, 0.2),
}
CACHE, DRAM = 10.0, (1300.0, 2600.0)  # pJ to read 64 bits from a cache of 8 kB, from outside the chip (the same)


@dataclass(frozen=True)
class Part:
    """A part of a decision: how many additions and multiplications, and the formula with its numbers put in."""

    title: str
    formula: str
    additions: float
    multiplications: float = 0.0


@dataclass(frozen=True)
class Spikes:
    """Mean spikes a decision: of the inputs, the hidden and the output neurons."""

    inputs: float
    hidden: float
    outputs: float


def ordinary(sizes: Sizes, inputs: float, hidden: float) -> list[Part]:
    """A multilayer perceptron with ReLU: a product and a sum a weight, for so many inputs and hidden values.

    These are all of them, or the mean number of those that are not 0 where products with 0 are left out.
    """
    _, h, k = sizes
    return [
        Part("input → hidden", f"{told(inputs)} · {h}", inputs * h, inputs * h),
        Part("hidden → output", f"{told(hidden)} · {k}", hidden * k, hidden * k),
        Part("bias", f"{h} + {k}", h + k),
        Part("ReLU: above 0?", f"{h}", h),
    ]


def spiking(sizes: Sizes, n_steps: int, spikes: Spikes, *, current: bool = False) -> list[Part]:
    """A spiking network: a sum a spike and weight it meets, and at each step what every membrane needs.

    A comparison counts as an addition. With a constant `current` the first layer multiplies, but only once.
    """
    n, h, k = sizes
    neurons, each = h + k, f"{n_steps} · ({h} + {k})"
    first = Part("input → hidden", f"{n} · {h}", n * h, n * h)
    if not current:
        first = Part("input → hidden", f"{told(spikes.inputs)} · {h}", spikes.inputs * h)
    return [
        first,
        Part("hidden → output", f"{told(spikes.hidden)} · {k}", spikes.hidden * k),
        Part("bias", each, n_steps * neurons),
        Part("leak: β v", each, 0, n_steps * neurons),
        Part("spike: v > θ?", each, n_steps * neurons),
        Part("reset: v − θ", f"{told(spikes.hidden)} + {told(spikes.outputs)}", spikes.hidden + spikes.outputs),
    ]


def told(value: float) -> str:
    """A mean count with one digit after the point, where it has any."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def totals(parts: Sequence[Part]) -> tuple[float, float]:
    """Additions and multiplications."""
    return sum(part.additions for part in parts), sum(part.multiplications for part in parts)


def energy(parts: Sequence[Part], number: Number) -> float:
    """nJ of arithmetic: (additions · e₊ + multiplications · e×) / 1000."""
    additions, multiplications = totals(parts)
    return (additions * number.add + multiplications * number.multiply) / 1000


def fetched(parts: Sequence[Part]) -> float:
    """Weights that one decision reads: one for each addition of a layer's sum."""
    return sum(part.additions for part in parts if "→" in part.title)
