"""Cloud: points of the plane around a middle, spread along two axes at right angles."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def cloud(n: int, seed: int, angle: float, long: float, short: float, mean_x: float, mean_y: float) -> Array:
    """Points (n, 2) of a normal distribution with standard deviation `long` at `angle` degrees and `short` across it.

    The same seed gives the same points, only turned, stretched and moved.
    """
    z = np.random.default_rng(seed).standard_normal((n, 2))
    cos, sin = np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))
    return z * [long, short] @ np.array([[cos, sin], [-sin, cos]]) + [mean_x, mean_y]
