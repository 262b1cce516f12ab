import contextlib
import io

import numpy as np
import pytest

from core.lessons.regression.line_experiment import OPTIMIZERS, LineExperiment
from core.lessons.regression.regression import REGRESSIONS
from core.lessons.regression.script import script
from core.run import Run
from core.trainer import Trainer
from tests.alone import printed_alone

OWN = LineExperiment().replace(n_samples=12).data.as_own()
CLASSES = LineExperiment().replace(n_samples=30, task="logistic", noise=3).data.as_own()
SETTINGS: list[dict] = [
    {},
    {"dataset": "wave", "degree": 5, "l2": 0.1, "n_samples": 20},
    {"basis": "powers", "degree": 3, "dataset": "wave"},
    {"batch_size": 7, "n_samples": 30, "l2": 0.05},
    {"start_w": -4, "start_b": 8, "lr": 0.1},
    {"dataset": "own", "points": OWN},
    {"dataset": "own", "points": OWN, "task": "linear", "degree": 2},
    {"task": "logistic", "lr": 0.3},
    {"task": "logistic", "noise": 3, "degree": 3, "l2": 0.01},
    {"task": "logistic", "noise": 2, "degree": 2, "basis": "powers", "start_w2": 1.5, "batch_size": 9},
    {"task": "logistic", "dataset": "own", "points": CLASSES},
    *({"optimizer": optimizer, "task": task} for optimizer in OPTIMIZERS for task in REGRESSIONS),
]


def trained(steps: int = 120, **settings) -> Run[Trainer]:
    run = Run(Trainer(LineExperiment().replace(**settings)))
    run.advance(60, steps)
    return run


def printed(code: str) -> str:
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(code, "script", "exec"), {"__name__": "__main__"})
    return output.getvalue()


def check(run: Run[Trainer], text: str) -> dict[str, list[float]]:
    """The curve printed is that of the run; returns the named lines after it."""
    header, *lines = text.splitlines()
    assert header == "step,train_loss,test_loss,w...,b"
    curve = np.array([[float(cell) for cell in line.split(",")] for line in lines if line[0].isdigit()])
    frames = run.frames()
    assert curve[:, 0].tolist() == [frame.step for frame in frames]
    expected = [[*(f.metrics[n] for n in ("train_loss", "test_loss")), *f.weights["flat"].tolist()] for f in frames]
    np.testing.assert_allclose(curve[:, 1:], expected, rtol=2e-4, atol=2e-4)
    return {name: [float(v) for v in rest] for name, *rest in (line.split(",") for line in lines if line[0].isalpha())}


@pytest.mark.parametrize("settings", SETTINGS, ids=lambda s: "-".join(str(v) for k, v in s.items() if k != "points"))
def test_the_script_prints_the_curve_and_the_answer(settings) -> None:
    run = trained(**settings)
    code = script(run)
    named = check(run, printed(code))
    learner, task = run.learner, run.settings.data.task
    regression = REGRESSIONS[task](learner.x_train.numpy(), learner.data.y_train.numpy(), run.settings.training.l2)
    start = run.frames()[0].weights["flat"].numpy().astype(float)
    found = regression.answer(start)
    np.testing.assert_allclose(
        named["closed form" if task == "linear" else "Newton"], found.theta, rtol=1e-3, atol=1e-4
    )
    if task == "linear":
        rate = named["largest stable rate of plain gradient descent"][0]
        assert rate == pytest.approx(regression.largest_rate(start), rel=1e-5)
    assert max(map(len, code.splitlines())) <= 120 and code.count("\n") < 110


def test_what_was_changed_on_the_way_is_in_it() -> None:
    run = trained(30, n_samples=40)
    run.change(lr=0.05)
    run.advance(60, 20)
    run.change(optimizer="momentum", l2=0.1)
    run.advance(60, 20)
    run.change(batch_size=8, lr=0.01)
    run.advance(60, 20)
    code = script(run)
    assert "CHANGES" in code
    named = check(run, printed(code))
    ridge = REGRESSIONS["linear"](run.learner.x_train.numpy(), run.learner.data.y_train.numpy(), 0.1)
    np.testing.assert_allclose(named["closed form"], ridge.answer(np.zeros(2)).theta, rtol=1e-4)


def test_separable_classes_have_no_last_line() -> None:
    run = trained(task="logistic", noise=0)
    named = check(run, printed(script(run, separable=True)))
    assert not named


def test_a_long_run_prints_the_steps_that_were_kept() -> None:
    run = trained(1000)
    assert run.outcome == "done" and run.history.stride == 2
    check(run, printed(script(run)))


def test_it_runs_by_itself(tmp_path) -> None:
    run = trained(20, degree=2)
    check(run, printed_alone(script(run), tmp_path))


def test_only_what_is_needed_is_written() -> None:
    code = script(trained(5))
    for word in ("l2", "legendre(", "CHANGES", "math", "nn.", "l1", "dropout"):
        assert word not in code.partition('"""\n\n')[2], word
    assert code.count("\n") < 75
