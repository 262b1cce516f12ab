"""What all learners of the page promise: the same run from the same seed, back and on again, hot changes."""

import numpy as np
import pytest
import torch

from core.lessons.plasticity.settings import SCENES, PlasticitySettings, learner
from core.run import Run
from core.settings import SettingError

HOT = {
    "hebb": {"angle": -40.0, "lr": 0.01},
    "bcm": {"shown": ("1", "2", "4"), "tau": 20.0},
    "stdp": {"a_plus": 0.2, "tau_minus": 30.0},
}
COLD = {"hebb": "w1", "bcm": "bar_width", "stdp": "spread", "hopfield": "storage", "capacity": "n_neurons"}


def settings(scene: str, **values: object) -> PlasticitySettings:
    small = {"n_neurons": 50, "stored": "0-1-2-3-5-8", "repeats": 2}
    return PlasticitySettings().replace(scene=scene, **small | values)


def same(a: dict, b: dict) -> bool:
    return a.keys() == b.keys() and all(torch.equal(a[name], b[name]) for name in a)


@pytest.mark.parametrize("scene", SCENES)
def test_the_same_seed_gives_the_same_run_and_another_does_not(scene: str) -> None:
    first, again, other = (Run(learner(settings(scene, seed=seed))) for seed in (3, 3, 4))
    for run in (first, again, other):
        run.advance(60, 40)
    assert same(first.newest.weights, again.newest.weights)
    assert not same(first.newest.weights, other.newest.weights)


@pytest.mark.parametrize("scene", SCENES)
def test_back_and_on_again_is_the_same_bit_for_bit(scene: str) -> None:
    run = Run(learner(settings(scene)))
    middle = run.advance(60, 7)
    end = run.advance(60, 9)
    run.rewind(middle)
    assert same(run.learner.frame().weights, middle.weights)
    assert same(run.advance(60, 9).weights, end.weights) and run.newest.metrics == end.metrics


@pytest.mark.parametrize("scene", HOT)
def test_hot_settings_change_while_it_runs_and_are_noted(scene: str) -> None:
    run = Run(learner(settings(scene)))
    run.change(**HOT[scene])
    assert not run.learner.changes and run.learner.initial == run.learner.settings
    run.change(**{name: PlasticitySettings().values()[name] for name in HOT[scene]})
    before = run.advance(60, 5)
    run.change(**HOT[scene])
    assert run.learner.changes == [(5, HOT[scene])] and run.newest.step == 5
    end = run.advance(60, 30)
    plain = Run(learner(settings(scene)))
    assert not same(plain.advance(60, 35).weights, end.weights)
    run.rewind(before)
    assert run.learner.changes == [(5, HOT[scene])], "the settings of now stay"


@pytest.mark.parametrize("scene", SCENES)
def test_cold_settings_need_a_new_run(scene: str) -> None:
    made = learner(settings(scene))
    with pytest.raises(SettingError):
        made.change(**{COLD[scene]: made.settings.values()[COLD[scene]]})


def test_weights_that_are_no_numbers_end_the_run() -> None:
    run = Run(learner(settings("hebb", lr=1.0, long=1.5, short=1.5)))
    run.advance(60, 5000)
    assert run.outcome == "nan" and run.newest.step < 5000
    assert np.isfinite(run.frames()[-1].weights["oja"].numpy()).all(), "what is shown is the last that was a number"


@pytest.mark.parametrize("seed", [0, 3])
def test_the_chance_of_the_start_and_of_each_step_is_another(seed: int) -> None:
    made = learner(settings("hopfield", seed=seed))
    drawn = {tuple(made.chance(*step).integers(1_000_000, size=4)) for step in ((), (0,), (1,), (0, 0), (0, 1), (1, 0))}
    assert len(drawn) == 6
