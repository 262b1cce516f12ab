"""Generation: from logits to the next token, drawn with temperature among the likeliest."""

from dataclasses import dataclass

import torch
from torch import Generator, Tensor

from core.lessons.attention.look import LookConfig
from core.models.trace import NOTHING, Without
from core.models.transformer import Transformer


def next_token(logits: Tensor, look: LookConfig) -> tuple[Tensor, Tensor]:
    """p = softmax(z), and q, what is drawn from: softmax(z / temperature) of the top k and of the top p, scaled to 1.

    logits: (n_tokens,). At temperature 0 the likeliest alone is left. Top p keeps the fewest of the likeliest whose
    probabilities reach it (nucleus sampling: Holtzman et al. 2020; top k: Fan, Lewis & Dauphin 2018).
    """
    p = logits.softmax(-1)
    q = (logits / look.temperature).softmax(-1) if look.temperature else torch.zeros_like(p)
    if not look.temperature:
        q[logits.argmax()] = 1.0
    sorted_q, order = q.sort(descending=True, stable=True)
    before = sorted_q.cumsum(0) - sorted_q  # what likelier tokens already add up to
    rank = torch.arange(len(q))
    keep = (before < look.top_p) & (rank < (look.top_k or len(q)))
    kept = torch.zeros_like(q).scatter(0, order, sorted_q * keep)
    return p, kept / kept.sum()


@dataclass(frozen=True)
class Generated:
    """Tokens (n,) that were drawn, and the probability q each had."""

    tokens: Tensor
    q: Tensor


@torch.no_grad()
def generate(
    model: Transformer, prompt: Tensor, n: int, look: LookConfig, generator: Generator, without: Without = NOTHING
) -> Generated:
    """n tokens after a prompt (t,), of which the last `n_positions` are read; an empty one begins from token 0."""
    tokens = prompt if len(prompt) else torch.zeros(1, dtype=torch.int64)
    shares: list[Tensor] = []
    for _ in range(n):
        logits = model(tokens[None, -model.n_positions :], without=without)[0, -1]
        _, q = next_token(logits, look)
        drawn = torch.multinomial(q, 1, generator=generator)
        tokens, shares = torch.cat([tokens, drawn]), [*shares, q[drawn]]
    return Generated(tokens[len(tokens) - n :], torch.cat(shares) if shares else torch.zeros(0))
