import contextlib
import io

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from core import trainer
from core.activations import ACTIVATIONS
from core.datasets.own_points import encode_points
from core.datasets.points import DATASETS
from core.experiment import Experiment
from core.initializations import INITIALIZATIONS
from core.learning.backprop import Autograd
from core.losses import LOSSES
from core.optimizers import OPTIMIZERS
from core.run import Run
from core.script import script
from core.trainer import Trainer
from tests.alone import printed_alone

torch.set_num_threads(1)

RANDOM = np.random.default_rng(0)
POINTS = encode_points(np.column_stack([RANDOM.uniform(-5, 5, (40, 2)), RANDOM.integers(0, 3, 40)]))

EXPERIMENTS: list[dict] = [
    *({"dataset": dataset, "points": POINTS} for dataset in DATASETS),
    *({"loss": loss, "dataset": dataset} for loss in LOSSES for dataset in ("moons", "pinwheel3")),
    *({"loss": loss, "dataset": "multi_gauss"} for loss in ("mse", "mae", "huber")),
    *({"activation": activation, "hidden": "6-4"} for activation in ACTIVATIONS),
    *({"optimizer": optimizer, "l1": 0.001, "l2": 0.01} for optimizer in OPTIMIZERS),
    *({"init": init, "hidden": "8-8", "dataset": "spiral"} for init in INITIALIZATIONS),
    {"dropout": 0.5, "hidden": "8-8", "batch_size": 7},
    {"dropout": 0.3, "activation": "step", "l1": 0.01},
    {"hidden": "", "dropout": 0.5, "batch_size": 2000},
    {"features": "x1-x2-x1sq-x2sq-x1x2-sinx1-sinx2-cosx1-cosx2", "optimizer": "nesterov", "hidden": "8"},
    {"dataset": "plane", "n_samples": 10, "train_share": 0.1},
    {"n_samples": 333, "noise": 0.35, "train_share": 0.77, "data_seed": 42, "seed": 999_999, "batch_size": 32},
]


def name(settings):
    return "-".join(str(value) for key, value in settings.items() if key != "points")


def trained(steps=300, **settings):
    run = Run(Trainer(Experiment().replace(**settings)))
    run.advance(60, steps)
    return run


def steered():
    """A run that was changed by hand in every way, in the middle of its epochs too."""
    run = trained(63, hidden="8-8", activation="relu", dataset="spiral", optimizer="momentum")
    run.change(lr=0.1, batch_size=16)
    run.advance(60, 30)
    run.change(optimizer="adam", lr=0.02)
    run.change(l2=0.01, l1=0.001)
    run.advance(60, 50)
    run.rewind(run.frames()[-11])
    run.advance(60, 33)
    for index, value in ((3, 1.5), (16, -0.5), (25, 0.25), (-1, 0.5)):
        run.edit(index, value)
    run.advance(60, 20)
    run.change(optimizer="sgd")
    run.change(dropout=0.2, stop="epochs", stop_value=1000)
    run.advance(60, 31)
    run.change(optimizer="adamw", l1=0.0)
    run.advance(60, 700)
    run.change(l2=0.001, dropout=0.0)
    run.advance(60, 101)
    return run


def printed(code):
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(code, "script", "exec"), {"__name__": "__main__"})
    return output.getvalue()


def difference(run, text):
    """The largest difference of any number on the curve, relative above 1; steps and columns must be the same."""
    header, *lines = text.splitlines()
    frames = run.frames()
    assert header.split(",") == ["step", *frames[0].metrics]
    table = np.array([[float(cell) for cell in line.split(",")] for line in lines])
    assert table[:, 0].tolist() == [frame.step for frame in frames]
    expected = np.array([list(frame.metrics.values()) for frame in frames])
    assert (np.isnan(table[:, 1:]) == np.isnan(expected)).all()
    return np.nanmax(np.abs(table[:, 1:] - expected) / np.maximum(1, np.abs(expected)))


@pytest.mark.parametrize("settings", EXPERIMENTS, ids=name)
def test_the_script_draws_the_same_curve(settings):
    run = trained(**settings)
    assert difference(run, printed(script(run))) < 1e-4


