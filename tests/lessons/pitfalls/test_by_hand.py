"""Gradients written by hand against autograd, and the closed forms of what goes wrong."""

import numpy as np
import pytest
import torch
from sklearn.linear_model import LinearRegression
from torch.nn import functional as F

from core.lessons.pitfalls.by_hand import OneLine, OwnLines, RightSign, WrongSign
from core.lessons.pitfalls.learner import PitfallSettings


def test_the_right_slopes_are_autograds_and_the_wrong_one_is_the_squared_errors_uphill() -> None:
    z = torch.linspace(-4, 4, 9, requires_grad=True)
    y = torch.tensor([0.0, 1, 0, 1, 1, 0, 0, 1, 0])
    p = torch.sigmoid(z)
    (true,) = torch.autograd.grad(RightSign.loss(z, y) * len(z), z, retain_graph=True)
    assert torch.allclose(RightSign.slope(p, y), true, atol=1e-6)
    (squared,) = torch.autograd.grad(((p - y) ** 2 / 2).sum(), z)
    assert torch.allclose(WrongSign.slope(p, y), -squared, atol=1e-6)


def test_the_loss_for_plus_minus_one_is_ln_2_for_the_label_0() -> None:
    z = torch.tensor([-3.0, 0.5, 7.0])
    assert WrongSign.loss(z, torch.zeros(3)).item() == pytest.approx(np.log(2))
    assert RightSign.loss(z, torch.ones(3)).item() == pytest.approx(F.softplus(-z).mean().item())


def test_one_line_is_least_squares() -> None:
    program = OneLine(PitfallSettings(seed=3))
    for _ in range(1000):
        program.step()
    x, y = program.learned
    fit = LinearRegression().fit(x[:, None].numpy(), y.numpy())
    assert program.w.item() == pytest.approx(fit.coef_[0], abs=1e-3)
    assert program.b.item() == pytest.approx(fit.intercept_, abs=1e-3)


def test_own_lines_end_at_the_point_nearest_to_zero_that_fits_their_sample() -> None:
    program = OwnLines(PitfallSettings(seed=3))
    for _ in range(3000):
        program.step()
    x, y = program.learned
    assert torch.allclose(program.w, y * x / (x**2 + 1), atol=1e-3)
    assert torch.allclose(program.b, y / (x**2 + 1), atol=1e-3)


def test_each_own_error_shrinks_by_its_own_factor() -> None:
    program = OwnLines(PitfallSettings(seed=0))
    x, y = program.learned
    before = program.w * x + program.b - y
    program.step()
    assert torch.allclose(program.w * x + program.b - y, before * (1 - 0.02 * (x**2 + 1)), atol=1e-4)
