import numpy as np
import pytest
import torch

from core.activations import ACTIVATIONS
from core.learning.gradient_check import EPSILONS, check, has_kink, relative_error
from core.learning.passes import Parameter, one_pass
from core.losses import LOSSES
from core.models.mlp import MLPConfig
from tests.learning.test_passes import made

KINKED = {"step", "relu", "leaky_relu", "selu"}


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize(("loss", "n_classes"), [("mse", 0), ("bce", 2), ("cross_entropy", 3), ("hinge", 2)])
def test_backpropagation_passes_the_check_where_no_kink_is_crossed(activation: str, loss: str, n_classes: int) -> None:
    model, flat, x, targets = made(activation, loss, n_classes)
    record = one_pass(model, LOSSES[loss], flat, x, targets, 0.1)
    smooth = 0
    for index in range(len(flat)):
        found = check(model, LOSSES[loss], flat, x, targets, index, EPSILONS[8:11])  # 1e-5 … 1e-6
        for numeric, crossed in zip(found.central, found.crossed, strict=True):
            if not crossed:
                smooth += 1
                assert numeric == pytest.approx(record.gradient[index].item(), rel=1e-4, abs=1e-8)
    assert smooth > len(flat)


def test_the_quotients_are_what_their_formulas_say() -> None:
    model, flat, x, targets = made("tanh", "mse", 0)
    found = check(model, LOSSES["mse"], flat, x, targets, 3, np.array([0.1]))
    moved = [flat.clone() for _ in range(2)]
    moved[0][3] += 0.1
    moved[1][3] -= 0.1
    up, here, down = (one_pass(model, LOSSES["mse"], f, x, targets, 0.1).loss for f in (moved[0], flat, moved[1]))
    assert found.above[0] == pytest.approx(up, rel=1e-12) and found.below[0] == pytest.approx(down, rel=1e-12)
    assert found.central[0] == pytest.approx((up - down) / 0.2, rel=1e-9)
    assert found.one_sided[0] == pytest.approx((up - here) / 0.1, rel=1e-9)


def test_the_error_falls_with_the_square_of_epsilon_and_rises_again_by_rounding() -> None:
    model, flat, x, targets = made("tanh", "mse", 0)
    record = one_pass(model, LOSSES["mse"], flat, x, targets, 0.1)
    found = check(model, LOSSES["mse"], flat, x, targets, 0)
    central = relative_error(record.gradient[0].item(), found.central)
    one_sided = relative_error(record.gradient[0].item(), found.one_sided)
    at = {round(-np.log10(e), 1): i for i, e in enumerate(EPSILONS)}
    assert central[at[2.0]] / central[at[3.0]] == pytest.approx(100, rel=0.05), "truncation ~ ε²"
    assert one_sided[at[3.0]] / one_sided[at[4.0]] == pytest.approx(10, rel=0.05), "truncation ~ ε"
    assert central[at[12.0]] > 1e3 * central.min(), "rounding ~ 1/ε"
    assert 1e-7 < EPSILONS[central.argmin()] < 1e-3


def test_relu_at_its_kink_gives_half_of_what_its_neighbours_say() -> None:
    """x = 0, w = 1, b = 0, output weight 2: L = (2 relu(b) − 1)², from the right −4, from the left 0."""
    model = MLPConfig(hidden=(1,), activation="relu").build(1, 1, torch.Generator())
    flat = torch.tensor([1.0, 0.0, 2.0, 0.0], dtype=torch.float64)
    x, targets = torch.zeros(1, 1, dtype=torch.float64), torch.ones(1, 1, dtype=torch.float64)
    index = Parameter(1, 0).index(model.shapes)
    found = check(model, LOSSES["mse"], flat, x, targets, index)
    assert one_pass(model, LOSSES["mse"], flat, x, targets, 0.1).gradient[index] == 0
    assert found.crossed.all()
    assert found.central[6] == pytest.approx(-2, abs=0.01)
    assert found.one_sided[6] == pytest.approx(-4, abs=0.02)


@pytest.mark.parametrize(("loss", "target"), [("mae", 0.5), ("hinge", 1.0)])
def test_the_kink_of_a_loss_is_seen(loss: str, target: float) -> None:
    """Output = b: |b − 0.5| has its kink at b = 0.5, max(0, 1 − b) at b = 1."""
    model = MLPConfig(hidden=()).build(1, 1, torch.Generator())
    x, targets = torch.zeros(1, 1, dtype=torch.float64), torch.full((1, 1), target, dtype=torch.float64)
    for bias, crossed in ((target - 0.05, [True, False, False]), (target, [True, True, True])):
        flat = torch.tensor([1.0, bias], dtype=torch.float64)
        found = check(model, LOSSES[loss], flat, x, targets, 1, np.array([0.1, 0.01, 1e-6]))
        assert found.crossed.tolist() == crossed


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_kinked_activations_are_known_by_their_slopes(activation: str) -> None:
    assert has_kink(ACTIVATIONS[activation]) == (activation in KINKED)


def test_relative_error() -> None:
    found = relative_error(2.0, np.array([2.0, 1.0, 4.0, 0.0]))
    np.testing.assert_allclose(found, [0, 0.5, 0.5, 1])
    np.testing.assert_allclose(relative_error(0.0, np.array([0.0, 1e-9])), [0, 1])
