"""The learner whose step is one phase."""

from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.experiment import Experiment
from core.learner import Frame
from core.learning.passes import Phase
from core.lessons.backprop.passes import Passes
from core.lessons.backprop.settings import N_SAMPLES, PassSettings
from core.run import Run
from core.settings import SettingError
from core.trainer import Trainer

DEFAULT = PassSettings()


def learner(**values: Any) -> Passes:
    return Passes(DEFAULT.replace(**values))


def whole(passes: Passes) -> None:
    """On to the end of the pass, or through a whole one."""
    passes.step()
    while not passes.epoch_ended:
        passes.step()


@pytest.mark.parametrize(
    "values",
    [
        {"dataset": "circle", "hidden": "3-2"},
        {"dataset": "pinwheel3", "hidden": "4-4-4", "activation": "silu", "batch_size": 8, "seed": 3},
        {"dataset": "plane", "hidden": "", "batch_size": 7, "lr": 0.01},
        {"dataset": "xor", "loss": "hinge", "activation": "relu", "init": "he", "batch_size": 1},
        {"dataset": "multi_gauss", "loss": "huber", "activation": "gelu", "seed": 5},
    ],
)
def test_m_passes_are_m_steps_of_the_playground(values: dict[str, Any]) -> None:
    ours = learner(feed="batch", **values)
    theirs = Trainer(Experiment().replace(n_samples=N_SAMPLES, hidden="3-2", batch_size=4, lr=0.1).replace(**values))
    before = ours.flat.clone()
    for _ in range(30):  # beyond the end of an epoch
        whole(ours)
        theirs.step()
    after = ours.record.new_flat.float()
    torch.testing.assert_close(after, theirs.model.flat.detach(), rtol=1e-3, atol=2e-5)
    assert (after - before).abs().max() > 0.01


def test_one_sample_is_what_the_settings_say() -> None:
    x, targets = learner(x1=2, x2=-3, label="0").batch(7)
    assert x.tolist() == [[2, -3]] and targets.tolist() == [[0]]
    assert learner(dataset="pinwheel4", label="3").batch(0)[1].tolist() == [3]
    assert learner(dataset="pinwheel4", label="3", loss="mse").batch(0)[1].tolist() == [[-1, -1, -1, 1]]
    assert learner(dataset="plane", target=-0.25).batch(0)[1].tolist() == [[-0.25]]


def test_a_step_is_a_phase_and_an_epoch_is_a_pass() -> None:
    run = Run(learner())
    assert run.learner.phase == Phase("input") and run.newest.progress == 0
    before = run.learner.flat.clone()
    run.step()
    assert run.learner.phase == Phase("z", 1)
    run.finish_epoch()
    assert run.learner.phase == Phase("after") and run.newest.progress == 1
    assert torch.equal(run.learner.flat, before), "the new weights count from the next pass on"
    run.step()
    assert run.learner.phase == Phase("input") and run.newest.step == 15 and run.newest.progress == 1
    assert not torch.equal(run.learner.flat, before)


def test_a_pass_lowers_the_loss_of_its_sample() -> None:
    run = Run(learner(lr=0.05))
    losses = [run.finish_epoch().metrics["train_loss"] for _ in range(5)]
    assert losses == sorted(losses, reverse=True) and losses[0] < run.frames()[0].metrics["train_loss"]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 40), st.integers(1, 25), st.sampled_from(["sample", "batch"]))
def test_restore_repeats_the_run_exactly(start: int, more: int, feed: str) -> None:
    passes = learner(feed=feed, seed=2)
    for _ in range(start):
        passes.step()
    frame = passes.frame()

    def go() -> Frame:
        for _ in range(more):
            passes.step()
        return passes.frame()

    first = go()
    passes.restore(frame)
    assert passes.frame().metrics == frame.metrics and passes.step_count == start
    again = go()
    assert again.metrics == first.metrics and again.step == first.step
    assert all(torch.equal(again.weights[name], first.weights[name]) for name in first.weights)


def test_hot_settings_count_for_the_pass_under_way() -> None:
    passes = learner()
    passes.step()
    weights, old = passes.flat.clone(), passes.record
    passes.change(x1=3.0, lr=1.0)
    assert passes.record.x.tolist() == [[3, -0.5]] and passes.phase == Phase("z", 1)
    assert torch.equal(passes.flat, weights) and passes.record.loss != old.loss
    torch.testing.assert_close(passes.record.new_flat, weights - passes.record.gradient)
    with pytest.raises(SettingError, match="hidden"):
        passes.change(hidden="2")


def test_a_frame_keeps_what_the_pass_was() -> None:
    run = Run(learner())
    frame = run.step()
    run.change(x1=-4.0, lr=5.0)
    record = run.learner.record_at(frame)
    assert record.x.tolist() == [[1, -0.5]] and record.lr == 0.1
    assert record.loss == frame.metrics["train_loss"] != run.learner.record.loss


def test_a_rate_far_too_large_is_named() -> None:
    run = Run(learner(dataset="plane", activation="linear", lr=100, x1=5, x2=5))
    for _ in range(30):
        run.finish_epoch()
    assert run.outcome == "exploded"
    assert run.frames()[-1].finite


@pytest.mark.parametrize(
    ("values", "name", "allowed"),
    [
        ({"loss": "bce", "dataset": "plane"}, "loss", "auto, mse, mae, huber"),
        ({"label": "2"}, "label", "0, 1"),
        ({"label": "3", "dataset": "pinwheel3"}, "label", "0, 1, 2"),
        ({"hidden": "5"}, "hidden", "0 … 3 × 1 … 4 (3-2)"),
        ({"hidden": "2-2-2-2"}, "hidden", "0 … 3 × 1 … 4 (3-2)"),
        ({"batch_size": 9}, "batch_size", "1 … 8"),
        ({"dataset": "own"}, "dataset", "circle"),
    ],
)
def test_what_is_not_possible_is_refused(values: dict[str, Any], name: str, allowed: str) -> None:
    with pytest.raises(SettingError) as refused:
        DEFAULT.replace(**values)
    assert refused.value.name == name and allowed in refused.value.allowed


def test_settings_go_through_an_address() -> None:
    there = DEFAULT.replace(dataset="pinwheel4", label="3", hidden="4-4-4", x1=-1.5, feed="batch", lr=0.3)
    assert DEFAULT.from_query(there.to_query(DEFAULT)) == (there, [])
