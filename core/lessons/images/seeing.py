"""Seeing: what a network makes of one picture, layer by layer, and what its first weights look for."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.datasets.images import normalised
from core.models.cnn import CNN

Array = NDArray[Any]


@dataclass(frozen=True)
class Answer:
    """What one layer answers to one picture: maps (c, h, w) or units (n,); `name` and `kind` as in the layer table."""

    name: str
    kind: str
    values: Array


@torch.no_grad()
def answers(model: CNN, image: Tensor) -> list[Answer]:
    """What every layer answers to a picture of bytes (c, h, w), in float32; the last are the outputs (logits)."""
    found = model.eval().layers(normalised(image[None]))
    return [Answer(name, name.split()[0], values[0].float().numpy()) for name, values in found]


@torch.no_grad()
def probabilities(model: CNN, images: Tensor) -> Array:
    """Softmax of the outputs for pictures of bytes (n, c, h, w): (n, n_classes)."""
    return torch.softmax(model.eval()(normalised(images)), 1).numpy()


def filters(model: CNN, block: int = 0) -> Array:
    """The kernels of a convolution block, (n_out, n_in, k, k)."""
    return model.blocks[block].conv.weight.detach().numpy()  # type: ignore[union-attr,operator]


def templates(model: CNN, shape: tuple[int, int, int]) -> Array:
    """Without convolution: the weights of each unit of the first dense layer as a picture, (n_units, c, h, w)."""
    return model.dense[0].weight.detach().numpy().reshape(-1, *shape)  # type: ignore[union-attr,operator]
