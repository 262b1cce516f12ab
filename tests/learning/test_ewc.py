"""EWC: the Fisher information against gradients of one example at a time, the penalty against autograd."""

import pytest
import torch

from core.learning.ewc import fisher, penalty
from core.models.mlp import MLP


@pytest.mark.parametrize("activation", ["relu", "tanh"])
@pytest.mark.parametrize("shut", [None, torch.tensor([0.0, -torch.inf, 0.0])])
def test_fisher_is_the_mean_square_of_every_examples_gradient(activation, shut):
    generator = torch.Generator().manual_seed(3)
    model = MLP(4, (5, 6), 3, activation=activation)
    model.flat.data.normal_(generator=generator)
    x = torch.randn(7, 4, generator=generator)
    expected = torch.zeros_like(model.flat)
    for example in x:
        logs = (model(example[None]) + (0 if shut is None else shut)).log_softmax(1)[0]
        for log in logs[logs.isfinite()]:
            (gradient,) = torch.autograd.grad(log, model.flat, retain_graph=True)
            expected += log.exp().detach() * gradient**2 / len(x)
    torch.testing.assert_close(fisher(model, x, shut), expected, rtol=1e-4, atol=1e-7)


def test_penalty_pulls_to_the_anchor_as_autograd_says():
    generator = torch.Generator().manual_seed(0)
    w, anchor, importance = torch.randn(3, 9, generator=generator).unbind()
    w, importance = w.requires_grad_(), importance.abs()
    value = (2.5 / 2 * importance * (w - anchor) ** 2).sum()
    found, gradient = penalty(w.detach(), anchor, importance, 2.5)
    torch.testing.assert_close(found, value.detach())
    torch.testing.assert_close(gradient, torch.autograd.grad(value, w)[0])
