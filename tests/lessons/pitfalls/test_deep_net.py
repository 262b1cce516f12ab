"""Backpropagation written out against autograd."""

import pytest
import torch
from torch.nn import functional as F

from core.lessons.pitfalls.deep_net import NoDerivative, WithDerivative
from core.lessons.pitfalls.learner import PitfallSettings


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
@pytest.mark.parametrize("depth", [1, 3, 6])
def test_backpropagation_with_f_prime_is_autograds(activation: str, depth: int) -> None:
    program = WithDerivative(PitfallSettings(seed=1, activation=activation, depth=depth))
    x, y = program.learned
    dw, db = program.gradients(x, y)
    for tensor in (*program.weights, *program.biases):
        tensor.requires_grad_()
    loss = F.binary_cross_entropy_with_logits(program.forward(x)[-1][:, 0], y.float())
    true = torch.autograd.grad(loss, [*program.weights, *program.biases])
    for own, auto in zip((*dw, *db), true, strict=True):
        assert torch.allclose(own, auto, rtol=1e-4, atol=1e-7)


def test_without_f_prime_only_the_output_layers_gradient_is_right() -> None:
    settings = PitfallSettings(depth=3)
    own, true = (p.gradients(*p.learned)[0] for p in (NoDerivative(settings), WithDerivative(settings)))
    assert torch.equal(own[-1], true[-1])
    assert all(not torch.allclose(a, b, rtol=1e-3) for a, b in zip(own[:-1], true[:-1], strict=True))
