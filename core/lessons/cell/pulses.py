"""Pulses: what a cell answers to short pulses of current: when they come, how strong they are, how soon the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.neurons.neuron import Array, Neuron

WIDTH = 1.0  # ms, of every pulse here
BEFORE = 5.0  # ms that are shown before the first
WEAK = 0.7  # of the threshold: one such pulse does nothing
STRONG = 1.5  # of the threshold: one such pulse surely makes it fire
MOST = 5.0  # of the threshold: a stronger second pulse is not tried
ANSWER = 15.0  # ms that an answer to a pulse is waited for
QUIET = 200  # ms without a spike: such a cell does not fire by itself
STRONGEST = 2000.0  # in the unit of the neuron: no stronger pulse is tried


@dataclass(frozen=True)
class Answer:
    """v (n,) in mV at times t (n,) in ms, the first pulse being at 0, and when it fired."""

    t: Array
    v: Array
    spikes: Array


def answer(neuron: Neuron, base: float, pulses: Sequence[tuple[float, float]], length: float) -> Answer:
    """What a cell at rest does for `length` ms after the first of pulses (start in ms, current)."""
    n_before, dt = round(BEFORE * neuron.samples), 1 / neuron.samples
    t = np.arange(-n_before, round(length * neuron.samples)) * dt
    currents = np.full(len(t), base)
    for start, current in pulses:
        currents[(t > start - dt / 2) & (t < start + WIDTH - dt / 2)] += current
    states, spikes = neuron.advance(neuron.rest(base), currents.tolist())
    v = states[:, 0]
    if neuron.peak is not None:
        fired = np.clip((np.array(spikes) * neuron.samples - 1e-6).astype(int), 0, len(v) - 1)
        v[fired] = neuron.peak
    return Answer(t + dt, v, np.array(spikes) - BEFORE)


def fires(neuron: Neuron, state: Array, base: float, current: float) -> bool:
    """Whether a pulse from this state on makes a spike soon."""
    pulse, wait = round(WIDTH * neuron.samples), round(ANSWER * neuron.samples)
    return bool(neuron.advance(state, [base + current] * pulse + [base] * wait)[1])


def least(neuron: Neuron, state: Array, base: float, most: float, halvings: int = 12) -> float | None:
    """The least current of a pulse that makes it fire from a state; None where even `most` does not."""
    if fires(neuron, state, base, 0.0):
        return 0.0
    low, high = 0.0, most
    if not fires(neuron, state, base, high):
        return None
    for _ in range(halvings):
        middle = (low + high) / 2
        low, high = (low, middle) if fires(neuron, state, base, middle) else (middle, high)
    return high


@lru_cache(maxsize=64)
def threshold(neuron: Neuron, base: float) -> float | None:
    """The least pulse that makes the resting cell fire; None where it has no such: it fires by itself, or never."""
    state, most = neuron.rest(base), max(map(abs, neuron.reach)) / 8
    if neuron.advance(state, [base] * (QUIET * neuron.samples))[1]:
        return None
    while most <= STRONGEST:
        if (found := least(neuron, state, base, most)) is not None:
            return found or None
        most *= 2
    return None


@lru_cache(maxsize=64)
def by_distance(neuron: Neuron, base: float) -> tuple[Array, Array]:
    """Distances between two weak pulses in ms (n,), and the highest v that they reach in mV (n,)."""
    one = WEAK * (threshold(neuron, base) or 0.0)
    distances = np.array([1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 22, 26, 30, 35, 40])
    return distances, np.array([answer(neuron, base, [(0, one), (d, one)], d + 12).v.max() for d in distances])


@lru_cache(maxsize=64)
def by_strength(neuron: Neuron, base: float) -> tuple[Array, Array, Array]:
    """Strengths of a pulse in multiples of the threshold (n,), the highest v in mV (n,), and what a sum would give.

    The sum goes on as the weakest pulses begin: rest + strength · slope.
    """
    unit = threshold(neuron, base) or 0.0
    strengths = np.concatenate([np.arange(0, 0.9, 0.15), np.arange(0.9, 1.2, 0.025), np.arange(1.25, 3.01, 0.25)])
    peaks = np.array([answer(neuron, base, [(0, s * unit)], ANSWER).v.max() for s in strengths])
    return strengths, peaks, peaks[0] + strengths * (peaks[1] - peaks[0]) / strengths[1]


@lru_cache(maxsize=64)
def by_interval(neuron: Neuron, base: float) -> tuple[Array, Array]:
    """Intervals after a first spike's pulse in ms (n,), and the least second pulse that makes another (n,).

    In multiples of the threshold; NaN where `MOST` times the threshold does not, or the first spike has not come yet.
    """
    unit = threshold(neuron, base) or 0.0
    intervals = np.round(np.geomspace(2, 40, 14) * 2) / 2
    pulse = [base + STRONG * unit] * round(WIDTH * neuron.samples)
    found = []
    for interval in intervals:
        wait = [base] * (round(interval * neuron.samples) - len(pulse))
        states, spikes = neuron.advance(neuron.rest(base), pulse + wait)
        second = least(neuron, states[-1], base, MOST * unit, halvings=8) if unit and spikes else None
        found.append(np.nan if second is None else second / unit)
    return intervals, np.array(found)
