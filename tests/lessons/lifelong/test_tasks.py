"""Tasks one after another: what they are, that a run repeats itself, and what replay and EWC keep."""

import pytest
import torch

from core.lessons.lifelong.settings import LifelongSettings, learner
from core.lessons.lifelong.task_lists import parts, turned
from core.lessons.lifelong.task_stream import TaskStream
from core.lessons.lifelong.transfer import average, forgetting

DEFAULT = LifelongSettings()


def test_a_quarter_turn_moves_every_pixel():
    x = parts()[0][:5]
    expected = torch.rot90(x.view(-1, 8, 8), 1, (1, 2)).flatten(1)
    torch.testing.assert_close(turned(x, 90.0), expected, atol=1e-5, rtol=0)


@pytest.mark.parametrize(("scenario", "labels"), [("task", {2, 3}), ("domain", {0, 1}), ("class", {2, 3})])
def test_split_digits_ask_what_the_scenario_says(scenario, labels):
    stream = TaskStream(DEFAULT.replace(task_list="split", scenario=scenario), "plain")
    task = stream.tasks[1]
    assert set(task.y_test.tolist()) == labels
    said = set(stream.outputs(stream.model, torch.rand(500, 64), 1).argmax(1).tolist())
    assert said <= labels if scenario != "class" else not said <= labels


@pytest.mark.parametrize("task_list", ["split", "rotated", "points"])
def test_a_run_goes_on_from_any_frame_bit_for_bit(task_list):
    run = learner(DEFAULT.replace(task_list=task_list, task_steps=20, methods=("replay", "ewc")))

    def go(steps):
        for _ in range(steps):
            run.step()
        return run.frame()

    middle, end = go(25), go(30)
    run.restore(middle)
    again = go(30)
    assert again.metrics == end.metrics and again.weights.keys() == end.weights.keys()
    assert all(torch.equal(a.nan_to_num(9), end.weights[name].nan_to_num(9)) for name, a in again.weights.items())
    assert end.weights["ewc.importance"].sum() > 0 and end.sides["ewc"].epoch == 2


def test_what_holds_nothing_learns_as_plain_does():
    run = learner(DEFAULT.replace(task_steps=20, ewc_lambda=0.0, memory=0))
    for _ in range(30):
        run.step()
    plain = run.sides["plain"].model.flat
    assert all(torch.equal(side.model.flat, plain) for side in run.sides.values())


def test_ewc_and_replay_forget_less_than_plain_training():
    run = learner(DEFAULT)
    while run.step_count < 5 * 200:
        run.step()
    records = {name: side.model.record.double().numpy() for name, side in run.sides.items()}
    lost = {name: forgetting(r[1:], r[0]) for name, r in records.items()}
    kept = {name: average(r[1:], r[0]) for name, r in records.items()}
    assert lost["plain"] > 0.4 and lost["ewc"] < lost["plain"] - 0.2 and lost["replay"] < lost["plain"] - 0.2
    assert kept["plain"] < kept["ewc"] and kept["plain"] < kept["replay"]
    assert run.verdict(run.frame(), run.frame()) == "done"


def test_a_change_after_the_last_task_goes_on_with_it():
    run = learner(DEFAULT.replace(task_list="points", task_steps=20, methods=("ewc",)))
    for _ in range(4 * 20):
        run.step()
    held = run.sides["ewc"].model.importance.clone()
    run.change(lr=0.01, batch_size=16)
    run.step()
    assert run.sides["ewc"].now == 3 and torch.equal(run.sides["ewc"].model.importance, held)


def test_a_task_list_brings_its_own_settings_and_leaves_those_that_are_chosen():
    split = DEFAULT.replace(task_list="split")
    assert split.tasks.ewc_lambda != DEFAULT.tasks.ewc_lambda
    assert DEFAULT.replace(task_list="split", ewc_lambda=7.0).tasks.ewc_lambda == 7.0
    for settings in (
        split,
        split.replace(ewc_lambda=10.0),
        DEFAULT.replace(part="few"),
        split.replace(part="few", lr=0.1),
    ):
        query = settings.to_query(DEFAULT)
        assert DEFAULT.from_query(query) == (settings, [])
    _, errors = DEFAULT.from_query({"task_list": "no", "part": "none"})
    assert {error.name for error in errors} == {"task_list", "part"}
