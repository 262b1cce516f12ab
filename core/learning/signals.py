"""Signals: what arrives at both ends of every synapse, from which each rule makes its change of the weights."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from core.activations import Activation
from core.learning.backprop import forward

Error = Callable[[Tensor], Tensor]  # outputs (n, k) → ∂L/∂outputs (n, k) of each sample, not divided by n


@dataclass(frozen=True)
class Circuit:
    """A multilayer perceptron, weights[l] (n_l, n_{l−1}) and biases[l] (n_l,), and the ways back that a rule may use.

    `feedback` are weights of their own for the way back; `n_steps`, `rate` and `nudge` say how neurons come to rest
    where a rule lets them (`predictive_coding`).
    """

    weights: Sequence[Tensor]
    biases: Sequence[Tensor]
    activation: Activation
    feedback: Sequence[Tensor] = ()
    n_steps: int = 20
    rate: float = 0.1
    nudge: float = 1.0

    def forward(self, x: Tensor) -> tuple[list[Tensor], list[Tensor]]:
        """All z_l (n, n_l), and all a_l with a_0 = x."""
        return forward([w.t() for w in self.weights], list(self.biases), self.activation, x)


@dataclass(frozen=True)
class Signals:
    """`pre[l]` (n, n_{l−1}): what comes in at layer l; `post[l]` (n, n_l): the error δ_l that its neurons are told."""

    pre: list[Tensor]
    post: list[Tensor]

    def gradient(self) -> tuple[list[Tensor], list[Tensor]]:
        """∂L/∂W_l = ⟨δ_l a_{l−1}ᵀ⟩ (n_l, n_{l−1}) and ∂L/∂b_l = ⟨δ_l⟩ (n_l,), means over the samples."""
        n = len(self.pre[0])
        weights = [post.t() @ pre / n for pre, post in zip(self.pre, self.post, strict=True)]
        return weights, [post.mean(0) for post in self.post]


def angle(a: Tensor, b: Tensor) -> float:
    """Degrees between two tensors as vectors, arccos(a·b / |a||b|); NaN where one is zero."""
    a, b = a.flatten().double(), b.flatten().double()
    return float(torch.rad2deg(torch.arccos((a @ b / (a.norm() * b.norm())).clamp(-1, 1))))
