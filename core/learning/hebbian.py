"""Hebbian rules: a neuron's weights change by what arrives at them and by its own answer, and by nothing else.

The neuron answers y = w · x. Arrays are float64: weights `w` and input `x` (n,).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def hebb(w: Array, x: Array, lr: float) -> Array:
    """Δw = η y x: what is active together is wired together (Hebb 1949, The Organization of Behavior, p. 62)."""
    y = w @ x
    return lr * y * x


def oja(w: Array, x: Array, lr: float) -> Array:
    """Δw = η y (x − y w): Hebb's rule, less what keeps |w| at 1 (Oja 1982, Journal of Mathematical Biology 15)."""
    y = w @ x
    return lr * y * (x - y * w)


def bcm(w: Array, x: Array, lr: float, theta: float) -> Array:
    """Δw = η y (y − θ) x: answers above θ strengthen, those between 0 and θ weaken; y counts from the spontaneous rate.

    Bienenstock, Cooper & Munro 1982, Journal of Neuroscience 2; in this form Intrator & Cooper 1992, Neural Networks 5.
    """
    y = w @ x
    return lr * y * (y - theta) * x


def slide(theta: float, y: float, tau: float) -> float:
    """The threshold of `bcm` after an answer: θ ← θ + (y² − θ) / τ, the mean of y² over about the last τ inputs."""
    return theta + (y * y - theta) / tau
