"""Embedding: the plane in which the answers of the last hidden layer differ most (Pearson 1901)."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
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
    """PCA of points (n, d): the eigenvectors v of XᵀX with the two largest eigenvalues; of fewer points than numbers,
    v = Xᵀu / |Xᵀu| with the eigenvectors u of XXᵀ.

    A principal axis has no sign; `before` (n, 2), the places of the same points in the picture before, chooses the one
    that keeps them nearest, so that the picture does not flip while the network learns.
    """
    x = torch.from_numpy(points - points.mean(0, keepdims=True)).double()
    few = len(x) < x.shape[1]
    product = x @ x.t() if few else x.t() @ x
    variances, vectors = torch.linalg.eigh(product)  # ascending; by PyTorch, which keeps to the threads it was given
    n = min(2, len(product))
    top = vectors[:, -n:].flip(1)
    axes = np.zeros((2, x.shape[1]))
    axes[:n] = (F.normalize(x.t() @ top, dim=0) if few else top).t().numpy()
    places = x.numpy() @ axes.T
    if before is not None and before.shape == places.shape:
        signs = np.where((places * before).sum(0) < 0, -1.0, 1.0)
        axes, places = axes * signs[:, None], places * signs
    shares = np.zeros(2)
    shares[:n] = (variances[-n:].flip(0).clamp_min(0) / variances.sum().clamp_min(1e-12)).numpy()
    return Plane(places, axes, shares)
