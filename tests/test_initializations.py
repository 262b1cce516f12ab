import math

import pytest
import torch
from torch import Generator

from core.experiment import Experiment
from core.initializations import INITIALIZATIONS
from core.settings import choices

N_OUT, N_IN = 300, 200
SPREAD = {
    "xavier": math.sqrt(2 / (N_IN + N_OUT)),
    "he": math.sqrt(2 / N_IN),
    "uniform": 1 / math.sqrt(12),
    "zeros": 0,
    "too_large": 5,
}
BOUND = {"xavier": math.sqrt(6 / (N_IN + N_OUT)), "uniform": 0.5, "zeros": 0}

every = pytest.mark.parametrize("id", INITIALIZATIONS)


def fill(id, seed=0):
    weight = torch.full((N_OUT, N_IN), 7.0)
    INITIALIZATIONS[id].fill(weight, Generator().manual_seed(seed))
    return weight


def test_the_choice_and_the_table_name_the_same_initialisations():
    assert choices(Experiment().fields()["init"]) == tuple(INITIALIZATIONS)
    assert len({entry.title for entry in INITIALIZATIONS.values()}) == len(INITIALIZATIONS)


@every
def test_spread(id):
    weight = fill(id)
    assert weight.mean().item() == pytest.approx(0, abs=0.02 * max(SPREAD[id], 1e-9))
    assert weight.std().item() == pytest.approx(SPREAD[id], rel=0.02)


@pytest.mark.parametrize("id", BOUND)
def test_bounds(id):
    largest = fill(id).abs().max().item()
    assert 0.99 * BOUND[id] <= largest <= BOUND[id] * (1 + 1e-6)


@pytest.mark.parametrize("id", ["he", "too_large"])
def test_normal(id):
    share = (fill(id).abs() < SPREAD[id]).float().mean().item()
    assert share == pytest.approx(0.6827, abs=0.01)


@pytest.mark.parametrize(
    ("id", "reference"), [("xavier", torch.nn.init.xavier_uniform_), ("he", torch.nn.init.kaiming_normal_)]
)
def test_kernels_count_all_that_an_output_sees(id, reference):
    kernels = torch.empty(64, 32, 5, 5)
    expected = reference(kernels.clone(), generator=Generator().manual_seed(1)).std().item()
    INITIALIZATIONS[id].fill(kernels, Generator().manual_seed(0))
    assert kernels.std().item() == pytest.approx(expected, rel=0.02)


@every
def test_all_chance_comes_from_the_generator(id):
    state = torch.get_rng_state()
    assert torch.equal(fill(id, 1), fill(id, 1))
    assert torch.equal(fill(id, 1), fill(id, 2)) == (id == "zeros")
    assert torch.equal(torch.get_rng_state(), state)
