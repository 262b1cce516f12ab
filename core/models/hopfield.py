"""Hopfield memory: neurons of ±1 that all see each other, and settle where their energy is least nearby.

    hᵢ = Σ wᵢⱼ sⱼ        sᵢ ← sign hᵢ        E = −½ Σ wᵢⱼ sᵢ sⱼ

One neuron at a time, with w symmetric and wᵢᵢ = 0, E never rises (Hopfield 1982, PNAS 79). Arrays are float64: patterns
(p, n) and states (n,) of ±1, weights (n, n).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Array = NDArray[np.float64]
SWEEPS = 100  # after which a state counts as settled, whatever it does
TIE = 1e-9  # a field so close to 0 leaves its neuron as it is; only rounding gives it a sign


def hebbian(patterns: Array) -> Array:
    """W = Σ ξ ξᵀ / n without its diagonal: each synapse counts how often its two neurons agree (Hopfield 1982)."""
    w = patterns.T @ patterns / patterns.shape[1]
    np.fill_diagonal(w, 0)
    return w


def projection(patterns: Array) -> Array:
    """W = ξ⁺ ξ without its diagonal: patterns may resemble each other (Personnaz, Guyon & Dreyfus 1985)."""
    w = np.linalg.pinv(patterns) @ patterns
    np.fill_diagonal(w, 0)
    return w


@dataclass(frozen=True)
class Storage:
    """A way to store patterns: its name, and W of patterns."""

    title: str
    weights: Callable[[Array], Array]


STORAGE: dict[str, Storage] = {
    "hebb": Storage("Hebb: what agrees is wired", hebbian),
    "projection": Storage("Projection (pseudo-inverse)", projection),
}


def energy(w: Array, s: Array) -> float:
    """E = −½ sᵀ W s."""
    return float(-0.5 * s @ w @ s)


def settle(w: Array, s: Array, generator: Generator) -> Array:
    """The state reached from `s` when neurons that disagree with their field turn one by one, in random order."""
    s = s.copy()
    h = w @ s
    for _ in range(SWEEPS):
        wrong = np.flatnonzero(h * s < -TIE)
        if not len(wrong):
            break
        for i in generator.permutation(wrong):
            if h[i] * s[i] < -TIE:
                s[i] = -s[i]
                h += 2 * s[i] * w[i]
    return s


@cache
def capacity() -> tuple[float, Array, Array]:
    """The load p/n above which random patterns are lost, and loads below it with the overlap that recall then has.

    Mean-field theory for n → ∞ at zero temperature: with y = m / √(2αr), α = ½ (erf(y)/y − 2 exp(−y²)/√π)² and
    m = erf(y), of which the branch from the largest α on is the stable one (Amit, Gutfreund & Sompolinsky 1985,
    Physical Review Letters 55, 1530).
    """
    from scipy.special import erf

    y = np.linspace(0.5, 4.0, 4000)
    load = 0.5 * (erf(y) / y - 2 / np.sqrt(np.pi) * np.exp(-(y**2))) ** 2
    top = int(load.argmax())
    return float(load[top]), load[top:], erf(y[top:])
