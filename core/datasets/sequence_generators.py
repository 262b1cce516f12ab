"""Sequence generators: how the sequences of each task are drawn, and what is due for a given prompt.

Each `draw` is a function (n, length, generator, part); one of a prompt alone says what is due. A script that a page
exports carries their source.
"""

import math

import torch
from torch import Generator, Tensor

from core.datasets.drawn import SKIP, Drawn, Part, at_end, running

BITS = ("0", "1")
NOISE = ("a", "b", "c", "d")
LETTERS = tuple("abcdefgh")
DIGITS = tuple("0123456789")
BRACKETS = ("(", ")")
DEEPEST = 9
MODULUS = 29
WAVES = 3  # sines in a mixture
NEAR = 0.04  # an error below it counts as right (Hochreiter & Schmidhuber 1997, experiment 4)


def sines(n: int, length: int, generator: Generator, part: Part) -> Drawn:
    """x_t = Σ a_k sin(2πf_k t + φ_k) with f in 1/24 … 1/6 and Σ a_k = 1; due is x_{t+1}, after a quarter to watch."""
    a, f, phase = torch.rand(3, n, WAVES, 1, generator=generator)
    t = torch.arange(length + 1)
    a = (a + 0.2) / (a + 0.2).sum(1, keepdim=True)
    wave = (a * torch.sin(2 * math.pi * ((1 / 24 + f / 8) * t + phase))).sum(1)  # (n, length + 1)
    due = wave[:, 1:].clone()
    due[:, : length // 4] = math.nan
    return Drawn(wave[:, :-1, None], None, due)


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


def remember(n: int, length: int, generator: Generator, part: Part) -> Drawn:
    """A bit, then `length` letters that mean nothing."""
    bit = torch.randint(len(BITS), (n, 1), generator=generator)
    noise = torch.randint(len(NOISE), (n, length), generator=generator) + len(BITS)
    return first_symbol(torch.cat([bit, noise], 1))


def first_symbol(prompt: Tensor) -> Drawn:
    return at_end(prompt, prompt[:, :1])


def parity(n: int, length: int, generator: Generator, part: Part) -> Drawn:
    return odd(torch.randint(len(BITS), (n, length), generator=generator))


def odd(bits: Tensor) -> Drawn:
    """Due is whether the ones so far are odd in number."""
    return running(bits, bits.cumsum(1) % 2)


def copy(n: int, length: int, generator: Generator, part: Part) -> Drawn:
    return same(torch.randint(len(LETTERS), (n, length), generator=generator))


def same(prompt: Tensor) -> Drawn:
    return Drawn(prompt, prompt, prompt)


def reverse(n: int, length: int, generator: Generator, part: Part) -> Drawn:
    return backwards(torch.randint(len(LETTERS), (n, length), generator=generator))


def backwards(prompt: Tensor) -> Drawn:
    return Drawn(prompt, prompt.flip(1), prompt.flip(1))


def sort(n: int, length: int, generator: Generator, part: Part) -> Drawn:
    return in_order(torch.randint(len(DIGITS), (n, length), generator=generator))


def in_order(prompt: Tensor) -> Drawn:
    return Drawn(prompt, prompt.sort(1).values, prompt.sort(1).values)


def depth(n: int, length: int, generator: Generator, part: Part) -> Drawn:
    """Brackets, each opened or closed by a coin, never below 0 or above `DEEPEST`."""
    coins = torch.randint(2, (length, n), generator=generator) * 2 - 1
    level, steps = torch.zeros(n, dtype=torch.int64), []
    for coin in coins:
        steps.append(torch.where(level == 0, 1, torch.where(level == DEEPEST, -1, coin)))
        level = level + steps[-1]
    return n_open((torch.stack(steps, 1) < 0).long())


def n_open(brackets: Tensor) -> Drawn:
    """Due is how many are open, nothing where that has no symbol; the vocabulary has depths after brackets."""
    so_far = (1 - 2 * brackets).cumsum(1)
    return running(brackets, torch.where((so_far < 0) | (so_far > DEEPEST), SKIP, so_far + len(BRACKETS)))


def modular(n: int, length: int, generator: Generator, part: Part) -> Drawn:
    """Numbers 0 … `MODULUS` − 1; a fifth of all pairs of first two is kept for the test (as Power et al. 2022 do)."""
    prompt = torch.randint(MODULUS, (n, length), generator=generator)
    order = torch.randperm(MODULUS**2, generator=Generator().manual_seed(0))
    n_test = MODULUS**2 // 5
    low, high = (0, n_test) if part == "test" else (n_test, MODULUS**2)
    pair = order[torch.randint(low, high, (n,), generator=generator)]
    prompt[:, 0], prompt[:, 1] = pair // MODULUS, pair % MODULUS
    return sum_so_far(prompt)


def sum_so_far(prompt: Tensor) -> Drawn:
    return running(prompt, prompt.cumsum(1) % MODULUS)


def windows(n: int, length: int, generator: Generator, part: Part) -> Drawn:
    raise NotImplementedError("A text is cut into windows; `Sequences` does that.")
