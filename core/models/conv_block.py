"""Convolution block: convolution, batch norm, activation, residual sum and pooling."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from core.activations import ACTIVATIONS
from core.models.tiled_convolution import fits, tiled

if TYPE_CHECKING:
    from core.models.cnn import CNNConfig

POOLS: dict[str, Callable[[Tensor, int], Tensor]] = {"max": F.max_pool2d, "average": F.avg_pool2d}


class Norm(nn.BatchNorm2d):
    """ŷ = γ (x − μ) / σ + β over the batch (Ioffe & Szegedy 2015); one value a channel has no spread, so it takes the
    running μ and σ, as in evaluation."""

    def forward(self, x: Tensor) -> Tensor:
        if self.training and x.numel() == x.shape[1]:
            return F.batch_norm(x, self.running_mean, self.running_var, self.weight, self.bias, eps=self.eps)
        return super().forward(x)


class Block(nn.Module):
    """y = pool(f(norm(w ⋆ x + b)) + skip(x)): (n, c_in, h, w) → (n, c_out, h', w') (LeCun et al. 1998; He et al. 2016).

    The skip is x itself, or w₁ₓ₁ ⋆ x with the block's stride where the number of channels or the size changes.
    """

    def __init__(self, config: "CNNConfig", n_in: int, n_out: int) -> None:
        super().__init__()
        padding = config.kernel // 2 if config.padding == "same" else 0
        self.conv = nn.Conv2d(n_in, n_out, config.kernel, config.stride, padding, bias=not config.batch_norm)
        self.norm = Norm(n_out) if config.batch_norm else None
        changes = n_in != n_out or config.stride > 1
        self.skip = nn.Conv2d(n_in, n_out, 1, config.stride, bias=False) if config.residual and changes else None
        self.residual, self.pool = config.residual, config.pool
        self.activation = ACTIVATIONS[config.activation].function

    @property
    def plain(self) -> bool:
        """Whether it is y = relu(maxpool₂(w ⋆ x + b)) and nothing else."""
        rectified = self.pool == "max" and self.activation is torch.relu
        return rectified and not self.residual and self.norm is None

    def forward(self, x: Tensor) -> Tensor:
        if self.pool == "max" and self.activation is torch.relu and not self.residual:
            precision = torch.get_autocast_dtype("cpu") if torch.is_autocast_enabled("cpu") else x.dtype
            if self.plain and not torch.is_grad_enabled() and fits(self.conv, x, precision):
                return tiled(self.conv, x).y
            z = self.conv(x)
            z = self.norm(z) if self.norm else z
            return torch.relu(F.max_pool2d(z, 2))  # the same in this order, on a quarter of the numbers
        for _, answer in self.parts(x):
            x = answer
        return x

    def parts(self, x: Tensor) -> Iterator[tuple[str, Tensor]]:
        """Every part by the kind of its row in the layer table, with what it answers."""
        yield "conv", (y := self.conv(x))
        if self.norm:
            yield "norm", (y := self.norm(y))
        yield "activation", (y := self.activation(y))
        if self.residual:
            yield "sum", (y := y + (self.skip(x) if self.skip else x))
        if self.pool != "none":
            yield "pool", POOLS[self.pool](y, 2)
