"""Bars: pictures of one bright bar through the middle, at several orientations."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def bars(n: int, side: int, width: float) -> Array:
    """Pictures (n, side²) of bars at 180°/n from one to the next, the first level; each of length 1 as a vector.

    Across, a bar fades like a normal distribution with standard deviation `width` in pixels; it ends at a circle.
    """
    y, x = (side - 1) / 2 - np.mgrid[0:side, 0:side]  # upwards, and to the left
    angles = np.pi * np.arange(n)[:, None, None] / n
    across = y * np.cos(angles) + x * np.sin(angles)
    bright = np.exp(-(across**2) / (2 * width**2)) * (np.hypot(x, y) <= side / 2)
    pictures = bright.reshape(n, -1)
    return pictures / np.linalg.norm(pictures, axis=1, keepdims=True)
