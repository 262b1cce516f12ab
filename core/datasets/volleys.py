"""Volleys: spikes that reach a neuron's synapses again and again in the same order, each synapse with its latency."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def latencies(n: int, spread: float, length: float, seed: int) -> Array:
    """Latencies (n,) in ms, ascending: normal around the middle of a volley of `length` ms, and within it."""
    drawn = np.random.default_rng(seed).normal(length / 2, spread, n)
    return np.sort(np.clip(drawn, 0.05 * length, 0.95 * length))


def volley(latency: Array, jitter: float, length: float, seed: int, step: int) -> Array:
    """When the spike of each synapse arrives in one volley, (n,) in ms: its latency and normal noise of `jitter` ms."""
    noise = np.random.default_rng((seed, step + 1)).standard_normal(len(latency))
    return np.clip(latency + jitter * noise, 0.0, length)
