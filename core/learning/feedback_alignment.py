"""Feedback alignment: the error goes back through other weights than the answer came by."""

from collections.abc import Sequence

import torch
from torch import Tensor

from core.learning.signals import Circuit, Error, Signals


def carried_back(net: Circuit, x: Tensor, error: Error, back: Sequence[Tensor]) -> Signals:
    """δ_L = ∂L/∂z_L and δ_l = (δ_{l+1} back_l) ⊙ f′(z_l), layer by layer; back[l] (n_{l+1}, n_l).

    With back_l = W_{l+1} this is backpropagation (Rumelhart, Hinton & Williams 1986).
    """
    zs, activations = net.forward(x)
    post = [error(zs[-1])]
    for way, z, a in zip(back[::-1], zs[-2::-1], activations[-2:0:-1], strict=True):
        post.append(post[-1] @ way * net.activation.derivative(z, a))  # (n, n_l)
    return Signals(activations[:-1], post[::-1])


def backpropagation(net: Circuit, x: Tensor, error: Error) -> Signals:
    """Back through the forward weights themselves, back_l = W_{l+1} (Rumelhart, Hinton & Williams 1986)."""
    return carried_back(net, x, error, net.weights[1:])


def feedback_alignment(net: Circuit, x: Tensor, error: Error) -> Signals:
    """Back through fixed random weights, back_l = B_l (Lillicrap, Cownden, Tweed & Akerman 2016)."""
    return carried_back(net, x, error, net.feedback)


def sign_symmetry(net: Circuit, x: Tensor, error: Error) -> Signals:
    """Back through the signs alone, back_l = ⟨|W_{l+1}|⟩ sign W_{l+1} (Liao, Leibo & Poggio 2016)."""
    return carried_back(net, x, error, [w.abs().mean() * w.sign() for w in net.weights[1:]])


def direct_feedback(net: Circuit, x: Tensor, error: Error) -> Signals:
    """δ_l = (δ_L B_l) ⊙ f′(z_l): the output's error straight to every layer, B_l (n_outputs, n_l) (Nøkland 2016)."""
    zs, activations = net.forward(x)
    top = error(zs[-1])
    hidden = zip(net.feedback, zs[:-1], activations[1:-1], strict=True)
    return Signals(activations[:-1], [*(top @ way * net.activation.derivative(z, a) for way, z, a in hidden), top])


def next_weights(weights: Sequence[Tensor]) -> list[Tensor]:
    """What ways back from layer to layer have to equal for the gradient: W_{l+1} (n_{l+1}, n_l)."""
    return list(weights[1:])


def products(weights: Sequence[Tensor]) -> list[Tensor]:
    """What ways straight from the output have to equal where f′ = 1: W_L ⋯ W_{l+1} (n_outputs, n_l)."""
    found = [weights[-1]]
    for weight in weights[-2:0:-1]:
        found.append(torch.mm(found[-1], weight))
    return found[: len(weights) - 1][::-1]
