"""Tiled convolution: a block of a CNN as one matrix product over tiles of the picture; of a network that learns the
first block, whose pictures need no gradient.

A convolution of few channels leaves most of a processor's matrix instructions idle. Here the 4 × 4 neighbouring answers
of all filters are worked out at once, as one product of a tile, of 4 + k − 1 pixels a side, with a matrix that holds
every filter in each of its 16 places. That is more arithmetic, and yet faster, because the product is a large one and
the four answers that are pooled together lie in four rows of their own.
"""

from typing import NamedTuple, cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

SIDE = 4  # answers of a tile, in each direction
WIDEST = 8  # filters up to which it is faster
_where_positive = torch.ops.aten.threshold_backward


def fits(conv: nn.Conv2d, x: Tensor, precision: torch.dtype) -> bool:
    """Whether a convolution of the pictures x, pooled by 2, falls into whole tiles and is faster so: one in bfloat16
    with stride 1 and few filters."""
    rim = 2 * cast(int, conv.padding[0]) - conv.kernel_size[0] + 1
    sides = [(size + rim) // 2 * 2 for size in x.shape[2:]]
    whole = all(side and side % SIDE == 0 for side in sides)
    plain = conv.stride == (1, 1) and conv.bias is not None and conv.out_channels <= WIDEST
    return whole and plain and precision == torch.bfloat16


class Tiled(NamedTuple):
    """What a tiled convolution answers, y (n, o, h', w'), and what its gradient needs: the tiles A (n · tiles,
    (4 + k − 1)² c), the answers before pooling (2, 2, …), after the pooling of columns (2, …) and of rows (4, o, …)."""

    y: Tensor
    tiles: Tensor
    z: Tensor
    columns: Tensor
    rows: Tensor
    sides: tuple[int, ...]


def tiled(conv: nn.Conv2d, x: Tensor) -> Tiled:
    """relu(maxpool₂(w ⋆ x + b)), (n, c, h, w) → (n, o, h', w'), in bfloat16.

    Z = E Aᵀ with E[(y, x, o), (y + i, x + j, c)] = w[o, c, i, j].
    """
    if rim := cast(int, conv.padding[0]):
        x = F.pad(x, [rim] * 4)
    n, c, height, width = x.shape
    o, _, k, _ = conv.weight.shape
    down, across, side = (height - k + 1) // SIDE, (width - k + 1) // SIDE, SIDE + k - 1
    pixels = x.permute(0, 2, 3, 1).to(torch.bfloat16).contiguous()
    picture, row, column, _ = pixels.stride()
    tiles = pixels.as_strided((n, down, across, side, side * c), (picture, SIDE * row, SIDE * column, row, 1)).reshape(
        n * down * across, side * side * c
    )
    places = torch.zeros(2, 2, 2, 2, o, side, side, c, dtype=torch.bfloat16)
    in_places(places, k).copy_(conv.weight.permute(0, 2, 3, 1))
    z = (places.view(-1, side * side * c) @ tiles.t()).view(2, 2, -1)  # rows and columns that are pooled, the rest
    columns = torch.maximum(*z.unbind(1))
    bias = cast(Tensor, conv.bias).to(torch.bfloat16)
    rows = torch.maximum(*columns).view(4, o, -1).add_(bias[:, None]).relu_()
    y = rows.view(2, 2, o, n, down, across).permute(3, 4, 0, 5, 1, 2).reshape(n, 2 * down, 2 * across, o)
    return Tiled(y.permute(0, 3, 1, 2), tiles, z, columns, rows, (n, c, o, k, down, across))


def tiled_gradient(kept: Tiled, delta: Tensor) -> tuple[Tensor, Tensor]:
    """∂L/∂w (o, c, k, k) and ∂L/∂b (o,) in float32 from ∂L/∂y (n, o, h', w'), in bfloat16.

    Of four answers the first largest one gets the gradient, as in `torch.nn.functional.max_pool2d`.
    """
    n, c, o, k, down, across = kept.sides
    side = SIDE + k - 1
    delta = delta.reshape(n, o, down, 2, across, 2).permute(3, 5, 1, 0, 2, 4).reshape(4, o, -1)
    delta = _where_positive(delta, kept.rows, 0)
    columns = split(delta.view(-1), kept.columns, 0)
    z = split(columns, kept.z, 1)
    places = (z.view(16 * o, -1) @ kept.tiles).view(2, 2, 2, 2, o, side, side, c)
    weight = in_places(places, k).sum((0, 1, 2, 3), dtype=torch.float32).permute(0, 3, 1, 2)
    return weight, delta.sum((0, 2), dtype=torch.float32)


def split(delta: Tensor, answers: Tensor, dim: int) -> Tensor:
    """The gradient of the two answers along a dimension, from that of the larger one."""
    found = torch.empty_like(answers)
    (first, second), (to_first, to_second) = answers.unbind(dim), found.unbind(dim)
    _where_positive.grad_input(delta, second - first, 0, grad_input=to_second)
    torch.sub(delta, to_second, out=to_first)
    return found


def in_places(places: Tensor, k: int) -> Tensor:
    """The entries of E (2, 2, 2, 2, o, side, side, c) that hold a filter, (2, 2, 2, 2, o, k, k, c): answer (2 u + p,
    2 v + q) of a tile looks at its pixels from there on."""
    p, q, u, v, o, i, j, c = places.stride()
    n_filters, n_channels = places.shape[4], places.shape[7]
    steps = p + i, q + j, u + 2 * i, v + 2 * j, o, i, j, c
    return places.as_strided((2, 2, 2, 2, n_filters, k, k, n_channels), steps)
