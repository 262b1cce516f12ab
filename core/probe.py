"""Probe: read-only looks into a model: what each unit answers, how strong each gradient is, which units sleep."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from core.learning.backprop import forward
from core.losses import Loss
from core.models.mlp import MLP


def grid(n: int, extent: float) -> Tensor:
    """n × n points over [−extent, extent]², row by row from below: (n², 2)."""
    axis = torch.linspace(-extent, extent, n)
    y, x = torch.meshgrid(axis, axis, indexing="ij")
    return torch.stack([x.flatten(), y.flatten()], 1)


def layers(model: MLP, inputs: Tensor) -> tuple[list[Tensor], list[Tensor]]:
    """Every z_l and every a_l (a_0 = inputs) for inputs (n, n_inputs)."""
    return forward([weight.t() for weight in model.weights], model.biases, model.activation, inputs)


def unit_maps(model: MLP, encode: Callable[[Tensor], Tensor], points: Tensor, scores: Callable) -> list[Tensor]:
    """What each unit answers over a grid of n² points: per layer (n_units, n²), inputs and hidden units as they are,
    the outputs as confidence in −1…1."""
    activations = layers(model, encode(points))[1]
    output = scores(activations[-1])
    last = output[:, None] if output.dim() == 1 else 2 * output - 1
    return [a.t() for a in (*activations[:-1], last)]


def gradient(model: MLP, loss: Loss, inputs: Tensor, targets: Tensor) -> list[Tensor]:
    """∂L/∂W_l over all the given samples, without penalty or dropout: one (n_out, n_in) a layer."""
    with torch.enable_grad():
        flat = model.flat.detach().requires_grad_()
        weights, biases = model.views(flat)
        x = inputs
        for weight, bias in zip(weights[:-1], biases[:-1], strict=True):
            x = model.activation.function(x @ weight.t() + bias)
        value = loss.value(x @ weights[-1].t() + biases[-1], targets)
        (found,) = torch.autograd.grad(value, flat)
    return model.views(found)[0]


@dataclass(frozen=True)
class Units:
    """Hidden units, as (layer, unit) with layers counted from 1, that no longer learn, and why."""

    dead: tuple[tuple[int, int], ...]
    saturated: tuple[tuple[int, int], ...]


SATURATED = 0.05  # of the activation's steepest slope, on nine of ten samples


def units(model: MLP, inputs: Tensor) -> Units:
    """Dead: slope f′ = 0 on every sample (a ReLU that never fires). Saturated: nearly flat on 90% of the samples."""
    zs, activations = layers(model, inputs)
    dead, saturated = [], []
    steepest = model.activation.derivative(torch.zeros(1), model.activation.function(torch.zeros(1))).item()
    for layer, (z, a) in enumerate(zip(zs[:-1], activations[1:-1], strict=True), start=1):
        slope = model.activation.derivative(z, a).abs()
        asleep = (slope == 0).all(0)
        flat = (slope < SATURATED * steepest).float().mean(0) >= 0.9
        dead += [(layer, unit) for unit in asleep.nonzero()[:, 0].tolist()]
        if model.activation.saturates:
            saturated += [(layer, unit) for unit in (flat & ~asleep).nonzero()[:, 0].tolist()]
    return Units(tuple(dead), tuple(saturated))
