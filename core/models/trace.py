"""Trace: every value on the way through a Transformer, and what can be taken away from it."""

from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True)
class Attended:
    """Every value of one layer's attention, for n sequences of t tokens, h heads and heads d_k wide.

    `q`, `k` (turned where positions are rotary) and `v`: (n, h, t, d_k); `scores` = q kᵀ/√d_k, −∞ where masked, and
    `weights` = softmax(scores): (n, h, t, t), rows are the tokens that ask; `mixed` = weights·v: (n, h, t, d_k).
    """

    q: Tensor
    k: Tensor
    v: Tensor
    scores: Tensor
    weights: Tensor
    mixed: Tensor


@dataclass(frozen=True)
class Without:
    """What is taken away while one looks: heads as (layer, head), the positional encoding; or another mask."""

    heads: frozenset[tuple[int, int]] = frozenset()
    positions: bool = False
    causal: bool | None = None  # None: as the model was trained


NOTHING = Without()


@dataclass(frozen=True)
class Trace:
    """Every value on the way of n sequences of t tokens.

    `embedded` (n, t, d_model) before a position is added; `positions` (t, d_model), what is added there, None where
    nothing is; `stream` (1 + 2 n_layers, n, t, d_model): the residual stream before the first part and after each
    (attention, MLP, attention, …); `layers`: each layer's attention; `logits` (n, t, n_tokens).
    """

    tokens: Tensor
    embedded: Tensor
    positions: Tensor | None
    stream: Tensor
    layers: list[Attended]
    logits: Tensor
