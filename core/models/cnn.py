"""CNN: convolution blocks, then dense layers; its layer table is worked out before anything is built."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Literal, Self, cast

import torch
from pydantic import BeforeValidator, Field, model_validator
from torch import Generator, Tensor, nn

from core.activations import ACTIVATIONS, ActivationId
from core.config import Config, titles
from core.initializations import INITIALIZATIONS, InitializationId
from core.models.conv_block import Block
from core.models.layer_table import LIMITS, Row, Shape, ShapeError, layer_table, total
from core.models.mlp import _widths
from core.settings import SettingError

Channels = Annotated[tuple[Annotated[int, Field(ge=1, le=128)], ...], BeforeValidator(_widths)]
Widths = Annotated[tuple[Annotated[int, Field(ge=1, le=512)], ...], BeforeValidator(_widths)]


class CNNConfig(Config):
    """Blocks of convolution, batch norm, activation, residual sum and pooling; then dense layers.

    `channels` "32-64" are two blocks, `hidden` "120-84" two dense layers before the outputs; without blocks it is a
    multilayer perceptron.
    """

    kind: Literal["cnn"] = "cnn"
    channels: Channels = Field(
        (32, 64),
        max_length=5,
        title="Convolution blocks",
        description="How many blocks, and how many filters each has. Without any it is a multilayer perceptron.",
        json_schema_extra={"allowed": "0 … 5 × 1 … 128 (32-64)", "widest": 128, "deepest": 5},
    )
    kernel: int = Field(
        3,
        ge=1,
        le=7,
        title="Kernel",
        description="Side of the square each filter looks at.",
        json_schema_extra={"step": 1},
    )
    stride: int = Field(
        1,
        ge=1,
        le=3,
        title="Stride",
        description="How far a filter moves between two looks.",
        json_schema_extra={"step": 1},
    )
    padding: Literal["valid", "same"] = Field(
        "valid",
        title="Padding",
        description="Whether a rim of zeros keeps a map as large as its input.",
        json_schema_extra={"titles": {"valid": "None (valid)", "same": "Zeros (same)"}},
    )
    pool: Literal["none", "max", "average"] = Field(
        "max",
        title="Pooling",
        description="What 2 × 2 neighbours become at the end of a block.",
        json_schema_extra={"titles": {"none": "None", "max": "Maximum", "average": "Average"}},
    )
    hidden: Widths = Field(
        (128,),
        max_length=3,
        title="Dense layers",
        description="How many dense layers stand between the last map and the outputs.",
        json_schema_extra={"allowed": "0 … 3 × 1 … 512 (120-84)", "widest": 512, "deepest": 3},
    )
    activation: ActivationId = Field(
        "relu",
        title="Activation",
        description="What each neuron does with its weighted sum.",
        json_schema_extra=titles(ACTIVATIONS),
    )
    init: InitializationId = Field(
        "xavier",
        title="Initial weights",
        description="How the weights are drawn before the first step.",
        json_schema_extra=titles(INITIALIZATIONS),
    )
    batch_norm: bool = Field(
        False, title="Batch norm", description="Centre and scale each channel over the batch, then learn its own scale."
    )
    residual: bool = Field(
        False, title="Residual sum", description="Add a block's input to its output, so that it learns the difference."
    )
    dropout: float = Field(
        0.0,
        ge=0,
        le=0.9,
        title="Dropout",
        description="Share of dense neurons switched off at random in each step.",
        json_schema_extra={"hot": True, "step": 0.05},
    )

    @model_validator(mode="after")
    def sums_need_equal_sizes(self) -> Self:
        if self.residual and (self.padding != "same" or self.kernel % 2 == 0):
            raise SettingError("residual", "True", "False; True: padding = same, kernel = 1, 3, 5, 7")
        return self

    def rows(self, shape: Shape, n_outputs: int) -> list[Row]:
        """The layer table for images (c, h, w), up to and with the first impossible layer."""
        return layer_table(self, shape, n_outputs)

    def problem(self, shape: Shape, n_outputs: int) -> ShapeError | None:
        """Why no network for images (c, h, w) can be built, if so."""
        before, last = ([Row("input", "input", shape), *self.rows(shape, n_outputs)])[-2:]
        if not last.problem:
            return None
        if most := LIMITS.get(last.problem):
            n = total(self.rows(shape, n_outputs), last.problem)
            return ShapeError(last.problem, layer=last.name, n=f"{n:,}", most=f"{most:,}")
        height, width = before.shape[1:]
        return ShapeError(last.problem, layer=last.name, kernel=self.kernel, height=height, width=width)

    def build(self, shape: Shape, n_outputs: int, generator: Generator) -> "CNN":
        """A network for images (c, h, w); raises `ShapeError` where a layer's shape is impossible."""
        if problem := self.problem(shape, n_outputs):
            raise problem
        model = CNN(self, shape, n_outputs)
        with torch.no_grad():
            for module in model.modules():
                if isinstance(module, nn.Conv2d | nn.Linear):
                    INITIALIZATIONS[self.init].fill(module.weight, generator)
                    if module.bias is not None:
                        module.bias.zero_()
        return model


