import math

import pytest
import torch
from torch import nn

from core.experiment import Experiment
from core.optimizers import OPTIMIZERS, update
from core.settings import choices

LR, L2, GRADIENTS = 0.1, 0.5, [0.3, -0.2, 0.7]

every = pytest.mark.parametrize("id", OPTIMIZERS)


def by_hand(id, w, l2):
    """The weight after one step for each of GRADIENTS, by the update rule in plain numbers."""
    v = s = 0.0
    for t, g in enumerate(GRADIENTS, start=1):
        if id == "sgd":
            w -= LR * g
        elif id in ("momentum", "nesterov"):
            v = 0.9 * v + g
            w -= LR * (g + 0.9 * v if id == "nesterov" else v)
        elif id == "adagrad":
            s += g * g
            w -= LR * g / (math.sqrt(s) + 1e-10)
        elif id == "rmsprop":
            s = 0.99 * s + 0.01 * g * g
            w -= LR * g / (math.sqrt(s) + 1e-8)
        else:
            w -= LR * l2 * w
            v, s = 0.9 * v + 0.1 * g, 0.999 * s + 0.001 * g * g
            w -= LR * (v / (1 - 0.9**t)) / (math.sqrt(s / (1 - 0.999**t)) + 1e-8)
    return w


def test_the_choice_and_the_table_name_the_same_optimisers():
    assert choices(Experiment().fields()["optimizer"]) == tuple(OPTIMIZERS)
    assert len({entry.title for entry in OPTIMIZERS.values()}) == len(OPTIMIZERS)


@every
def test_three_steps_by_hand(id):
    weight = nn.Parameter(torch.tensor([2.0]))
    step = update(OPTIMIZERS[id].make([weight], LR, L2))
    with torch.no_grad():
        for g in GRADIENTS:
            weight.grad = torch.tensor([g])
            step()
    assert weight.item() == pytest.approx(by_hand(id, 2.0, L2 if OPTIMIZERS[id].decoupled else 0), rel=1e-6)


@every
def test_update_is_the_optimisers_own_step(id):
    one, other = nn.Parameter(torch.linspace(-1, 1, 50)), nn.Parameter(torch.linspace(-1, 1, 50))
    quick, plain = OPTIMIZERS[id].make([one], LR, L2), OPTIMIZERS[id].make([other], LR, L2)
    step = update(quick)
    generator = torch.Generator().manual_seed(0)
    for _ in range(20):
        one.grad = torch.randn(50, generator=generator)
        other.grad = one.grad.clone()
        with torch.no_grad():
            step()
        plain.step()
        assert torch.equal(one, other)
    assert quick.state[one].keys() == plain.state[other].keys()


@every
def test_arguments_are_those_of_the_class(id):
    entry = OPTIMIZERS[id]
    optimizer = entry.cls([nn.Parameter(torch.zeros(1))], **entry.arguments(0.25, 0.125))
    (group,) = optimizer.param_groups
    assert group["lr"] == 0.25
    assert group["weight_decay"] == (0.125 if entry.decoupled else 0)


def test_only_adamw_is_decoupled():
    assert [id for id, entry in OPTIMIZERS.items() if entry.decoupled] == ["adamw"]
