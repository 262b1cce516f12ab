"""Gradient check: a derivative found by moving one parameter and looking at the loss."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.activations import Activation
from core.learning.passes import run
from core.losses import LOSSES, Loss
from core.models.mlp import MLP

EPSILONS: NDArray[np.float64] = 10.0 ** np.arange(-1, -13.5, -0.5)
TINY = 1e-12
LEVELS = {"mae": lambda z, t: z - t, "hinge": lambda z, t: 1 - t * z}  # where these are zero, the loss has a kink


@dataclass(frozen=True)
class Check:
    """One parameter moved by ±ε; every array is (n_epsilons,).

    `central` is (L(w + ε) − L(w − ε)) / 2ε, `one_sided` is (L(w + ε) − L(w)) / ε; `crossed` says where a kink or a jump
    lies between w − ε and w + ε, so that no derivative need exist there.
    """

    epsilons: NDArray[np.float64]
    above: NDArray[np.float64]
    below: NDArray[np.float64]
    central: NDArray[np.float64]
    one_sided: NDArray[np.float64]
    crossed: NDArray[np.bool_]


def relative_error(analytic: float, numeric: NDArray[np.float64]) -> NDArray[np.float64]:
    """|a − n| / max(|a|, |n|), 0 where both are 0."""
    size = np.maximum(np.abs(numeric), abs(analytic))
    return np.abs(numeric - analytic) / np.where(size > 0, size, 1)


def has_kink(activation: Activation) -> bool:
    """Whether the activation or its slope jumps at z = 0."""
    sides = torch.tensor([-TINY, TINY], dtype=torch.float64)
    values = activation.function(sides)
    slopes = activation.derivative(sides, values)
    return bool((values.diff().abs() > 1e-6) | (slopes.diff().abs() > 1e-6))


@torch.no_grad()
def check(
    model: MLP,
    loss: Loss,
    flat: Tensor,
    x: Tensor,
    targets: Tensor,
    index: int,
    epsilons: NDArray[np.float64] = EPSILONS,
) -> Check:
    """Move the parameter at `index` of `flat` (float64) by every ±ε; x (n, n_inputs) (Baydin et al. 2018, sec. 2)."""
    kink = has_kink(model.activation)

    def look(value: float) -> tuple[float, Tensor]:
        moved = flat.clone()
        moved[index] = value
        zs = run(model, moved, x)[2]
        sides = [torch.sign(z).flatten() for z in zs[:-1]] if kink else []
        for id, level in LEVELS.items():
            if loss is LOSSES[id]:
                sides.append(torch.sign(level(zs[-1], targets)).flatten())
        return loss.value(zs[-1], targets).item(), torch.cat(sides) if sides else torch.empty(0)

    value = flat[index].item()
    here = look(value)[0]
    above, below = [look(value + e) for e in epsilons], [look(value - e) for e in epsilons]
    up, down = np.array([v for v, _ in above]), np.array([v for v, _ in below])
    return Check(
        epsilons=epsilons,
        above=up,
        below=down,
        central=(up - down) / (2 * epsilons),
        one_sided=(up - here) / epsilons,
        crossed=np.array([not torch.equal(a, b) for (_, a), (_, b) in zip(above, below, strict=True)]),
    )
