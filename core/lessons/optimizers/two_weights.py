"""Losses of two weights, to race optimisers on, each with its gradient written out.

Every function takes tensors x and y of one shape and returns tensors of that shape.
"""

from functools import cache

import torch
from torch import Tensor


def bowl(x: Tensor, y: Tensor) -> Tensor:
    return (x**2 + y**2) / 2


def bowl_gradient(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    return x * 1, y * 1


def ravine(x: Tensor, y: Tensor) -> Tensor:
    return (x**2 + 25 * y**2) / 2


def ravine_gradient(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    return x * 1, 25 * y


def saddle(x: Tensor, y: Tensor) -> Tensor:
    return x**2 / 2 - y**2 / 2 + y**4 / 4


def saddle_gradient(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    return x * 1, y**3 - y


def rosenbrock(x: Tensor, y: Tensor) -> Tensor:
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def rosenbrock_gradient(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    rise = y - x**2
    return -2 * (1 - x) - 400 * x * rise, 200 * rise


def beale(x: Tensor, y: Tensor) -> Tensor:
    return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2


def beale_gradient(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    r1, r2, r3 = 1.5 - x + x * y, 2.25 - x + x * y**2, 2.625 - x + x * y**3
    across = 2 * (r1 * (y - 1) + r2 * (y**2 - 1) + r3 * (y**3 - 1))
    return across, 2 * x * (r1 + 2 * y * r2 + 3 * y**2 * r3)


def himmelblau(x: Tensor, y: Tensor) -> Tensor:
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


def himmelblau_gradient(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    r1, r2 = x**2 + y - 11, x + y**2 - 7
    return 4 * x * r1 + 2 * r2, 2 * r1 + 4 * y * r2


@cache
def samples() -> tuple[Tensor, Tensor]:
    """What the network of two weights learns: 16 inputs s and targets t, with ripples that it cannot follow."""
    s = torch.linspace(-2, 2, 16, dtype=torch.float64)
    return s, 1.2 * torch.tanh(1.5 * s) + 0.2 * torch.sin(5 * s)


def network(x: Tensor, y: Tensor) -> Tensor:
    """Mean squared error of the network y · tanh(x · s) on the samples."""
    s, t = samples()
    return ((y[..., None] * torch.tanh(x[..., None] * s) - t) ** 2).mean(-1)


def network_gradient(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    s, t = samples()
    hidden = torch.tanh(x[..., None] * s)  # (…, 16)
    error = y[..., None] * hidden - t
    return 2 * (error * y[..., None] * (1 - hidden**2) * s).mean(-1), 2 * (error * hidden).mean(-1)


def best_network() -> tuple[float, float]:
    """The weights with the least loss, by Gauss–Newton from a guess; (−x, −y) is the same network."""
    s, t = samples()
    w = torch.tensor([1.5, 1.2], dtype=torch.float64)
    for _ in range(60):
        hidden = torch.tanh(w[0] * s)
        slopes = torch.stack([w[1] * (1 - hidden**2) * s, hidden], 1)  # (16, 2)
        w = w - torch.linalg.lstsq(slopes, w[1] * hidden - t).solution
    return w[0].item(), w[1].item()
