"""Sequence tasks: what each asks, and the generator that draws its sequences."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal, NamedTuple

import torch
from torch import Generator, Tensor

from core.datasets import dates, names

Layout = Literal["causal", "aligned"]
Part = Literal["train", "test"]

SKIP = -1  # in `Drawn.aligned`: no answer is due here
BITS = ("0", "1")
NOISE = ("a", "b", "c", "d")
LETTERS = tuple("abcdefgh")
DIGITS = tuple("0123456789")
BRACKETS = ("(", ")")
DEEPEST = 9
MODULUS = 29
WAVES = 3  # sines in a mixture
NEAR = 0.04  # an error below it counts as right (Hochreiter & Schmidhuber 1997, experiment 4)


class Drawn(NamedTuple):
    """Sequences as they were drawn, before they are laid out.

    prompt: int64 (n, L), or float32 (n, L, d) where a task gives numbers; answer: int64 (n, A), None where only
    `aligned` says what is right; aligned: the answer due at each place of the prompt, (n, L), `SKIP` or NaN where none.
    """

    prompt: Tensor
    answer: Tensor | None
    aligned: Tensor | None


def sines(n: int, length: int, generator: Generator, part: Part) -> Drawn:
    """x_t = Σ a_k sin(2πf_k t + φ_k) with f in 1/24 … 1/6 and Σ a_k = 1; due is x_{t+1}, after a quarter to watch."""
    a, f, phase = torch.rand(3, n, WAVES, 1, generator=generator)
    t = torch.arange(length + 1)
    a = (a + 0.2) / (a + 0.2).sum(1, keepdim=True)
    wave = (a * torch.sin(2 * math.pi * ((1 / 24 + f / 8) * t + phase))).sum(1)  # (n, length + 1)
    due = wave[:, 1:].clone()
    due[:, : length // 4] = math.nan
    return Drawn(wave[:, :-1, None], None, due)


def remember(n: int, length: int, generator: Generator, part: Part) -> Drawn:
    """A bit, then `length` letters that mean nothing; due is the bit."""
    bit = torch.randint(2, (n, 1), generator=generator)
    noise = torch.randint(len(NOISE), (n, length), generator=generator) + len(BITS)
    return last(torch.cat([bit, noise], 1), bit)


def adding(n: int, length: int, generator: Generator, part: Part) -> Drawn:
    """Numbers in 0…1 and marks, one in each half; due at the end is the sum of the two marked numbers."""
    x = torch.zeros(n, length, 2)
    x[:, :, 0] = torch.rand(n, length, generator=generator)
    half = length // 2
    first = torch.randint(half, (n,), generator=generator)
    second = torch.randint(half, length, (n,), generator=generator)
    rows = torch.arange(n)
    x[rows, first, 1] = x[rows, second, 1] = 1
    due = torch.full((n, length), math.nan)
    due[:, -1] = x[rows, first, 0] + x[rows, second, 0]
    return Drawn(x, None, due)


def running(prompt: Tensor, so_far: Tensor) -> Drawn:
    """An answer at every place; the one at the end is that of the whole."""
    return Drawn(prompt, so_far[:, -1:], so_far)


def last(prompt: Tensor, answer: Tensor) -> Drawn:
    """One answer (n, 1), due at the end."""
    due = torch.full_like(prompt, SKIP)
    due[:, -1:] = answer
    return Drawn(prompt, answer, due)


def parity(n: int, length: int, generator: Generator, part: Part) -> Drawn:
    """Bits; due is whether the ones so far are odd in number."""
    bits = torch.randint(2, (n, length), generator=generator)
    return running(bits, bits.cumsum(1) % 2)


def copied(turn: Callable[[Tensor], Tensor], n_symbols: int, n: int, length: int, g: Generator, part: Part) -> Drawn:
    """Symbols; due are the same symbols as `turn` orders them."""
    prompt = torch.randint(n_symbols, (n, length), generator=g)
    answer = turn(prompt)
    return Drawn(prompt, answer, answer)


def depth(n: int, length: int, generator: Generator, part: Part) -> Drawn:
    """Brackets, each opened or closed by a coin, never below 0 or above `DEEPEST`; due is how many are open."""
    coins = torch.randint(2, (length, n), generator=generator) * 2 - 1
    level, levels = torch.zeros(n, dtype=torch.int64), []
    for coin in coins:
        step = torch.where(level == 0, 1, torch.where(level == DEEPEST, -1, coin))
        level = level + step
        levels.append(level)
    so_far = torch.stack(levels, 1)
    before = torch.cat([torch.zeros(n, 1, dtype=torch.int64), so_far[:, :-1]], 1)
    return running((so_far < before).long(), so_far + len(BRACKETS))


def modular(n: int, length: int, generator: Generator, part: Part) -> Drawn:
    """Numbers 0 … `MODULUS` − 1; due is their sum so far modulo `MODULUS`.

    A fifth of all pairs of first two numbers is kept for the test (Power et al. 2022).
    """
    prompt = torch.randint(MODULUS, (n, length), generator=generator)
    order = torch.randperm(MODULUS**2, generator=Generator().manual_seed(0))
    n_test = MODULUS**2 // 5
    low, high = (0, n_test) if part == "test" else (n_test, MODULUS**2)
    pair = order[torch.randint(low, high, (n,), generator=generator)]
    prompt[:, 0], prompt[:, 1] = pair // MODULUS, pair % MODULUS
    return running(prompt, prompt.cumsum(1) % MODULUS)


def translated(n: int, length: int, generator: Generator, part: Part) -> Drawn:
    """Dates as four languages write them, padded on the left; due is the date as year-month-day."""
    return Drawn(*dates.sample(n, generator, part), None)


def named(n: int, length: int, generator: Generator, part: Part) -> Drawn:
    """Names of countries, languages and currencies, padded on the left; due is the language they are in."""
    return last(*names.sample(n, generator, part))


def no_draw(n: int, length: int, generator: Generator, part: Part) -> Drawn:
    raise NotImplementedError("A text is cut into windows, not drawn.")


@dataclass(frozen=True)
class Task:
    """A task: `draw(n, length, generator, part)` makes sequences of `symbols()`, or of `n_inputs` numbers.

    `layouts`: those it has, the one a recurrent network reads first. `future`: whether an aligned answer needs what
    comes later. `lengths`: least, usual and greatest `length`, which `length_title` names; None where a task has its
    own.
    """

    title: str
    description: str
    layouts: tuple[Layout, ...]
    draw: Callable[[int, int, Generator, Part], Drawn] = no_draw
    symbols: Callable[[], tuple[str, ...]] = tuple
    n_inputs: int = 0
    future: bool = False
    lengths: tuple[int, int, int] | None = None
    length_title: str = "Length"


TASKS: dict[str, Task] = {
    "remember": Task(
        "Remember a bit",
        "A bit comes first, then letters that mean nothing. At the arrow the network must still know the bit.",
        ("causal", "aligned"), remember, lambda: BITS + NOISE, lengths=(5, 40, 100), length_title="Delay",
    ),
    "adding": Task(
        "Add two marked numbers",
        "Many numbers, two of them marked. At the end the network must say their sum.",
        ("aligned",), adding, n_inputs=2, lengths=(4, 40, 100),
    ),
    "parity": Task(
        "Parity",
        "After each bit: is the number of ones so far odd?",
        ("aligned", "causal"), parity, lambda: BITS, lengths=(2, 16, 64),
    ),
    "copy": Task(
        "Copy",
        "Letters; after the arrow the network must say them again.",
        ("causal", "aligned"), partial(copied, Tensor.clone, len(LETTERS)), lambda: LETTERS, lengths=(2, 8, 48),
    ),
    "reverse": Task(
        "Reverse",
        "Letters; after the arrow the network must say them from the last to the first.",
        ("causal", "aligned"), partial(copied, lambda x: x.flip(1), len(LETTERS)), lambda: LETTERS, future=True,
        lengths=(2, 16, 48),
    ),
    "sort": Task(
        "Sort",
        "Digits; after the arrow the network must say them in order of size.",
        ("causal", "aligned"), partial(copied, lambda x: x.sort(1).values, len(DIGITS)), lambda: DIGITS, future=True,
        lengths=(2, 8, 48),
    ),
    "depth": Task(
        "Bracket depth",
        "After each bracket: how many are open?",
        ("aligned", "causal"), depth, lambda: BRACKETS + DIGITS, lengths=(2, 24, 64),
    ),
    "modular": Task(
        "Modular addition",
        "After each number: the sum so far, where after 28 the count starts again at 0.",
        ("aligned", "causal"), modular, lambda: tuple(map(str, range(MODULUS))), lengths=(2, 4, 32),
    ),
    "dates": Task(
        "Translate dates",
        "A date as English, German, French or Spanish write it; after the arrow it must stand as year-month-day.",
        ("causal",), translated, dates.symbols,
    ),
    "names": Task(
        "Which language is this name?",
        "The name of a country, a language or a currency; at the arrow the network must say which of eight languages "
        "it is in.",
        ("causal", "aligned"), named, names.symbols,
    ),
    "sines": Task(
        "Forecast a mixture of sines",
        "Three sine waves added up; after each value the network must say the next one.",
        ("aligned",), sines, n_inputs=1, lengths=(16, 60, 100),
    ),
    "text": Task(
        "Characters of a text",
        "After each character of a text: which one comes next?",
        ("causal",), lengths=(8, 64, 128), length_title="Window",
    ),
}  # fmt: skip
