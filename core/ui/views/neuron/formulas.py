"""Formulas: the mathematics of one neuron written out with its numbers."""

import math
from collections.abc import Callable, Sequence

from core.activations import SELU_ALPHA, SELU_SCALE
from core.figures.number import factor, told

DIGITS = 4


def plain(value: float) -> str:
    """A number by itself."""
    return told(value, DIGITS)


def inner(value: float) -> str:
    """A number inside a formula: negative ones in brackets."""
    return factor(value, DIGITS)


def sum_line(w: Sequence[float], x: Sequence[float], b: float, z: float) -> str:
    """z = w₁·x₁ + … + b with the values put in."""
    terms = [f"{inner(a)}·{inner(v)}" for a, v in zip(w, x, strict=True)]
    return f"z = {' + '.join([*terms, inner(b)])} = {plain(z)}"


def _sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def _softplus(z: float) -> float:
    return max(z, 0) + math.log1p(math.exp(-abs(z)))


def _normal(z: float) -> tuple[float, float]:
    """Φ(z) and φ(z) of the standard normal distribution."""
    return 0.5 * (1 + math.erf(z / math.sqrt(2))), math.exp(-0.5 * z * z) / math.sqrt(2 * math.pi)


def _elu(z: float, y: float) -> tuple[str, str]:
    return (plain(z), "1") if z > 0 else (f"e^({plain(z)}) − 1", f"e^({plain(z)})")


def _selu(z: float, y: float) -> tuple[str, str]:
    scale, both = plain(SELU_SCALE), f"{plain(SELU_SCALE)}·{plain(SELU_ALPHA)}"
    return (f"{scale}·{plain(z)}", scale) if z > 0 else (f"{both}·(e^({plain(z)}) − 1)", f"{both}·e^({plain(z)})")


def _gelu(z: float, y: float) -> tuple[str, str]:
    below, density = _normal(z)
    return f"{inner(z)}·Φ({plain(z)})", f"Φ(z) + z·φ(z) = {plain(below)} + {inner(z)}·{plain(density)}"


def _silu(z: float, y: float) -> tuple[str, str]:
    s = plain(_sigmoid(z))
    return f"{inner(z)}·σ({plain(z)})", f"σ(z)·(1 + z·(1 − σ(z))) = {s}·(1 + {inner(z)}·(1 − {s}))"


def _mish(z: float, y: float) -> tuple[str, str]:
    t = plain(math.tanh(_softplus(z)))
    written = f"t + z·(1 − t²)·σ(z) = {t} + {inner(z)}·(1 − {t}²)·{plain(_sigmoid(z))}"
    return f"{inner(z)}·tanh(ln(1 + e^({plain(z)})))", written


WRITTEN: dict[str, Callable[[float, float], tuple[str, str]]] = {  # id → f(z) and f′(z) with z and y = f(z) put in
    "step": lambda z, y: (f"1  ({plain(z)} ≥ 0)" if z >= 0 else f"0  ({plain(z)} < 0)", "0"),
    "linear": lambda z, y: (plain(z), "1"),
    "sigmoid": lambda z, y: (f"1 / (1 + e^({plain(-z)}))", f"y·(1 − y) = {plain(y)}·(1 − {plain(y)})"),
    "tanh": lambda z, y: (f"tanh({plain(z)})", f"1 − y² = 1 − {inner(y)}²"),
    "relu": lambda z, y: (f"max(0, {plain(z)})", f"1  ({plain(z)} > 0)" if z > 0 else f"0  ({plain(z)} ≤ 0)"),
    "leaky_relu": lambda z, y: (
        f"max(0.01·{inner(z)}, {plain(z)})",
        f"1  ({plain(z)} > 0)" if z > 0 else f"0.01  ({plain(z)} ≤ 0)",
    ),
    "elu": _elu,
    "selu": _selu,
    "gelu": _gelu,
    "silu": _silu,
    "softplus": lambda z, y: (f"ln(1 + e^({plain(z)}))", f"σ(z) = 1 / (1 + e^({plain(-z)}))"),
    "mish": _mish,
}


def activation_lines(id: str, z: float, y: float, slope: float) -> list[str]:
    """y = f(z) and f′(z) with the values put in."""
    value, steep = WRITTEN[id](z, y)
    return [f"y = f(z) = {ended(value, y)}", f"f′(z) = {ended(steep, slope)}"]


def ended(written: str, value: float) -> str:
    """A formula and its value, unless it is that value, alone or before the case that it is chosen by."""
    return written if written.partition("  (")[0] == plain(value) else f"{written} = {plain(value)}"