@pytest.mark.parametrize("settings", [e for e in EXPERIMENTS if "optimizer" not in e], ids=name)
def test_the_curve_is_the_same_to_the_last_bit_where_both_differentiate_alike(monkeypatch, settings):
    monkeypatch.setattr(trainer, "rule", lambda model, loss: Autograd(model, LOSSES[loss]))
    run = trained(**settings)
    assert difference(run, printed(script(run))) == 0


def test_changes_by_hand_are_made_at_the_same_steps():
    run = steered()
    assert len(run.learner.changes) > 8 and run.outcome is None
    assert difference(run, printed(script(run))) < 1e-4


@pytest.mark.parametrize("first", OPTIMIZERS)
@pytest.mark.parametrize("then", OPTIMIZERS)
def test_a_new_optimizer_forgets_and_a_new_rate_does_not(first, then):
    run = trained(33, optimizer=first, l2=0.01, n_samples=50)
    run.change(lr=0.02)
    run.advance(60, 20)
    run.change(optimizer=then)
    run.advance(60, 20)
    run.change(lr=0.05, l2=0.02)
    run.advance(60, 20)
    assert difference(run, printed(script(run))) < 1e-4


@profile(max_examples=60, deadline=None, derandomize=True)
@given(
    st.fixed_dictionaries(
        {
            "dataset": st.sampled_from(list(DATASETS)),
            "activation": st.sampled_from(list(ACTIVATIONS)),
            "init": st.sampled_from(["xavier", "he", "uniform"]),
            "optimizer": st.sampled_from(list(OPTIMIZERS)),
            "hidden": st.lists(st.integers(1, 6), max_size=3).map(tuple),
            "batch_size": st.integers(1, 60),
            "n_samples": st.integers(10, 100),
            "dropout": st.sampled_from([0.0, 0.4]),
            "l1": st.sampled_from([0.0, 0.01]),
            "l2": st.sampled_from([0.0, 0.01]),
        }
    ),
    st.lists(
        st.sampled_from(["optimizer", "lr", "batch_size", "dropout", "l1", "l2", "edit", "rewind", "train"]), max_size=8
    ),
    st.randoms(use_true_random=False),
)
def test_any_experiment_steered_in_any_way(values, actions, chance):
    run = trained(7, points=POINTS, **values)
    for action in actions:
        if action == "train":
            run.advance(60, chance.randrange(1, 15))
        elif action == "rewind":
            run.rewind(chance.choice(run.frames()))
        elif action == "edit":
            run.edit(chance.randrange(run.learner.model.flat.numel()), chance.uniform(-2, 2))
        else:
            limits = {"lr": 0.1, "dropout": 0.5, "l1": 0.02, "l2": 0.02}
            value = (
                chance.choice(list(OPTIMIZERS))
                if action == "optimizer"
                else chance.uniform(1e-4, limits.get(action, 1))
            )
            run.change(**{action: chance.randrange(1, 30) if action == "batch_size" else value})
    run.advance(60, 10)
    assert difference(run, printed(script(run))) < 1e-3


def test_a_broken_run_ends_at_its_last_good_step():
    run = trained(3000, dataset="plane", activation="relu", lr=10.0)
    assert run.diverged
    text = printed(script(run))
    assert text.splitlines()[-1].startswith(f"{run.frames()[-1].step},")


@pytest.mark.parametrize("make", [lambda: trained(0, dataset="own", points=POINTS), steered])
def test_the_script_runs_by_itself_on_torch_alone(tmp_path, make):
    run = make()
    assert difference(run, printed_alone(script(run), tmp_path)) < 1e-4


def test_only_what_is_needed_is_written():
    plain = script(trained(10))
    for word in ("dropout =", "l1 =", "l2 =", "CHANGES", "stack([x[:, 0]", "class Step", "r2", "rand("):
        assert word not in plain.partition("model = ")[2]
    assert 50 <= plain.count("\n") <= 90
    assert "import math" not in script(trained(0, init="zeros", dataset="own", points=POINTS))


def test_lines_are_short_and_names_of_a_person_are_not_there():
    for settings in EXPERIMENTS:
        assert max(map(len, script(trained(0, **settings)).splitlines())) <= 180
    assert max(map(len, script(trained(0)).splitlines())) <= 120
    assert POINTS not in script(trained(0, dataset="own", points=POINTS))
