import math

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from core.experiment import Experiment
from core.losses import LOSSES, n_outputs, resolve
from core.metrics import predicted_classes
from core.settings import choices

LN2 = math.log(2)
MODULES = {
    "mse": nn.MSELoss(),
    "mae": nn.L1Loss(),
    "huber": nn.HuberLoss(),
    "bce": nn.BCEWithLogitsLoss(),
    "cross_entropy": nn.CrossEntropyLoss(),
}
SHAPES = [(loss, k) for loss in LOSSES for k in (1, 2, 4) if k > 1 or loss != "cross_entropy"]

every = pytest.mark.parametrize(("id", "k"), SHAPES)


def outputs_and_targets(id, k, n=50, scale=3.0):
    generator = torch.Generator().manual_seed(k)
    y = torch.randint(max(k, 2), (n,), generator=generator)
    return scale * torch.randn(n, k, generator=generator), LOSSES[id].targets(y, k), y


def test_the_choice_and_the_table_name_the_same_losses():
    assert choices(Experiment().fields()["loss"]) == ("auto", *LOSSES)
    assert len({entry.title for entry in LOSSES.values()}) == len(LOSSES)


@every
@pytest.mark.parametrize("scale", [0.1, 3.0, 40.0])
def test_gradient_is_that_of_autograd(id, k, scale):
    outputs, targets, _ = outputs_and_targets(id, k, scale=scale)
    before, kept = outputs.clone(), targets.clone()
    z = outputs.clone().requires_grad_()
    (expected,) = torch.autograd.grad(LOSSES[id].value(z, targets), z)
    found = LOSSES[id].gradient(outputs, targets)
    assert found.shape == outputs.shape
    assert found.abs().max() > 0
    torch.testing.assert_close(found, expected, atol=1e-8, rtol=1e-5)
    assert torch.equal(outputs, before)
    assert torch.equal(targets, kept)


@pytest.mark.parametrize(
    ("id", "z", "t"),
    [("mae", 1.0, 1.0), ("hinge", 1.0, 1.0), ("hinge", -1.0, -1.0), ("huber", 2.0, 1.0), ("huber", 0.0, 1.0)],
)
def test_gradient_at_a_kink_follows_autograd(id, z, t):
    outputs, targets = torch.tensor([[z]], requires_grad=True), torch.tensor([[t]])
    (expected,) = torch.autograd.grad(LOSSES[id].value(outputs, targets), outputs)
    assert torch.equal(LOSSES[id].gradient(outputs.detach(), targets), expected)


@every
def test_value_is_that_of_the_module(id, k):
    outputs, targets, _ = outputs_and_targets(id, k)
    if id == "hinge":
        expected = nn.HingeEmbeddingLoss()(targets * outputs, -torch.ones_like(outputs))
    else:
        expected = MODULES[id](outputs, targets)
    torch.testing.assert_close(LOSSES[id].value(outputs, targets), expected)


# Two classes, one output: z = (2, −1) for the classes (1, 0).
@pytest.mark.parametrize(
    ("id", "value", "gradient"),
    [
        ("mse", 0.5, [1, 0]),
        ("mae", 0.5, [0.5, 0]),
        ("huber", 0.25, [0.5, 0]),
        ("hinge", 0, [0, 0]),  # z = −1 lies on the margin, where the slope is 0
        (
            "bce",
            (math.log(1 + math.exp(-2)) + math.log(1 + math.exp(-1))) / 2,
            [-0.5 / (1 + math.exp(2)), 0.5 / (1 + math.exp(1))],
        ),
    ],
)
def test_one_output_by_hand(id, value, gradient):
    outputs, targets = torch.tensor([[2.0], [-1.0]]), LOSSES[id].targets(torch.tensor([1, 0]), 1)
    assert LOSSES[id].value(outputs, targets).item() == pytest.approx(value, abs=1e-7)
    assert LOSSES[id].gradient(outputs, targets)[:, 0].tolist() == pytest.approx(gradient, abs=1e-7)


