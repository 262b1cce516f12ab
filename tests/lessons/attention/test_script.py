"""The script of the Code tab prints the curve and the attention that the page shows."""

import contextlib
import io
import subprocess
import sys

import pytest
import torch

from core.lessons.attention.examples import held_out
from core.lessons.attention.learner import AttentionLearner
from core.lessons.attention.script import script
from core.run import Run
from core.settings import to_text
from tests.alone import printed_alone
from tests.lessons.attention.small import learner

RUNS = [
    ({}, {}),
    (
        {"architecture": "encoder", "positions": "rotary", "norm": "post", "tied": False, "d_model": 18, "n_heads": 4},
        {7: {"optimizer": "sgd"}},
    ),
    (
        {"task": "depth", "positions": "sinusoidal", "dropout": 0.2, "l2": 0.01, "activation": "gelu", "length": 7},
        {0: {"lr": 0.02}, 6: {"lr": 0.003, "off": "1.1"}, 9: {"batch_size": 3, "dropout": 0.4, "l2": 0.02}},
    ),
    (
        {"task": "names", "positions": "none", "optimizer": "adamw", "l2": 0.1, "warmup": 20, "activation": "step"},
        {4: {"l2": 0.3, "warmup": 8}, 10: {"optimizer": "rmsprop", "lr": 0.001}},
    ),
    ({"task": "text", "length": 8, "batch_size": 400}, {}),
]


def made(values: dict, changes: dict, n_steps: int = 12) -> tuple[Run[AttentionLearner], torch.Tensor]:
    run = Run(learner(**values))
    for step in range(n_steps):
        if step in changes:
            run.change(**changes[step])
        run.step()
    return run, held_out(run.learner.data, 1).tokens


def check(run: Run[AttentionLearner], tokens: torch.Tensor, printed: str) -> None:
    curve, attention = printed.split("layer,head,token,")
    rows = [list(map(float, line.split(","))) for line in curve.splitlines()[1:]]
    frames = run.frames()
    assert [row[0] for row in rows] == [frame.step for frame in frames]
    for row, frame in zip(rows, frames, strict=True):
        expected = [frame.metrics[name] for name in ("train_loss", "test_loss", "test_accuracy")]
        assert row[1:] == pytest.approx(expected, rel=1e-4, abs=1e-5)
    found = torch.tensor([[*map(float, line.split(","))] for line in attention.splitlines()[1:]])
    maps = torch.cat([layer.weights[0].flatten(0, 1) for layer in run.learner.model.trace(tokens).layers])
    assert torch.allclose(found[:, 3:], maps, atol=2e-4)


@pytest.mark.parametrize(("values", "changes"), RUNS, ids=lambda value: to_text(value.get("task", "reverse")))
def test_the_script_prints_what_the_page_shows(values: dict, changes: dict) -> None:
    run, tokens = made(values, changes)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(script(run, tokens), "script", "exec"), {"__name__": "script"})
    check(run, tokens, printed.getvalue())


def test_the_script_stands_alone_and_goes_on_from_where_one_went_back_to(tmp_path) -> None:
    run, tokens = made({}, {4: {"lr": 0.1}})
    run.rewind(next(frame for frame in run.frames() if frame.step == 5))
    run.change(lr=0.02)
    run.advance(60.0, 5)
    check(run, tokens, printed_alone(script(run, tokens), tmp_path))


def test_every_line_of_a_script_is_used_and_short_enough(tmp_path) -> None:
    for i, (values, changes) in enumerate(RUNS):
        (tmp_path / f"script{i}.py").write_text(script(*made(values, changes, 11)), "utf-8")
    command = ["ruff", "check", "--isolated", "--select", "E,F,W", "--ignore", "E501", "."]
    done = subprocess.run([sys.executable, "-m", *command], cwd=tmp_path, capture_output=True, text=True)
    assert not done.returncode, done.stdout
