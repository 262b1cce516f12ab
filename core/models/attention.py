"""Attention: every token asks all others and takes of each as much as it answers; its every value can be looked at."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from core.models.positions import rotate
from core.models.trace import Attended


def causal_mask(t: int) -> Tensor:
    """True where a token (row) may look at another (column): itself and those before it, (t, t)."""
    return torch.ones(t, t, dtype=torch.bool).tril()


def attention(q: Tensor, k: Tensor, v: Tensor, causal: bool) -> Attended:
    """softmax(q kᵀ/√d_k + mask) v, step by step (Vaswani et al. 2017, eq. 1); q, k, v: (n, h, t, d_k)."""
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])  # (n, h, t, t)
    if causal:
        scores = scores.masked_fill(~causal_mask(q.shape[-2]), -math.inf)
    weights = scores.softmax(-1)
    return Attended(q, k, v, scores, weights, weights @ v)


class SelfAttention(nn.Module):
    """Several heads side by side: x (n, t, d_model) → (n, t, d_model) (Vaswani et al. 2017, 3.2.2).

    Heads are d_k = ⌊d_model / n_heads⌋ wide. `project` holds W_Q, W_K and W_V above one another, `out` is W_O.
    """

    def __init__(self, d_model: int, n_heads: int) -> None:
        super().__init__()
        self.n_heads, self.d_k = n_heads, max(1, d_model // n_heads)
        self.project = nn.Linear(d_model, 3 * n_heads * self.d_k)
        self.out = nn.Linear(n_heads * self.d_k, d_model)

    def forward(
        self,
        x: Tensor,
        causal: bool,
        turns: Tensor | None = None,
        gates: Tensor | None = None,
        record: list[Attended] | None = None,
    ) -> Tensor:
        """`turns` are the angles of rotary positions, `gates` (h,) multiply what each head says (0: switched off).

        With a `record` everything is worked out step by step and added to it; without one, by PyTorch's fused kernel.
        """
        n, t, _ = x.shape
        q, k, v = self.project(x).view(n, t, 3, self.n_heads, self.d_k).permute(2, 0, 3, 1, 4)  # each (n, h, t, d_k)
        if turns is not None:
            q, k = rotate(q, turns), rotate(k, turns)
        if record is None:
            mixed = F.scaled_dot_product_attention(q, k, v, is_causal=causal)
        else:
            record.append(attention(q, k, v, causal))
            mixed = record[-1].mixed
        if gates is not None:
            mixed = mixed * gates[:, None, None]
        return self.out(mixed.transpose(1, 2).flatten(2))
