import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st

from core.lessons.losses.pointwise import (
    NUMBERS,
    POINTWISE,
    logit,
    of_logit,
    of_number,
    of_probability,
    sigmoid,
    softmax,
)
from core.losses import LOSSES

Z = np.linspace(-9, 9, 61) + 0.013  # off the kinks
MODULES = {  # torch's own, one sample at a time, by the probability or by the logit
    "mse": lambda z, y, delta: F.mse_loss(torch.sigmoid(z), y, reduction="none"),
    "mae": lambda z, y, delta: F.l1_loss(torch.sigmoid(z), y, reduction="none"),
    "huber": lambda z, y, delta: F.huber_loss(torch.sigmoid(z), y, reduction="none", delta=delta),
    "bce": lambda z, y, delta: F.binary_cross_entropy_with_logits(z, y, reduction="none"),
    "cross_entropy": lambda z, y, delta: F.cross_entropy(
        torch.stack([torch.zeros_like(z), z], 1), y.long(), reduction="none"
    ),
    "hinge": lambda z, y, delta: torch.relu(1 - (2 * y - 1) * z),
}


def test_every_loss_of_the_table_is_there():
    assert list(POINTWISE) == list(LOSSES) == list(MODULES)
    assert set(NUMBERS) == {id for id, entry in LOSSES.items() if entry.regression}


@pytest.mark.parametrize("delta", [0.2, 1.0])
@pytest.mark.parametrize("y", [0, 1])
@pytest.mark.parametrize("id", POINTWISE)
def test_value_and_slopes_are_those_of_torch_and_autograd(id, y, delta):
    z = torch.tensor(Z, requires_grad=True)
    expected = MODULES[id](z, torch.full_like(z, y), delta)
    (slope,) = torch.autograd.grad(expected.sum(), z)
    value, found = of_logit(id, Z, y, delta)
    np.testing.assert_allclose(value, expected.detach(), rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(found, slope, rtol=1e-9, atol=1e-14)
    value, found = of_probability(id, sigmoid(Z), y, delta)
    np.testing.assert_allclose(value, expected.detach(), rtol=1e-9, atol=1e-12)
    p = sigmoid(Z)
    np.testing.assert_allclose(found * p * (1 - p), slope, rtol=1e-8, atol=1e-12)


@pytest.mark.parametrize("id", ["bce", "cross_entropy", "hinge"])
def test_the_logit_losses_are_those_that_networks_train_on(id):
    entry, y = LOSSES[id], torch.arange(2).repeat(31)[: len(Z)]
    z = torch.tensor(Z)[:, None]
    outputs = torch.cat([torch.zeros_like(z), z], 1) if id == "cross_entropy" else z
    targets = entry.targets(y, outputs.shape[1])
    targets = targets if id == "cross_entropy" else targets.double()
    value, slope = of_logit(id, Z, y.numpy())
    assert entry.value(outputs, targets).item() == pytest.approx(value.mean(), rel=1e-12)
    np.testing.assert_allclose(entry.gradient(outputs, targets)[:, -1] * len(Z), slope, atol=1e-12)


@pytest.mark.parametrize("id", NUMBERS)
def test_numbers_are_those_that_networks_train_on(id):
    prediction, y = torch.tensor(Z)[:, None], torch.full((len(Z), 1), 0.4, dtype=torch.float64)
    value, slope = of_number(id, Z, 0.4)
    assert LOSSES[id].value(prediction, y).item() == pytest.approx(value.mean(), rel=1e-12)
    np.testing.assert_allclose(LOSSES[id].gradient(prediction, y)[:, 0] * len(Z), slope, atol=1e-12)


def test_a_number_has_no_cross_entropy():
    with pytest.raises(ValueError, match="mse, mae, huber"):
        of_number("bce", 0.0, 1.0)


def test_confidently_wrong_by_hand():
    """p = σ(−6), y = 1: squared error has lost its gradient, cross-entropy has kept it."""
    p = 1 / (1 + np.exp(6))
    assert of_logit("mse", -6, 1)[1] == pytest.approx(2 * (p - 1) * p * (1 - p))
    assert of_logit("bce", -6, 1)[1] == pytest.approx(p - 1)
    assert of_logit("bce", -6, 1)[0] == pytest.approx(-np.log(p))


@given(st.floats(-700, 700))
def test_sigmoid_and_softmax_never_overflow_and_agree(z):
    p = sigmoid(z)
    assert 0 <= p <= 1
    np.testing.assert_allclose(softmax([0, z]), [sigmoid(-z), p], rtol=1e-12)
    for y in (0, 1):
        value, slope = of_logit("bce", z, y)
        assert np.isfinite(value)
        assert abs(slope) <= 1


@given(st.floats(1e-9, 1 - 1e-9))
def test_logit_is_the_inverse_of_sigmoid(p):
    assert sigmoid(logit(p)) == pytest.approx(p, rel=1e-9)


def test_logit_at_the_ends():
    assert logit([0, 1]).tolist() == [-np.inf, np.inf]


def test_softmax_is_blind_to_a_shift():
    z = np.array([1.5, -2, 0.25])
    np.testing.assert_allclose(softmax(z), softmax(z + 700), rtol=1e-12)
    np.testing.assert_allclose(softmax(z), torch.softmax(torch.tensor(z), 0), rtol=1e-12)
