import numpy as np
import pytest

from core.datasets.own_points import encode_points
from core.figures.theme import LIGHT
from core.lessons.regression.line_experiment import LineExperiment
from core.run import Run
from core.trainer import Trainer
from core.ui.language import speaking
from core.ui.live import pack
from core.ui.picture import RegressionPicture
from core.ui.views.regression.look import RegressionLook
from core.ui.views.regression.panels import CURVED
from core.ui.views.regression.regression_tabs import table, totals
from core.ui.views.regression.words import answer_block, speed_block, step_block, total

SETTINGS: list[dict] = [
    {},
    {"l2": 0.2, "optimizer": "momentum"},
    {"degree": 9, "dataset": "wave", "n_samples": 6},
    {"task": "logistic", "lr": 0.5},
    {"task": "logistic", "noise": 0, "degree": 2},
    {"task": "logistic", "degree": 4, "noise": 3, "l2": 0.1},
    {"lr": 0.2},
]


def look(steps: int = 40, **settings) -> RegressionLook:
    run = Run(Trainer(LineExperiment().replace(**settings)))
    run.advance(60, steps)
    frame = next(frame for frame in reversed(run.frames()) if frame.weights)
    return RegressionLook(run.settings, run, frame, run.frames(), LIGHT, RegressionPicture(), None, None, {}, 900)


def number(line: str) -> float:
    return float(line.rpartition("= ")[2].replace("−", "-"))


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_panel_can_be_sent(settings: dict, lang: str) -> None:
    with speaking(lang):
        seen = look(**settings)
        for panel in CURVED.values():
            pack({"figure": panel.figure(seen)})
        assert seen.readout()
        assert not seen.choices() or seen.choice() in [id for id, _ in seen.choices()]


def test_the_numbers_of_a_step_are_those_of_the_next() -> None:
    with speaking("en"):
        now, after = look(40), look(41)
        _, lines = step_block(now)
        w, b = (number(line) for line in lines if "←" in line)
    np.testing.assert_allclose(after.theta, [w, b], rtol=1e-3)
    assert number(lines[1]) == pytest.approx(now.frame.metrics["train_loss"], rel=1e-3)


@pytest.mark.parametrize("task", ["linear", "logistic"])
@pytest.mark.parametrize("l2", [0.0, 0.5])
def test_slopes_are_those_of_the_run(task: str, l2: float) -> None:
    with speaking("en"):
        seen = look(task=task, l2=l2)
        lines = [line for line in step_block(seen)[1] if line.startswith("∂")]
        sums = [line for line in totals(seen) if line.startswith("∂")]
    np.testing.assert_allclose([number(line) for line in lines], seen.gradient, rtol=2e-3)
    np.testing.assert_allclose([number(line) for line in sums], seen.gradient, rtol=2e-3)
    learner = seen.run.learner
    learner.rule(learner.x_train, learner.t_train, learner.generator)
    if learner.penalty:
        learner.penalty()
    np.testing.assert_allclose(seen.gradient, learner.model.flat.grad, rtol=1e-3, atol=1e-6)


def test_the_distance_is_written_out() -> None:
    with speaking("en"):
        seen = look()
        _, lines = answer_block(seen)
    away = seen.theta - seen.aim.answer.theta
    assert number(lines[2]) == pytest.approx(np.hypot(*away), rel=1e-3) and number(lines[3]) == pytest.approx(
        seen.gap, rel=1e-3
    )


def test_a_rate_above_the_largest_stable_one_is_noted() -> None:
    with speaking("en"):
        fast, slow = look(3, lr=0.12), look(3, lr=0.115)
        assert len(fast.notes()) == 1 and not slow.notes()
        told = next(line for line in speed_block(slow)[1] if "stable" in line)
    assert "0.1162" in told and "0.115" in told
    with speaking("en"):
        assert "grow for ever" in look(task="logistic", noise=0).notes()[0]
        assert "equally good" in look(n_samples=4, degree=6).notes()[0]


def test_the_table_adds_up() -> None:
    with speaking("en"):
        seen = look(task="logistic", noise=3)
        listed = table(seen)
    assert len(listed) == 100
    assert listed["−ln P(y)"].mean() == pytest.approx(seen.frame.metrics["train_loss"], rel=1e-4)
    np.testing.assert_allclose(listed[["(p − y)·x₁", "(p − y)·x₂", "p − y"]].mean(), seen.gradient, rtol=1e-6)


def test_a_sum_has_its_signs_and_a_long_one_is_cut() -> None:
    assert total([(2.0, "·x"), (-3.0, "")]) == "2·x − 3"
    assert total([(-2.0, "·x"), (0.5, "")]) == "−2·x + 0.5"
    assert total([(float(k), f"·x{k}") for k in range(1, 10)]) == "1·x1 + 2·x2 + 3·x3 + 4·x4 + 5·x5 + … + 9·x9"


def test_without_test_points_nothing_is_said_of_a_test() -> None:
    with speaking("en"):
        own = look(dataset="own", points=encode_points(np.array([[-1, 2, 0], [3, 4, 0]], float)))
        assert not own.aim.config.has_test
        assert not [label for label, _ in own.readout() if "test" in label]
        assert len(CURVED["loss"].figure(own)["data"]) == 3, "train, answer and the cursor"


def test_cross_entropy_is_no_quadratic() -> None:
    with speaking("en"):
        seen, free = (look(20, task="logistic", **more) for more in ({"lr": 0.5}, {"noise": 0}))
        lines, loss = speed_block(seen)[1], step_block(seen)[1]
        assert "Σ[y·ln p + (1−y)·ln(1−p)] =" in "".join(loss)
        assert not [line for line in speed_block(free)[1] if "leaves" in line], "no answer, nothing to be near to"
        assert "curvature here" in look(0, task="logistic", lr=10).notes()[0]
    high = seen.aim.regression.curvatures(seen.aim.answer.theta)[-1]
    assert "curvature here" in lines[1]
    assert float(lines[2].split(" = ")[1].split(",")[0]) == pytest.approx(1 - 0.5 * high, rel=1e-3)
