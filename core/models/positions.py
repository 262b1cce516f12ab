"""Positions: how a Transformer, which would read its input as a bag of tokens, learns where each token stands."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

PositionsId = Literal["none", "sinusoidal", "learned", "rotary"]
BASE = 10_000.0


def frequencies(d: int) -> Tensor:
    """ω_i = 10000^{−2i/d} for the ⌈d/2⌉ pairs of d components, in radians a position."""
    return BASE ** (-torch.arange(0, d, 2).double() / d)


def angles(n: int, d: int) -> Tensor:
    """pos · ω_i: (n, ⌈d/2⌉), in radians."""
    return torch.arange(n).double()[:, None] * frequencies(d)


def sinusoidal(n: int, d: int) -> Tensor:
    """PE[pos, 2i] = sin(pos ω_i), PE[pos, 2i+1] = cos(pos ω_i): (n, d) (Vaswani et al. 2017)."""
    turned = angles(n, d)
    return torch.stack([turned.sin(), turned.cos()], dim=-1).flatten(1)[:, :d].float()


def turns(n: int, d: int) -> Tensor:
    """cos(pos ω_i) and sin(pos ω_i) for the ⌊d/2⌋ pairs that `rotate` turns: (2, n, ⌊d/2⌋)."""
    turned = angles(n, d)[:, : d // 2]
    return torch.stack([turned.cos(), turned.sin()]).float()


def rotate(x: Tensor, turns: Tensor) -> Tensor:
    """Each pair (x_2i, x_2i+1) of a query or key at position pos turned by the angle pos ω_i (Su et al. 2021, RoPE).

    x: (…, n, d). The dot product of two vectors turned so depends on the distance of their positions alone. An odd
    last component stays as it is.
    """
    cos, sin = turns
    even, odd = x[..., 0 : 2 * cos.shape[-1] : 2], x[..., 1::2]
    turned = torch.stack([even * cos - odd * sin, even * sin + odd * cos], dim=-1).flatten(-2)
    return turned if turned.shape[-1] == x.shape[-1] else torch.cat([turned, x[..., -1:]], dim=-1)


def rotary(n: int, d: int) -> Tensor:
    """What `rotate` makes of the vector whose pairs are all (1, 0): (n, d), cos and sin of pos ω_i in turns."""
    first = torch.zeros(n, d)
    first[:, 0 : d - 1 : 2] = 1.0
    return rotate(first, turns(n, d))


def dot_products(encoding: Tensor) -> Tensor:
    """How alike two positions are: PE·PEᵀ of an encoding (n, d), (n, n)."""
    return encoding @ encoding.T


@dataclass(frozen=True)
class Positions:
    """A positional encoding.

    `formula`: LaTeX, with w the tokens; `table(n, d)`: what it writes at each position, None where it is learned or
    absent; `added`: whether it is added to the embeddings (n, d_model); rotary turns queries and keys (n, d_k) instead.
    """

    title: str
    formula: str
    table: Callable[[int, int], Tensor] | None = None
    added: bool = False


POSITIONS: dict[str, Positions] = {
    "none": Positions("None", r"x_{pos} = \sqrt{d}\,E[w_{pos}]"),
    "sinusoidal": Positions(
        "Sinusoidal",
        r"PE_{pos,2i} = \sin\frac{pos}{10000^{2i/d}},\quad PE_{pos,2i+1} = \cos\frac{pos}{10000^{2i/d}}",
        sinusoidal,
        added=True,
    ),
    "learned": Positions("Learned", r"x_{pos} = \sqrt{d}\,E[w_{pos}] + P_{pos}", added=True),
    "rotary": Positions(
        "Rotary",
        r"\begin{pmatrix} q'_{2i} \\ q'_{2i+1} \end{pmatrix} ="
        r" \begin{pmatrix} \cos pos\,\omega_i & -\sin pos\,\omega_i \\"
        r" \sin pos\,\omega_i & \cos pos\,\omega_i \end{pmatrix}"
        r" \begin{pmatrix} q_{2i} \\ q_{2i+1} \end{pmatrix},\quad \omega_i = 10000^{-2i/d_k}",
        rotary,
    ),
}
