"""From few: many networks at once, each trained on a few examples of its own and on nothing else."""

from collections.abc import Sequence
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

STEPS, LR = 30, 0.01  # of Adam on all examples at once; more of them change nothing

Layers = list[tuple[Tensor, Tensor]]  # weights (n_nets, n_out, n_in) and biases (n_nets, 1, n_out)


def fresh(n_nets: int, sizes: Sequence[int], generator: Generator) -> Layers:
    """Networks of ReLU layers with He's first weights."""
    return [
        (torch.randn(n_nets, n_out, n_in, generator=generator) * (2 / n_in) ** 0.5, torch.zeros(n_nets, 1, n_out))
        for n_in, n_out in pairwise(sizes)
    ]


def outputs(layers: Layers, x: Tensor) -> Tensor:
    """Every network on its own inputs, (n_nets, n, n_in) → (n_nets, n, n_out)."""
    for weight, bias in layers[:-1]:
        x = torch.relu(torch.baddbmm(bias, x, weight.mT))
    return torch.baddbmm(layers[-1][1], x, layers[-1][0].mT)


@torch.enable_grad()
def trained(layers: Layers, x: Tensor, y: Tensor) -> Layers:
    """All networks by Adam on cross-entropy, each on its own x (n_nets, n, n_in) of classes y (n,)."""
    parameters = [p.clone().requires_grad_() for layer in layers for p in layer]
    layers = list(zip(parameters[::2], parameters[1::2], strict=True))
    optimizer = torch.optim.Adam(parameters, lr=LR)
    for _ in range(STEPS):
        optimizer.zero_grad()
        (len(x) * F.cross_entropy(outputs(layers, x).flatten(0, 1), y.repeat(len(x)))).backward()
        optimizer.step()
    return [(weight.detach(), bias.detach()) for weight, bias in layers]
