"""Backpropagation: how one batch tells every weight which way to move.

`Explicit` writes the algorithm out; `Autograd` lets PyTorch derive it. Both leave the gradient in `model.flat.grad`.
"""

from typing import Literal

import torch
from pydantic import Field
from torch import Generator, Tensor

from core.activations import Activation
from core.config import titles
from core.learning.training_config import TrainingConfig
from core.losses import LOSSES, Loss
from core.models.mlp import MLP


class BackpropConfig(TrainingConfig):
    """Training by gradient descent on mini-batches, with a choice of the loss and L1."""

    kind: Literal["backprop"] = "backprop"
    loss: Literal["auto", "mse", "mae", "huber", "bce", "cross_entropy", "hinge"] = Field(
        "auto",
        title="Loss function",
        description="How wrong an answer is. Automatic: cross-entropy for classes, squared error for numbers.",
        json_schema_extra={"titles": {"auto": "Automatic"} | titles(LOSSES)["titles"]},
    )
    l1: float = Field(
        0.0,
        ge=0,
        le=10,
        title="L1",
        description="Pulls every weight towards zero by the same amount, so that many end near it.",
        json_schema_extra={"hot": True, "widget": "log"},
    )


def forward(
    transposed: list[Tensor], biases: list[Tensor], activation: Activation, x: Tensor
) -> tuple[list[Tensor], list[Tensor]]:
    """z_l = a_{l−1} W_lᵀ + b_l and a_l = f(z_l), the last layer linear: returns all z and all a (a_0 = x).

    x: (n, n_inputs); transposed[l] = W_lᵀ (n_{l−1}, n_l); z_l, a_l: (n, n_l).
    """
    zs, activations = [], [x]
    for weight_t, bias in zip(transposed[:-1], biases[:-1], strict=True):
        zs.append(torch.addmm(bias, activations[-1], weight_t))  # (n, n_l)
        activations.append(activation.function(zs[-1]))
    zs.append(torch.addmm(biases[-1], activations[-1], transposed[-1]))
    activations.append(zs[-1])
    return zs, activations


def backward(
    weights: list[Tensor],
    activation: Activation,
    zs: list[Tensor],
    activations: list[Tensor],
    delta: Tensor,
    weight_grads: list[Tensor],
    bias_grads: list[Tensor],
) -> list[Tensor]:
    """δ_l = (δ_{l+1} W_{l+1}) ⊙ f′(z_l), ∂L/∂W_l = δ_lᵀ a_{l−1}, ∂L/∂b_l = Σ_n δ_l (Rumelhart, Hinton & Williams 1986).

    `delta` is ∂L/∂z of the output layer (n, n_outputs); the gradients are written in place; returns every δ_l.
    """
    deltas = [delta]
    for layer in range(len(weights) - 1, -1, -1):
        torch.mm(delta.t(), activations[layer], out=weight_grads[layer])  # (n_out, n_in)
        torch.sum(delta, 0, out=bias_grads[layer])  # (n_out,)
        if layer:
            delta = torch.mm(delta, weights[layer])  # (n, n_in)
            delta *= activation.derivative(zs[layer - 1], activations[layer])
            deltas.append(delta)
    return deltas[::-1]


class Explicit:
    """The gradient of an MLP without dropout, written out."""

    def __init__(self, model: MLP, loss: Loss) -> None:
        self.model, self.loss = model, loss
        model.flat.grad = torch.zeros_like(model.flat)
        self.weight_grads, self.bias_grads = model.views(model.flat.grad)
        self.transposed = [weight.t() for weight in model.weights]

    def __call__(self, x: Tensor, targets: Tensor, generator: Generator) -> None:
        model = self.model
        zs, activations = forward(self.transposed, model.biases, model.activation, x)
        delta = self.loss.gradient(zs[-1], targets)
        backward(model.weights, model.activation, zs, activations, delta, self.weight_grads, self.bias_grads)


class Autograd:
    """The gradient of any model by PyTorch's automatic differentiation."""

    def __init__(self, model: MLP, loss: Loss) -> None:
        self.model, self.loss = model, loss

    def __call__(self, x: Tensor, targets: Tensor, generator: Generator) -> None:
        self.model.zero_grad()
        with torch.enable_grad():
            self.loss.value(self.model(x, generator), targets).backward()


def rule(model: MLP, loss: str) -> Explicit | Autograd:
    """The written-out gradient where it is derived, autograd elsewhere (dropout)."""
    return (Autograd if model.dropout else Explicit)(model, LOSSES[loss])
