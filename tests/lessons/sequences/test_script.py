"""The script of the Code tab prints the curve that the page shows."""

import contextlib
import io
import subprocess
import sys

import pytest

from core.lessons.sequences.learner import SequencePair
from core.lessons.sequences.script import script
from core.lessons.sequences.settings import SequenceSettings
from core.run import Run
from tests.alone import printed_alone

SMALL = {"hidden_size": 6, "batch_size": 8, "length": 10}
RUNS = [
    ({}, {}),
    ({"task": "remember", "length": 9, "n_layers": 2, "bptt": 4, "clip": 0.0}, {22: {"optimizer": "sgd"}}),
    (
        {"task": "depth", "length": 7, "l2": 0.01, "activation": "relu"},
        {0: {"lr": 0.02}, 21: {"lr": 0.003, "bptt": 3, "clip": 0.1}, 30: {"batch_size": 3, "l2": 0.02}},
    ),
    (
        {"task": "names", "length": 40, "optimizer": "adamw", "l2": 0.1},
        {4: {"l2": 0.3}, 30: {"optimizer": "rmsprop", "lr": 0.001}},
    ),
    ({"task": "text", "length": 8, "batch_size": 400}, {}),
]


def made(values: dict, changes: dict, n_steps: int = 43) -> Run[SequencePair]:
    run = Run(SequencePair(SequenceSettings().replace(**SMALL | values)))
    for step in range(n_steps):
        if step in changes:
            run.change(**changes[step])
        run.step()
    return run


def check(run: Run[SequencePair], side: str, printed: str) -> None:
    rows = [list(map(float, line.split(","))) for line in printed.splitlines()[1:]]
    frames = run.frames()
    assert [row[0] for row in rows] == [frame.step for frame in frames] and len(rows) > 2
    for row, frame in zip(rows, frames, strict=True):
        metrics = frame.sides[side].metrics
        expected = [metrics[name] for name in ("train_loss", "test_loss", "test_accuracy")]
        assert row[1:] == pytest.approx(expected, rel=1e-4, abs=1e-5)


@pytest.mark.parametrize(("values", "changes"), RUNS, ids=lambda value: str(value.get("task", "adding")))
def test_the_script_prints_what_the_page_shows(values: dict, changes: dict) -> None:
    run = made(values, changes)
    for side in run.learner.sides:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(script(run, side), "script", "exec"), {"__name__": "script"})
        check(run, side, printed.getvalue())


def test_the_script_stands_alone_and_goes_on_from_where_one_went_back_to(tmp_path) -> None:
    run = made({}, {4: {"lr": 0.1}})
    run.rewind(next(frame for frame in run.frames() if frame.step == 20))
    run.change(lr=0.02)
    run.advance(60.0, 5)
    check(run, "a", printed_alone(script(run, "a"), tmp_path))


def test_every_line_of_a_script_is_used_and_short_enough(tmp_path) -> None:
    for i, (values, changes) in enumerate(RUNS):
        run = made(values, changes, 31)
        for side in run.learner.sides:
            (tmp_path / f"script{i}{side}.py").write_text(script(run, side), "utf-8")
    command = ["ruff", "check", "--isolated", "--select", "E,F,W", "--ignore", "E501", "."]
    done = subprocess.run([sys.executable, "-m", *command], cwd=tmp_path, capture_output=True, text=True)
    assert not done.returncode, done.stdout
