import pytest
import torch
from torch import Generator

from core.experiment import Experiment
from core.learning.penalty import Penalty
from core.models.mlp import MLPConfig
from core.trainer import Trainer


def model():
    made = MLPConfig(hidden=(5, 4)).build(2, 3, Generator().manual_seed(0))
    with torch.no_grad():
        for bias in made.biases:
            bias.fill_(0.7)
    made.flat.grad = torch.zeros_like(made.flat)
    return made


@pytest.mark.parametrize(("l1", "l2"), [(0.1, 0.0), (0.0, 0.2), (0.1, 0.2), (0.0, 0.0)])
def test_gradient_is_that_of_the_penalty_term(l1, l2):
    net = model()
    weights = net.views(net.flat)[0]
    term = sum(l1 * w.abs().sum() + l2 / 2 * (w**2).sum() for w in weights)
    (expected,) = torch.autograd.grad(term, net.flat)
    Penalty(net, l1=l1, l2=l2)()
    torch.testing.assert_close(net.flat.grad, expected)


def test_adds_to_the_gradient_and_leaves_the_biases_free():
    net = model()
    net.flat.grad.fill_(1.0)
    Penalty(net, l1=0.5, l2=0.5)()
    weights, biases = net.views(net.flat.grad)
    assert all((bias == 1).all() for bias in biases)
    assert all((weight != 1).all() for weight in weights)


def test_l1_leaves_a_weight_of_zero_alone():
    net = model()
    with torch.no_grad():
        net.weights[0][0, 0] = 0.0
    Penalty(net, l1=1.0, l2=0.0)()
    assert net.flat.grad[0] == 0


@pytest.mark.parametrize(("optimizer", "biases_too"), [("sgd", False), ("adam", False), ("adamw", True)])
def test_trainer_applies_l2_once(optimizer, biases_too):
    """With the loss's gradient taken away, only the penalty moves the weights."""
    trainer = Trainer(Experiment().replace(optimizer=optimizer, l2=0.5, lr=0.1))
    with torch.no_grad():
        trainer.model.flat.fill_(2.0)
    trainer.rule = lambda x, targets, generator: setattr(
        trainer.model.flat, "grad", torch.zeros_like(trainer.model.flat)
    )
    trainer.step()
    moved = {"sgd": 0.1 * 0.5 * 2, "adam": 0.1, "adamw": 0.1 * 0.5 * 2}[optimizer]
    for weight in trainer.model.weights:
        torch.testing.assert_close(weight, torch.full_like(weight, 2 - moved))
    for bias in trainer.model.biases:
        torch.testing.assert_close(bias, torch.full_like(bias, 2 - moved * biases_too))


def test_l1_makes_many_weights_small():
    def small(l1):
        trainer = Trainer(Experiment().replace(hidden=(16,), l1=l1, lr=0.05))
        for _ in range(500):
            trainer.step()
        return sum((weight.abs() < 0.01).sum().item() for weight in trainer.model.weights)

    assert small(0.02) > small(0.0) + 10
