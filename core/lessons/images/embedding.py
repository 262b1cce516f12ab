"""Embedding: the plane in which the answers of the last hidden layer differ most (Pearson 1901)."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True)
class Plane:
    """Places (n, 2) of points on their first two principal components, the axes (2, d), and each one's share of the
    variance (2,)."""

    places: Array
    axes: Array
    shares: Array


def principal(points: Array, before: Array | None = None) -> Plane:
    """PCA of points (n, d) by the singular values of the centred points.

    A principal axis has no sign; `before` (n, 2), the places of the same points in the picture before, chooses the one
    that keeps them nearest, so that the picture does not flip while the network learns.
    """
    centred = points - points.mean(0)
    _, sizes, axes = np.linalg.svd(centred, full_matrices=False)
    axes = np.concatenate([axes, np.zeros((2, points.shape[1]))])[:2]
    places = centred @ axes.T
    if before is not None:
        signs = np.where((places * before).sum(0) < 0, -1.0, 1.0)
        axes, places = axes * signs[:, None], places * signs
    total = max(float((sizes**2).sum()), 1e-12)
    shares = np.append(sizes**2, [0.0, 0.0])[:2] / total
    return Plane(places, axes, shares)
