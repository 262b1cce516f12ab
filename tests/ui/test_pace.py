"""How long a run trains between two pictures."""

import time

import pytest

from core.experiment import Experiment
from core.run import Run
from core.trainer import Trainer
from core.ui.pace import SHARE, SLICE, Pace

SMALL = Experiment().replace(hidden="3", n_samples=60)


@pytest.fixture
def run() -> Run[Trainer]:
    return Run(Trainer(SMALL))


def test_the_more_a_picture_costs_the_longer_it_trains(run: Run[Trainer]) -> None:
    pace = Pace()
    for pace.rest in (0.0, 0.01, 1.0):
        assert pace.slice(run) == SLICE, "no longer than the learner allows"
    run.learner.slice = 0.12  # type: ignore[attr-defined]
    found = []
    for pace.rest in (0.0, 0.01, 1.0):
        found.append(pace.slice(run))
    assert found == [SLICE, SHARE * 0.01, 0.12]


def test_what_a_picture_costs_is_what_it_takes_beside_training(run: Run[Trainer]) -> None:
    pace = Pace()
    with pace.picture():
        time.sleep(0.02)
    assert pace.rest == 0, "nothing was trained"
    with pace.picture():
        pace.train(run, "fastest")
        time.sleep(0.02)
    first = pace.rest
    assert first >= 0.02
    with pace.picture():
        pace.train(run, "step")  # which ends long before its slice
    assert 0.8 * first <= pace.rest < first
