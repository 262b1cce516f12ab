"""PairNet: a network that answers questions with two parts, each known by an embedding."""

import torch
import torch.nn.functional as F
from torch import Generator, Tensor, nn

from core.activations import ACTIVATIONS


class PairNet(nn.Module):
    """h = f(W [e_a; e_b] + b), logits = V h + c; without hidden units logits = V [e_a; e_b] + c.

    x: int64 (n, 2) → (n, n_outputs). Things of one kind share one table of embeddings; each is drawn from
    N(0, scale²/dim), so that its length is about `scale`. Small ones must be learned, large ones tell all apart from
    the start (after Hinton 1986).
    """

    def __init__(
        self,
        n_a: int,
        n_b: int,
        n_outputs: int,
        *,
        shared: bool,
        dim: int,
        hidden: int,
        activation: str,
        scale: float,
        generator: Generator,
    ) -> None:
        super().__init__()
        self.a = nn.Parameter(torch.randn(n_a, dim, generator=generator) * scale / dim**0.5)
        self.b = self.a if shared else nn.Parameter(torch.randn(n_b, dim, generator=generator) * scale / dim**0.5)
        self.hidden = nn.Linear(2 * dim, hidden) if hidden else None
        self.readout = nn.Linear(hidden or 2 * dim, n_outputs)
        self.function = ACTIVATIONS[activation].function
        with torch.no_grad():
            for layer in (self.hidden, self.readout):
                if layer is not None:
                    layer.weight.normal_(0, layer.in_features**-0.5, generator=generator)
                    layer.bias.zero_()

    def activity(self, x: Tensor) -> Tensor:
        """Hidden units (n, hidden) for questions, or the two embeddings (n, 2 dim) where there are none."""
        e = torch.cat([F.embedding(x[:, 0], self.a), F.embedding(x[:, 1], self.b)], 1)
        return e if self.hidden is None else self.function(self.hidden(e))

    def forward(self, x: Tensor) -> Tensor:
        return self.readout(self.activity(x))