class CNN(nn.Module):
    """Blocks, then dense layers: (n, c, h, w) → (n, n_outputs), the last layer linear."""

    def __init__(self, config: CNNConfig, shape: Shape, n_outputs: int) -> None:
        super().__init__()
        sizes = (shape[0], *config.channels)
        self.blocks = nn.ModuleList(Block(config, a, b) for a, b in pairwise(sizes))
        flat = next(row for row in config.rows(shape, n_outputs) if row.kind == "flatten").shape
        widths = (math.prod(flat), *config.hidden, n_outputs)
        self.dense = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(widths))
        self.activation, self.dropout = ACTIVATIONS[config.activation].function, config.dropout

    @property
    def convolutions(self) -> list[nn.Conv2d]:
        return [cast(Block, block).conv for block in self.blocks]

    @property
    def linears(self) -> list[nn.Linear]:
        return [cast(nn.Linear, layer) for layer in self.dense]

    def forward(self, x: Tensor, masks: Sequence[Tensor] = ()) -> Tensor:
        """Outputs; with masks, dense neurons drop out as in training."""
        return self.linears[-1](self.hidden(x, masks))

    def hidden(self, x: Tensor, masks: Sequence[Tensor] = ()) -> Tensor:
        """What the last hidden layer answers, (n, d): all but the outputs."""
        for block in self.blocks:
            x = block(x)
        x = x.flatten(1)
        for i, layer in enumerate(self.linears[:-1]):
            x = self.activation(layer(x))
            if masks:
                x = x * masks[i]
        return x

    def masks(self, n: int, generator: Generator) -> list[Tensor]:
        """For n samples, 0 where a dense neuron drops out and 1/(1 − p) elsewhere, (n, n_out) a hidden layer; no masks
        without dropout (Srivastava et al. 2014)."""
        if not self.dropout:
            return []
        kept = [torch.rand(n, layer.out_features, generator=generator) >= self.dropout for layer in self.linears[:-1]]
        return [keep / (1 - self.dropout) for keep in kept]

    @torch.no_grad()
    def layers(self, x: Tensor) -> list[tuple[str, Tensor]]:
        """What every layer answers to images (n, c, h, w), by its name in the layer table; dense layers after their
        activation, except the outputs."""
        found = []
        for i, block in enumerate(self.blocks, start=1):
            for kind, x in cast(Block, block).parts(x):  # noqa: B020
                found.append((f"{kind} {i}", x))
        found.append(("flatten", x := x.flatten(1)))
        for i, layer in enumerate(self.linears[:-1], start=1):
            found.append((f"dense {i}", x := self.activation(layer(x))))
        return [*found, ("output", self.linears[-1](x))]
