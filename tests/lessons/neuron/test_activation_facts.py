import math

import pytest
import torch
from torch.distributions import Normal

from core.activations import ACTIVATIONS, SELU_ALPHA, SELU_SCALE
from core.lessons.neuron.activation_facts import FLAT, REACH, curve, facts

INF = math.inf
BOUNDS = {  # closed forms, and the minima of the three that dip, found by their derivative's root
    "step": (0, 1),
    "linear": (-INF, INF),
    "sigmoid": (0, 1),
    "tanh": (-1, 1),
    "relu": (0, INF),
    "leaky_relu": (-INF, INF),
    "elu": (-1, INF),
    "selu": (-SELU_SCALE * SELU_ALPHA, INF),
    "gelu": (-0.169971, INF),
    "silu": (-0.278465, INF),
    "softplus": (0, INF),
    "mish": (-0.308843, INF),
}
HALF = 1 / math.sqrt(2 * math.pi)  # E[max(0, z)] for z ~ N(0, 1)
ELU_LEFT = math.sqrt(math.e) * Normal(0, 1).cdf(torch.tensor(-1.0, dtype=torch.float64)).item() - 0.5
MEANS = {
    "step": 0.5,
    "linear": 0,
    "sigmoid": 0.5,
    "tanh": 0,
    "relu": HALF,
    "leaky_relu": 0.99 * HALF,
    "elu": HALF + ELU_LEFT,
    "selu": 0,  # its two constants are chosen for this (Klambauer et al. 2017)
    "gelu": 0.5 / math.sqrt(math.pi),
}


def test_every_activation_is_measured() -> None:
    assert set(BOUNDS) == set(ACTIVATIONS)
    for id in ACTIVATIONS:
        found = facts(id)
        assert (found.low, found.high) == pytest.approx(BOUNDS[id], abs=2e-6), id


@pytest.mark.parametrize("id", MEANS)
def test_means_agree_with_their_closed_forms(id: str) -> None:
    assert facts(id).mean == pytest.approx(MEANS[id], abs=1e-7)


def test_deviations_agree_with_their_closed_forms() -> None:
    assert facts("linear").deviation == pytest.approx(1, abs=1e-9)
    assert facts("selu").deviation == pytest.approx(1, abs=1e-6)
    assert facts("step").deviation == pytest.approx(0.5, abs=1e-9)
    assert facts("relu").deviation == pytest.approx(math.sqrt(0.5 - HALF**2), abs=1e-7)


@pytest.mark.parametrize("flat", [0.02, FLAT, 0.2])
def test_saturation_agrees_with_its_closed_form(flat: float) -> None:
    ends = {
        "sigmoid": 2 * math.atanh(math.sqrt(1 - 4 * flat)),  # σ′ = (1 − tanh²(z/2)) / 4
        "tanh": math.atanh(math.sqrt(1 - flat)),
    }
    for id, end in ends.items():
        found = facts(id, flat)
        assert found.saturated == pytest.approx(max(1 - end / REACH, 0), abs=2e-3)
        (first, left), (right, last) = found.flat_zones
        assert (first, last) == (-REACH, REACH)
        assert (left, right) == pytest.approx((-end, end), abs=6e-3)
    assert facts("elu", flat).flat_zones[0][1] == pytest.approx(math.log(flat), abs=6e-3)


def test_dead_is_only_where_the_slope_is_exactly_zero() -> None:
    assert facts("relu").dead == 0.5 and facts("relu").dead_zones == ((-REACH, 0.0),)
    assert facts("step").dead == 1.0 and facts("step").dead_zones == ((-REACH, REACH),)
    assert all(facts(id).dead == 0 and not facts(id).dead_zones for id in set(ACTIVATIONS) - {"relu", "step"})


def test_jumps_and_kinks() -> None:
    assert facts("step").jumps == (0.0,)
    assert {id for id in ACTIVATIONS if facts(id).jumps} == {"step"}
    assert {id for id in ACTIVATIONS if facts(id).kinks} == {"relu", "leaky_relu", "selu"}
    assert all(facts(id).kinks in ((), (0.0,)) for id in ACTIVATIONS)


def test_the_steepest_slope() -> None:
    assert (facts("sigmoid").steepest, facts("sigmoid").steepest_at) == (0.25, 0.0)
    assert (facts("tanh").steepest, facts("tanh").steepest_at) == (1.0, 0.0)
    assert facts("gelu").steepest_at == pytest.approx(math.sqrt(2), abs=5e-3)  # f″ = (2 − z²) φ(z)
    assert facts("selu").steepest == pytest.approx(SELU_SCALE * SELU_ALPHA)


@pytest.mark.parametrize("id", ACTIVATIONS)
def test_the_curve_is_the_function_and_its_slope_that_of_autograd(id: str) -> None:
    z = torch.linspace(-REACH, REACH, 101)[1::2].double().requires_grad_()
    a = ACTIVATIONS[id].module()(z)
    (slope,) = torch.autograd.grad(a.sum(), z)
    found, found_slope = curve(id, z.detach())
    assert found.dtype == found_slope.dtype == torch.float64
    torch.testing.assert_close(found, a.detach())
    torch.testing.assert_close(found_slope, slope, atol=1e-7, rtol=1e-6)
