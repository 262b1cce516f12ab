"""Embedding: the vectors of the tokens, or of the positions, seen along their two main directions."""

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Plane:
    """Coordinates (n, 2), and the share of the variance along each of the two directions."""

    points: Tensor
    shares: tuple[float, float]


def principal(vectors: Tensor, like: Tensor | None = None) -> Plane:
    """Vectors (n, d) along the first two principal components (Pearson 1901), by singular values.

    A component's sign is free: it is chosen so that the points lie as those of `like` (n, 2), if given.
    """
    centred = (vectors - vectors.mean(0)).double()
    _, sizes, directions = torch.linalg.svd(centred, full_matrices=False)
    points = torch.zeros(len(vectors), 2, dtype=torch.float64)
    points[:, : len(directions[:2])] = centred @ directions[:2].T
    if like is not None:
        points = points * torch.where((points * like).sum(0) < 0, -1.0, 1.0)
    variance = sizes**2 / (sizes**2).sum().clamp_min(1e-30)
    first, second = [*variance.tolist(), 0.0][:2]
    return Plane(points, (first, second))
