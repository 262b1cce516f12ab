"""CNN gradient: how a batch of pictures tells every weight of a CNN which way to move.

`written_out` is backpropagation through convolution blocks and dense layers; `by_autograd` lets PyTorch derive it. Both
leave ∂L/∂w of L = −1/n Σ_i ln softmax(z_i)_{y_i} in the `grad` of every parameter, with products of `precision` and
gradients of float32, for x (m, c, h, w) and y (m,), a part of n samples; masks (m, d_l) for every hidden dense layer.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from core.losses import LOSSES
from core.models.cnn import CNN
from core.models.conv_block import Block
from core.models.tiled_convolution import WIDEST, Tiled, fits, tiled, tiled_gradient
from core.precision import outputs

_pool = torch.ops.aten.max_pool2d_with_indices
_pool_gradient = torch.ops.aten.max_pool2d_with_indices_backward
_convolution_gradient = torch.ops.aten.convolution_backward
_where_positive = torch.ops.aten.threshold_backward


Gradient = Callable[[CNN, Tensor, Tensor, int, torch.dtype, Sequence[Tensor]], None]


def rule(model: CNN) -> Gradient:
    """The gradient written out where it is derived, for plain blocks and dense layers with ReLU; autograd elsewhere."""
    derived = model.activation is torch.relu and all(cast(Block, block).plain for block in model.blocks)
    return written_out if derived else by_autograd


def by_autograd(model: CNN, x: Tensor, y: Tensor, n: int, precision: torch.dtype, masks: Sequence[Tensor] = ()) -> None:
    """The gradient of any network by PyTorch's automatic differentiation."""
    model.zero_grad()
    with torch.enable_grad():
        (F.cross_entropy(outputs(model, x, precision, masks), y, reduction="sum") / n).backward()


@torch.no_grad()
def written_out(model: CNN, x: Tensor, y: Tensor, n: int, precision: torch.dtype, masks: Sequence[Tensor] = ()) -> None:
    """δ_l = (δ_{l+1} W_{l+1}) ⊙ f′(z_l), ∂L/∂W_l = δ_lᵀ a_{l−1}, ∂L/∂b_l = Σ_i δ_l (Rumelhart, Hinton & Williams
    1986), and the same with sliding windows in the blocks (LeCun et al. 1998)."""
    convolutions, blocks = model.convolutions, list[Tiled | Convolved]()
    for conv in convolutions:
        first = not blocks
        blocks.append(tiled(conv, x) if first and fits(conv, x, precision) else convolved(conv, x, precision))
        x = blocks[-1].y
    delta = dense(model, x, y, n, precision, masks)
    for i, (conv, block) in reversed(list(enumerate(zip(convolutions, blocks, strict=True)))):
        if isinstance(block, Tiled):
            weight, bias = tiled_gradient(block, delta)
        else:
            weight, bias, delta = convolved_gradient(conv, block, delta, i > 0)
        conv.weight.grad, cast(Tensor, conv.bias).grad = weight, bias


def dense(model: CNN, x: Tensor, y: Tensor, n: int, precision: torch.dtype, masks: Sequence[Tensor]) -> Tensor:
    """The gradient of the dense layers; returns ∂L/∂x where blocks stand before them."""
    layers, answers, weights = model.linears, [x.flatten(1).to(precision)], []  # (m, d_l) and (d_l, d_{l−1})
    for i, layer in enumerate(layers):
        weights.append(layer.weight.to(precision))
        z = F.linear(answers[-1], weights[-1], layer.bias.to(precision))
        if i < len(layers) - 1:
            z = z.relu_().mul_(masks[i]) if masks else z.relu_()
        answers.append(z)
    delta = LOSSES["cross_entropy"].gradient(answers.pop().float(), y).mul_(len(y) / n).to(precision)
    for i, layer in reversed(list(enumerate(layers))):
        layer.weight.grad, layer.bias.grad = (delta.t() @ answers[i]).float(), delta.sum(0, dtype=torch.float32)
        if i:
            delta = delta @ weights[i]
            delta = _where_positive(delta.mul_(masks[i - 1]) if masks else delta, answers[i], 0)
    return (delta @ weights[0]).view(x.shape) if len(model.blocks) else delta


class Convolved(NamedTuple):
    """What a block answers, y = relu(maxpool₂(z)) with z = w ⋆ x + b, and what its gradient needs: x, w, z and the
    places of the largest of four."""

    y: Tensor
    x: Tensor
    weight: Tensor
    z: Tensor
    places: Tensor


def convolved(conv: nn.Conv2d, x: Tensor, precision: torch.dtype) -> Convolved:
    """The block of a convolution for x (m, c, h, w)."""
    x, weight, bias = x.to(precision), conv.weight.to(precision), cast(Tensor, conv.bias).to(precision)
    z = torch.conv2d(x, weight, bias, conv.stride, conv.padding)
    y, places = _pool(z, [2, 2], [2, 2])
    return Convolved(y.relu_(), x, weight, z, places)


def convolved_gradient(conv: nn.Conv2d, kept: Convolved, delta: Tensor, inner: bool) -> tuple[Tensor, Tensor, Tensor]:
    """∂L/∂w and ∂L/∂b in float32 and, of an inner block, ∂L/∂x, from ∂L/∂y."""
    delta = _where_positive(delta.contiguous(memory_format=torch.channels_last), kept.y, 0)
    delta = _pool_gradient(delta, kept.z, [2, 2], [2, 2], [0, 0], [1, 1], False, kept.places)

    def derivative(delta: Tensor, x: Tensor, weight: Tensor, wanted: list[bool]) -> Any:
        options = conv.stride, conv.padding, conv.dilation, False, [0, 0], 1
        return _convolution_gradient(delta, x, weight, [conv.out_channels], *options, wanted)

    planes = inner and conv.in_channels <= WIDEST  # few channels: faster as one plane after the other
    back, weight, bias = derivative(delta, kept.x, kept.weight, [inner and not planes, True, True])
    if planes:
        sizes = torch.empty(kept.x.shape, dtype=kept.x.dtype)
        back, _, _ = derivative(delta.contiguous(), sizes, kept.weight.contiguous(), [True, False, False])
    return weight.float(), bias.float(), back
