"""Dendrites: branches that add up their own synapses before the cell adds up the branches."""

import numpy as np

from core.neurons.neuron import Array

STEEP = 0.1  # of the threshold: how abruptly a branch answers
FADE = 0.3  # of the threshold: how soon a dCaAP fades with stronger input


def branch(x: Array | float) -> Array:
    """A branch's answer 1 / (1 + e^(−(x − 1)/0.1)) to its input x, in multiples of its threshold.

    Poirazi, Brannon & Mel, Neuron 37, 989 (2003) found sigmoid branches; how steep this one is was chosen here.
    """
    return np.asarray(1 / (1 + np.exp(-(np.asarray(x, float) - 1) / STEEP)))


def soma(x1: Array | float, x2: Array | float, same_branch: bool) -> Array:
    """What reaches the cell body from two synapses on one branch, or on two."""
    return branch(np.add(x1, x2)) if same_branch else branch(x1) + branch(x2)


def dcaap(x: Array | float) -> Array:
    """The size of a dendritic calcium spike of human cortex: largest at its threshold, smaller with more input.

    e^(−(x − 1)/0.3) from x = 1 on, else 0. Gidon et al., Science 367, 83 (2020); how soon it fades was chosen here.
    """
    x = np.asarray(x, float)
    return np.where(x >= 1, np.exp(-(np.maximum(x, 1) - 1) / FADE), 0.0)
