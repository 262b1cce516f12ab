"""Seeing: what a network makes of one picture, layer by layer, and what made one of the numbers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.datasets.images import signed
from core.models.cnn import CNN

Array = NDArray[Any]
Encode = Callable[[Tensor], Tensor]


@dataclass(frozen=True)
class Stage:
    """What a layer answers to one picture: maps (c, h, w) or units (n,).

    `name` is the layer table's ("conv 1", "pool 1", "dense 1", "output"); kind "input" is the picture as the network
    reads it, "output" holds the logits, and dense units come after their activation.
    """

    kind: str
    name: str
    values: Array


@torch.no_grad()
def walk(model: CNN, image: Tensor, encode: Encode = signed) -> list[Stage]:
    """The stages of a picture of bytes (c, h, w) on its way through a network, in float32; `encode` is the data's."""
    x = encode(image[None])
    found = [Stage("input", "input", x[0].numpy())]
    for name, values in model.eval().layers(x):
        if name != "flatten":
            found.append(Stage(name.split()[0], name, values[0].contiguous().numpy()))
    return found


@torch.no_grad()
def probabilities(model: CNN, images: Tensor, encode: Encode = signed) -> Array:
    """Softmax of the outputs for pictures of bytes (n, c, h, w): (n, n_classes), in float32."""
    return torch.softmax(model.eval()(encode(images)), 1).numpy()


def filters(model: CNN, block: int = 0) -> Array:
    """The kernels of a convolution block, (n_out, n_in, k, k)."""
    return model.convolutions[block].weight.detach().contiguous().numpy()


def templates(model: CNN, shape: tuple[int, ...]) -> Array:
    """Without convolution: the weights of each unit of the first dense layer as a picture, (n_units, c, h, w)."""
    return model.linears[0].weight.detach().numpy().reshape(-1, *shape)


@dataclass(frozen=True)
class Product:
    """How one number came about: Σ weights ⊙ inputs + bias for "conv", "dense" and "output", their maximum or mean for
    "pool" (weights empty), and f(inputs) for "activation".

    Convolution: weights and inputs (c_in, k, k), the rim's zeros among the inputs. Dense: (n_in,). Pool: inputs (2, 2).
    """

    kind: str
    weights: Array
    inputs: Array
    bias: float
    value: float


def product(model: CNN, stages: list[Stage], i: int, channel: int, row: int = 0, column: int = 0) -> Product:
    """What made the number at a place of stage i > 0 of a `walk`; `channel` is the unit in dense layers."""
    stage, before = stages[i], stages[i - 1].values
    none = np.empty(0)
    if stage.kind in ("dense", "output"):
        layer = model.linears[sum(s.kind == "dense" for s in stages[:i])]
        weight, inputs = layer.weight[channel].detach().numpy(), before.reshape(-1)
        bias = float(layer.bias.detach()[channel])
        return Product(stage.kind, weight, inputs, bias, float(stage.values[channel]))
    value = float(stage.values[channel, row, column])
    if stage.kind == "pool":
        return Product("pool", none, before[channel, 2 * row : 2 * row + 2, 2 * column : 2 * column + 2], 0.0, value)
    if stage.kind != "conv":  # activation, norm, sum: one number made of the one at the same place
        return Product(stage.kind, none, before[channel, row : row + 1, column : column + 1], 0.0, value)
    conv = model.convolutions[int(stage.name.split()[1]) - 1]
    side, stride, padding = conv.kernel_size[0], conv.stride[0], int(conv.padding[0])
    whole = np.pad(before, ((0, 0), (padding, padding), (padding, padding)))
    top, left = row * stride, column * stride
    inputs = whole[:, top : top + side, left : left + side]
    bias = float(conv.bias.detach()[channel]) if conv.bias is not None else 0.0
    return Product("conv", conv.weight[channel].detach().numpy(), inputs, bias, value)
