"""Block: one layer of a Transformer, attention and MLP, each added to the residual stream."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Generator, Tensor, nn

from core.activations import ACTIVATIONS
from core.models.attention import SelfAttention
from core.models.trace import Attended


@dataclass(frozen=True)
class Pass:
    """What all blocks need to know of one way through them; with a generator, numbers drop out as in training."""

    causal: bool
    turns: Tensor | None = None
    generator: Generator | None = None
    dropout: float = 0.0
    record: list[Attended] | None = None

    def drop(self, x: Tensor) -> Tensor:
        """Numbers left out at random, the others larger in turn (Srivastava et al. 2014)."""
        if self.generator is None or not self.dropout:
            return x
        keep = torch.rand(x.shape, generator=self.generator) >= self.dropout
        return x * keep / (1 - self.dropout)


class Block(nn.Module):
    """x ← x + part(norm(x)) (pre) or x ← norm(x + part(x)) (post), with attention as the part, then with the MLP.

    Post-norm is Vaswani et al. (2017); pre-norm learns without warm-up (Xiong et al. 2020). `config` is a
    `TransformerConfig`.
    """

    def __init__(self, config: Any) -> None:
        super().__init__()
        self.pre, self.activation = config.norm == "pre", ACTIVATIONS[config.activation].module()
        self.attention = SelfAttention(config.d_model, config.n_heads)
        self.widen, self.narrow = nn.Linear(config.d_model, config.d_mlp), nn.Linear(config.d_mlp, config.d_model)
        self.norm1, self.norm2 = nn.LayerNorm(config.d_model), nn.LayerNorm(config.d_model)

    def mlp(self, x: Tensor) -> Tensor:
        """W₂ f(W₁x + b₁) + b₂ for every token by itself."""
        return self.narrow(self.activation(self.widen(x)))

    def forward(self, x: Tensor, way: Pass, gates: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """The stream (n, t, d_model) after attention and after the MLP; `gates` (h,) are 0 for heads switched off."""
        if self.pre:
            x = x + way.drop(self.attention(self.norm1(x), way.causal, way.turns, gates, way.record))
            return x, x + way.drop(self.mlp(self.norm2(x)))
        x = self.norm1(x + way.drop(self.attention(x, way.causal, way.turns, gates, way.record)))
        return x, self.norm2(x + way.drop(self.mlp(x)))
