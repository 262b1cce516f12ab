import pytest
import torch
from torch import nn

from core.activations import ACTIVATIONS, Step
from core.experiment import Experiment
from core.settings import choices

Z = torch.cat([torch.linspace(-12, 12, 2400), torch.tensor([-60.0, -30.0, 30.0, 60.0])])  # holds no exact 0
VALUES = {  # at z = −1, 0, 2
    "step": (0, 1, 1),
    "linear": (-1, 0, 2),
    "sigmoid": (0.26894142, 0.5, 0.88079708),
    "tanh": (-0.76159416, 0, 0.96402758),
    "relu": (0, 0, 2),
    "leaky_relu": (-0.01, 0, 2),
    "elu": (-0.63212056, 0, 2),
    "selu": (-1.11133074, 0, 2.10140197),
    "gelu": (-0.15865525, 0, 1.95449974),
    "silu": (-0.26894142, 0, 1.76159416),
    "softplus": (0.31326169, 0.69314718, 2.12692801),
    "mish": (-0.30340146, 0, 1.94395896),
}

every = pytest.mark.parametrize("id", ACTIVATIONS)


def test_the_choice_and_the_table_name_the_same_activations():
    assert choices(Experiment().fields()["activation"]) == tuple(ACTIVATIONS)
    assert len({entry.title for entry in ACTIVATIONS.values()}) == len(ACTIVATIONS)


@every
def test_values(id):
    found = ACTIVATIONS[id].function(torch.tensor([-1.0, 0.0, 2.0]))
    torch.testing.assert_close(found, torch.tensor(VALUES[id], dtype=torch.float32), atol=1e-6, rtol=1e-6)


@every
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_function_is_that_of_the_module(id, dtype):
    z = Z.to(dtype)
    module = ACTIVATIONS[id].module()
    assert isinstance(module, nn.Module)
    assert not list(module.parameters())
    torch.testing.assert_close(ACTIVATIONS[id].function(z), module(z), atol=0, rtol=0)


@every
@pytest.mark.parametrize("shape", [(2404,), (4, 601), (2, 2, 601)])
def test_derivative_is_that_of_autograd(id, shape):
    z = Z.view(shape).clone().requires_grad_()
    module = ACTIVATIONS[id].module()
    (expected,) = torch.autograd.grad(module(z).sum(), z)
    z = z.detach()
    found = ACTIVATIONS[id].derivative(z, ACTIVATIONS[id].function(z))
    assert found.shape == shape
    torch.testing.assert_close(found, expected, atol=2e-6, rtol=2e-6)


@every
def test_derivative_is_the_limit_of_differences(id):
    entry, h = ACTIVATIONS[id], 1e-6
    z = torch.linspace(-6, 6, 1200, dtype=torch.float64)
    expected = (entry.function(z + h) - entry.function(z - h)) / (2 * h)
    found = entry.derivative(z, entry.function(z)).double()
    torch.testing.assert_close(found, expected, atol=1e-7, rtol=1e-6)


@pytest.mark.parametrize("id", [id for id in ACTIVATIONS if id != "step"])
def test_derivative_at_zero_follows_autograd(id):
    z = torch.zeros(3, requires_grad=True)
    (expected,) = torch.autograd.grad(ACTIVATIONS[id].module()(z).sum(), z)
    found = ACTIVATIONS[id].derivative(z.detach(), ACTIVATIONS[id].function(z.detach()))
    torch.testing.assert_close(found, expected)


@every
def test_neither_changes_its_arguments(id):
    z = Z.clone()
    a = ACTIVATIONS[id].function(z)
    before = a.clone()
    ACTIVATIONS[id].derivative(z, a)
    assert torch.equal(z, Z)
    assert torch.equal(a, before)


@every
def test_large_inputs_stay_numbers(id):
    z = torch.tensor([-1e30, -1e4, -100.0, 100.0, 1e4, 1e30])
    a = ACTIVATIONS[id].function(z)
    assert a.isfinite().all()
    assert ACTIVATIONS[id].derivative(z, a).isfinite().all()


@every
def test_saturates_says_whether_both_ends_are_flat(id):
    z = torch.tensor([-50.0, 50.0])
    slope = ACTIVATIONS[id].derivative(z, ACTIVATIONS[id].function(z))
    assert ACTIVATIONS[id].saturates == bool((slope.abs() < 1e-6).all())


def test_step_has_a_gradient_of_zero():
    z = torch.tensor([-1.0, 0.5], requires_grad=True)
    Step()(z).sum().backward()
    assert z.grad.tolist() == [0, 0]
