"""Encodings: how numbers become what arrives at a spiking network, time step by time step."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Generator, Tensor


# An exported script carries the source of these functions, so each stands alone on torch.
def rate(x: torch.Tensor, n_steps: int, generator: torch.Generator) -> torch.Tensor:
    """At every step a spike with probability x, drawn anew: the number is in how many there are."""
    return (torch.rand(n_steps, *x.shape, generator=generator) < x).float()


def latency(x: torch.Tensor, n_steps: int, generator: torch.Generator) -> torch.Tensor:
    """One spike at step (1 − x)(T − 1), rounded, and none for x = 0: the number is in when it comes."""
    step = ((1 - x) * (n_steps - 1)).round().long()
    return torch.zeros(n_steps, *x.shape).scatter(0, step[None], (x > 0).float()[None])


def constant(x: torch.Tensor, n_steps: int, generator: torch.Generator) -> torch.Tensor:
    """No spikes: a current x at every step, as from an electrode."""
    return x.expand(n_steps, *x.shape)


@dataclass(frozen=True)
class Encoding:
    """A way to write numbers x (n, d) in 0…1 into T steps: (x, T, generator) → (T, n, d) of 0 and 1, if `spikes`."""

    title: str
    encode: Callable[[Tensor, int, Generator], Tensor]
    spikes: bool = True


EncodingId = Literal["rate", "latency", "constant"]
ENCODINGS: dict[str, Encoding] = {
    "rate": Encoding("Rate", rate),
    "latency": Encoding("Latency (one spike each)", latency),
    "constant": Encoding("Constant current (no spikes)", constant, spikes=False),
}
