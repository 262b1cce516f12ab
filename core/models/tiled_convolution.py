"""Tiled convolution: a block of a CNN as one matrix product over tiles of the picture; of a network that learns the
first block, whose pictures need no gradient.

A convolution of few channels leaves most of a processor's matrix instructions idle. Here the 4 × 4 neighbouring answers
of all filters are worked out at once, as one product of a tile, of 4 + k − 1 pixels a side, with a matrix that holds
every filter in each of its 16 places. That is more arithmetic, and yet faster, because the product is a large one and
the four answers that are pooled together lie in four rows of their own.
"""

from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.autograd.function import once_differentiable

SIDE = 4  # answers of a tile, in each direction
WIDEST = 8  # filters up to which it is faster
_where_positive = torch.ops.aten.threshold_backward


def fits(conv: nn.Conv2d, x: Tensor) -> bool:
    """Whether a convolution of the pictures x, pooled by 2, falls into whole tiles and is faster so: one in bfloat16
    with stride 1 and few filters, that sends no gradient back."""
    rim = 2 * cast(int, conv.padding[0]) - conv.kernel_size[0] + 1
    sides = [(size + rim) // 2 * 2 for size in x.shape[2:]]
    whole = all(side and side % SIDE == 0 for side in sides)
    plain = conv.stride == (1, 1) and conv.bias is not None and conv.out_channels <= WIDEST
    return whole and plain and not x.requires_grad and torch.is_autocast_enabled("cpu")


class TiledConvolution(torch.autograd.Function):
    """relu(maxpool₂(w ⋆ x + b)), (n, c, h, w) → (n, o, h', w'), in bfloat16; ∂L/∂x is not worked out.

    Z = E Aᵀ with the tiles A (n·tiles, (4 + k − 1)² c) and E[(y, x, o), (y + i, x + j, c)] = w[o, c, i, j]. Of four
    answers the first largest one gets the gradient, as in `torch.nn.functional.max_pool2d`.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
        n, c, height, width = x.shape
        o, _, k, _ = weight.shape
        down, across, side = (height - k + 1) // SIDE, (width - k + 1) // SIDE, SIDE + k - 1
        pixels = x.permute(0, 2, 3, 1).to(torch.bfloat16).contiguous()
        picture, row, column, _ = pixels.stride()
        tiles = pixels.as_strided(
            (n, down, across, side, side * c), (picture, SIDE * row, SIDE * column, row, 1)
        ).reshape(n * down * across, side * side * c)
        places = torch.zeros(2, 2, 2, 2, o, side, side, c, dtype=torch.bfloat16)
        in_places(places, k).copy_(weight.permute(0, 2, 3, 1))
        z = (places.view(-1, side * side * c) @ tiles.t()).view(2, 2, -1)  # rows and columns that are pooled, the rest
        best = torch.maximum(z[:, 0], z[:, 1])
        y = torch.maximum(best[0], best[1]).view(4, o, -1).add_(bias.to(torch.bfloat16)[:, None]).relu_()
        ctx.save_for_backward(tiles, z[:, 1] - z[:, 0], best[1] - best[0], y)
        ctx.shape = n, down, across, side, o, k, c
        y = y.view(2, 2, o, n, down, across).permute(3, 4, 0, 5, 1, 2)
        return y.reshape(n, 2 * down, 2 * across, o).permute(0, 3, 1, 2)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: Tensor) -> tuple[None, Tensor, Tensor]:
        tiles, columns, rows, y = ctx.saved_tensors
        n, down, across, side, o, k, c = ctx.shape
        gradient = gradient.permute(0, 2, 3, 1).reshape(n, down, 2, across, 2, o).permute(2, 4, 5, 0, 1, 3)
        gradient = _where_positive(gradient.reshape(4, o, -1), y, 0)
        z = torch.empty(2, 2, gradient.numel(), dtype=gradient.dtype)
        second = _where_positive(gradient.view(-1), rows, 0)
        for pooled, part, later in zip(z, (gradient.view(-1) - second, second), columns, strict=True):
            pooled[1] = _where_positive(part, later, 0)
            torch.sub(part, pooled[1], out=pooled[0])
        places = (z.view(16 * o, -1) @ tiles).view(2, 2, 2, 2, o, side, side, c)
        weight = in_places(places, k).sum((0, 1, 2, 3), dtype=torch.float32).permute(0, 3, 1, 2)
        return None, weight, gradient.sum((0, 2), dtype=torch.float32)


def in_places(places: Tensor, k: int) -> Tensor:
    """The entries of E (2, 2, 2, 2, o, side, side, c) that hold a filter, (2, 2, 2, 2, o, k, k, c): answer (2 u + p,
    2 v + q) of a tile looks at its pixels from there on."""
    p, q, u, v, o, i, j, c = places.stride()
    n_filters, n_channels = places.shape[4], places.shape[7]
    steps = p + i, q + j, u + 2 * i, v + 2 * j, o, i, j, c
    return places.as_strided((2, 2, 2, 2, n_filters, k, k, n_channels), steps)
