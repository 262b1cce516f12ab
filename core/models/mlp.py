"""MLP: layers of neurons, all weights in one flat parameter."""

from typing import Annotated, Literal

import torch
import torch.nn.functional as F
from pydantic import BeforeValidator, Field
from torch import Generator, Tensor, nn

from core.activations import ACTIVATIONS, Activation, ActivationId
from core.config import Config, titles
from core.initializations import INITIALIZATIONS, InitializationId


def _widths(value: object) -> object:
    if isinstance(value, str):
        return value.split("-") if value else []
    return value


class MLPConfig(Config):
    """A multilayer perceptron; `hidden` lists the widths of its hidden layers, also written "8-8-8"."""

    kind: Literal["mlp"] = "mlp"
    hidden: Annotated[tuple[Annotated[int, Field(ge=1, le=32)], ...], BeforeValidator(_widths)] = Field(
        (4, 2),
        max_length=8,
        title="Hidden layers",
        description="How many layers stand between inputs and output.",
        json_schema_extra={"allowed": "0 … 8 × 1 … 32 (8-8-8)", "widest": 32},
    )
    activation: ActivationId = Field(
        "tanh",
        title="Activation",
        description="What each hidden neuron does with its weighted sum.",
        json_schema_extra=titles(ACTIVATIONS),
    )
    init: InitializationId = Field(
        "xavier",
        title="Initial weights",
        description="How the weights are drawn before the first step.",
        json_schema_extra=titles(INITIALIZATIONS),
    )
    dropout: float = Field(
        0.0,
        ge=0,
        le=0.9,
        title="Dropout",
        description="Share of hidden neurons switched off at random in each step.",
        json_schema_extra={"hot": True, "step": 0.05},
    )

    def build(self, n_inputs: int, n_outputs: int, generator: Generator) -> "MLP":
        model = MLP(n_inputs, self.hidden, n_outputs, activation=self.activation)
        model.dropout = self.dropout
        with torch.no_grad():
            for weight in model.weights:
                INITIALIZATIONS[self.init].fill(weight, generator)
        return model


class WideMLPConfig(MLPConfig):
    """A multilayer perceptron for tables and images, too wide to be drawn neuron by neuron."""

    kind: Literal["wide_mlp"] = "wide_mlp"  # type: ignore[assignment]
    hidden: Annotated[tuple[Annotated[int, Field(ge=1, le=512)], ...], BeforeValidator(_widths)] = Field(
        (64, 32),
        max_length=8,
        title="Hidden layers",
        description="How many layers stand between inputs and output.",
        json_schema_extra={"allowed": "0 … 8 × 1 … 512 (64-32)", "widest": 512},
    )


class MLP(nn.Module):
    """a_l = f(W_l a_{l−1} + b_l) in the hidden layers; the output layer is linear (Goodfellow et al. 2016, ch. 6).

    x: (n, n_inputs) → (n, n_outputs). `weights[l]` (n_out, n_in) and `biases[l]` (n_out,) are views of the one
    parameter `flat`, so that an optimiser makes one update instead of one a layer.
    """

    def __init__(self, n_inputs: int, hidden: tuple[int, ...], n_outputs: int, *, activation: str) -> None:
        super().__init__()
        self.sizes = (n_inputs, *hidden, n_outputs)
        self.activation: Activation = ACTIVATIONS[activation]
        self.dropout = 0.0
        self.shapes = list(zip(self.sizes[1:], self.sizes[:-1], strict=True))
        self.flat = nn.Parameter(torch.zeros(sum(n_out * (n_in + 1) for n_out, n_in in self.shapes)))
        self.weights, self.biases = self.views(self.flat.data)

    def views(self, flat: Tensor) -> tuple[list[Tensor], list[Tensor]]:
        """Weights and biases as views of a flat tensor laid out as this model's parameter is."""
        parts = flat.split([n for n_out, n_in in self.shapes for n in (n_out * n_in, n_out)])
        return [part.view(shape) for part, shape in zip(parts[::2], self.shapes, strict=True)], list(parts[1::2])

    def forward(self, x: Tensor, generator: Generator | None = None) -> Tensor:
        """Outputs (n, n_outputs); with a generator, hidden units drop out as in training."""
        weights, biases = self.views(self.flat)
        for weight, bias in zip(weights[:-1], biases[:-1], strict=True):
            x = self.activation.function(F.linear(x, weight, bias))  # (n, n_out)
            if generator is not None and self.dropout:
                keep = torch.rand(x.shape, generator=generator) >= self.dropout
                x = x * keep / (1 - self.dropout)
        return F.linear(x, weights[-1], biases[-1])