# Three outputs (1, 0, −2) for class 0.
@pytest.mark.parametrize(
    ("id", "value"),
    [
        ("mse", (0 + 1 + 1) / 3),
        ("mae", (0 + 1 + 1) / 3),
        ("huber", (0 + 0.5 + 0.5) / 3),
        ("hinge", (0 + 1 + 0) / 3),
        ("bce", (math.log(1 + math.exp(-1)) + LN2 + math.log(1 + math.exp(-2))) / 3),
        ("cross_entropy", math.log(math.e + 1 + math.exp(-2)) - 1),
    ],
)
def test_three_outputs_by_hand(id, value):
    targets = LOSSES[id].targets(torch.tensor([0]), 3)
    assert LOSSES[id].value(torch.tensor([[1.0, 0.0, -2.0]]), targets).item() == pytest.approx(value, abs=1e-6)


def test_huber_is_linear_far_out():
    value = LOSSES["huber"].value(torch.tensor([[4.0]]), torch.tensor([[1.0]]))
    assert value.item() == pytest.approx(2.5)


@pytest.mark.parametrize(("id", "k"), [(id, k) for id, k in SHAPES if k > 1])
def test_cross_entropy_and_one_hot_name_the_same_class(id, k):
    y = torch.arange(k)
    targets = LOSSES[id].targets(y, k)
    if id == "cross_entropy":
        assert torch.equal(targets, y)
    else:
        assert targets.dtype == torch.float32
        assert torch.equal(targets.argmax(1), y)
        low = 0 if id == "bce" else -1
        assert torch.equal(targets, torch.where(F.one_hot(y, k) == 1, 1.0, low))


@pytest.mark.parametrize("id", [id for id in LOSSES if LOSSES[id].regression])
def test_numbers_stay_as_they_are(id):
    y = torch.tensor([0.25, -3.0])
    assert torch.equal(LOSSES[id].targets(y, 1), y[:, None])


@every
@given(st.lists(st.floats(width=32, allow_nan=False, allow_infinity=False), min_size=12, max_size=12))
def test_scores_are_within_bounds(id, k, values):
    scores = LOSSES[id].scores(torch.tensor(values).view(-1, k))
    assert scores.shape == ((12,) if k == 1 else (12 // k, k))
    assert (scores >= (-1 if k == 1 else 0)).all()
    assert (scores <= 1).all()
    if k > 1:
        assert (scores.sum(1) <= 1 + 1e-5).all()


@every
def test_scores_side_with_the_predicted_class(id, k):
    outputs, _, _ = outputs_and_targets(id, k, scale=0.5)
    scores = LOSSES[id].scores(outputs)
    if k == 1:
        assert torch.equal((scores > 0).long(), predicted_classes(outputs))
    else:
        best = scores.gather(1, predicted_classes(outputs)[:, None])[:, 0]
        assert torch.equal(best, scores.max(1).values)
        torch.testing.assert_close(scores.sum(1)[scores.sum(1) > 0], torch.ones(int((scores.sum(1) > 0).sum())))


def test_scores_by_hand():
    assert LOSSES["mse"].scores(torch.tensor([[-3.0], [0.5]])).tolist() == [-1, 0.5]
    assert LOSSES["bce"].scores(torch.tensor([[2.0]])).item() == pytest.approx(2 / (1 + math.exp(-2)) - 1)
    assert LOSSES["hinge"].scores(torch.tensor([[1.0, 0.0, -1.0]])).tolist() == [pytest.approx([2 / 3, 1 / 3, 0])]
    assert LOSSES["cross_entropy"].scores(torch.tensor([[LN2, 0.0]])).tolist() == [pytest.approx([2 / 3, 1 / 3])]


@pytest.mark.parametrize(
    ("n_classes", "expected"), [(0, "mse"), (2, "bce"), (3, "cross_entropy"), (8, "cross_entropy")]
)
def test_auto(n_classes, expected):
    assert resolve("auto", n_classes) == expected


@pytest.mark.parametrize("id", LOSSES)
def test_resolve_keeps_what_fits_and_refuses_the_rest(id):
    assert resolve(id, 2) == resolve(id, 4) == id
    if LOSSES[id].regression:
        assert resolve(id, 0) == id
    else:
        with pytest.raises(ValueError, match=LOSSES[id].title):
            resolve(id, 0)


@pytest.mark.parametrize(
    ("id", "n_classes", "expected"),
    [
        ("mse", 0, 1),
        ("huber", 0, 1),
        ("bce", 2, 1),
        ("hinge", 2, 1),
        ("cross_entropy", 2, 2),
        ("bce", 3, 3),
        ("mse", 8, 8),
    ],
)
def test_n_outputs(id, n_classes, expected):
    assert n_outputs(id, n_classes) == expected
