import re
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from core.datasets.line import TASKS
from core.lessons.regression.aim import Aim
from core.lessons.regression.line_experiment import OPTIMIZERS, LineExperiment
from core.lessons.regression.regression import REGRESSIONS
from core.run import Run
from core.settings import SettingError
from core.trainer import Trainer

DEFAULT = LineExperiment()
TEXT = Path(__file__).parents[3] / "core" / "text"


def test_the_default_is_the_articles_run() -> None:
    values = DEFAULT.values()
    wanted = {"n_samples": 100, "slope": 2, "intercept": 3, "noise": 1, "lr": 0.01, "stop_value": 1000, "degree": 1}
    assert {name: values[name] for name in wanted} == wanted
    assert DEFAULT.full_batch and values["stop"] == "epochs" and DEFAULT.to_query(DEFAULT) == {}
    assert TASKS.keys() == REGRESSIONS.keys()


@pytest.mark.parametrize(
    ("name", "value"), [("loss", "mae"), ("l1", 0.1), ("optimizer", "adamw"), ("degree", 0), ("slope", 3.5), ("lr", 11)]
)
def test_what_would_have_no_answer_is_refused(name: str, value: object) -> None:
    with pytest.raises(SettingError) as error:
        DEFAULT.replace(**{name: value})
    assert error.value.name == name


def test_only_such_optimisers_are_offered() -> None:
    assert DEFAULT.offered("optimizer", DEFAULT.values()) == OPTIMIZERS
    assert DEFAULT.offered("task", DEFAULT.values()) == tuple(TASKS)


@profile(max_examples=40, deadline=None, derandomize=True)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "task": st.sampled_from(list(TASKS)),
            "dataset": st.sampled_from(["line", "wave"]),
            "n_samples": st.integers(3, 60),
            "degree": st.integers(1, 12),
            "basis": st.sampled_from(["legendre", "powers"]),
            "optimizer": st.sampled_from(OPTIMIZERS),
            "lr": st.floats(1e-5, 10),
            "batch_size": st.integers(1, 100),
            "start_w": st.floats(-20, 20),
            "l2": st.floats(0, 10),
        },
    )
)
def test_any_setting_goes_through_an_address_and_trains(values: dict) -> None:
    settings = DEFAULT.replace(**values)
    again, errors = DEFAULT.from_query(settings.to_query(DEFAULT))
    assert again == settings and not errors
    learner = Trainer(settings)
    learner.step()
    assert learner.model.flat.numel() == len(learner.data.input_names) + 1
    assert settings.full_batch == (settings.training.batch_size >= len(learner.x_train))


LINKS = re.findall(r"\]\(\?([^)]*)\)", (TEXT / "en" / "regression_try.md").read_text("utf-8"))


@cache
def tried(link: str) -> tuple[Aim, Run]:
    """An experiment of the page's text, done to its end."""
    query = {name: value for name, value in parse_qsl(link) if name != "speed"}
    settings, errors = DEFAULT.from_query(query)
    assert not errors
    run = Run(Trainer(settings))
    run.advance(60, 3000)
    return Aim(settings), run


def parameters(run: Run) -> np.ndarray:
    return np.stack([frame.weights["flat"].double().numpy() for frame in run.frames()])


def test_experiment_1_w_is_quick_and_b_is_slow() -> None:
    aim, run = tried(LINKS[0])
    away = {frame.step: abs(frame.weights["flat"].numpy() - aim.answer.theta) for frame in run.frames()}
    assert away[30][0] < 0.05 and away[30][1] > 1.5 and away[300][1] < 0.02


def test_experiment_2_one_rate_arrives_and_the_other_leaves() -> None:
    (aim, slow), (_, fast) = tried(LINKS[1]), tried(LINKS[2])
    assert aim.settings.training.lr < aim.regression.largest_rate(aim.start) < fast.settings.training.lr
    assert aim.answer.distance(parameters(slow)[-1]) < 1e-3 and fast.outcome == "exploded"
    begun = Run(Trainer(aim.settings))
    begun.advance(60, 6)
    w = parameters(begun)[:, 0] - aim.answer.theta[0]
    assert (w[1:] * w[:-1] < 0).all(), "it leaps across the valley"


def test_experiment_4_the_test_loss_turns_and_l2_helps() -> None:
    (_, plain), (_, shrunk) = tried(LINKS[4]), tried(LINKS[5])
    test = [frame.metrics["test_loss"] for frame in plain.frames()]
    train = [frame.metrics["train_loss"] for frame in plain.frames()]
    best = plain.frames()[int(np.argmin(test))].step
    assert 500 < best < 900 and test[-1] > 1.5 * min(test) and (np.diff(train) <= 1e-6).all()
    assert shrunk.newest.metrics["test_loss"] < 0.75 * test[-1]


def test_experiment_5_powers_are_a_ravine() -> None:
    (powers, slow), (legendre, fast) = tried(LINKS[6]), tried(LINKS[7])
    np.testing.assert_allclose(powers.answer_output, legendre.answer_output, rtol=1e-3, atol=1e-2)
    assert powers.answer.distance(parameters(slow)[-1]) > 1 > 1e-3 > legendre.answer.distance(parameters(fast)[-1])


def test_experiment_6_many_curves_meet_all_points() -> None:
    aim, run = tried(LINKS[8])
    other, again = tried(LINKS[8] + "&start_w=3")
    assert aim.answer.kind == "many" and run.newest.metrics["train_loss"] < 1e-6
    assert again.newest.metrics["train_loss"] < 1e-6
    assert np.abs(aim.output(parameters(run)[-1]) - other.output(parameters(again)[-1])).max() > 1


def test_experiment_7_the_boundary_is_there_before_the_weights_are() -> None:
    aim, run = tried(LINKS[9])
    steps, path = np.array([frame.step for frame in run.frames()]), parameters(run)
    w1, w2, b = path[steps <= 200][-1]
    assert abs(-w1 / w2 - 2) < 0.25 and abs(-b / w2 - 3) < 0.2
    size = np.linalg.norm(path, axis=1) / np.linalg.norm(aim.answer.theta)
    assert size[steps <= 200][-1] < 0.8 and 1000 < steps[size > 0.99][0] < 2500 and abs(size[-1] - 1) < 2e-3
    assert aim.settings.training.lr < aim.regression.largest_rate(path[0]), "no warning"


def test_experiment_8_without_mistakes_there_is_no_answer() -> None:
    (none, run), (some, shrunk) = tried(LINKS[10]), tried(LINKS[11])
    sizes = np.linalg.norm(parameters(run), axis=1)
    assert none.answer.kind == "none" and (np.diff(sizes) > 0).all()
    assert some.answer.kind == "only" and some.answer.distance(parameters(shrunk)[-1]) < 0.01


def test_experiment_9_momentum_swings_and_small_batches_never_rest() -> None:
    (aim, swung), (other, restless) = tried(LINKS[12]), tried(LINKS[13])
    b = parameters(swung)[:, 1]
    assert b.max() > aim.answer.theta[1] + 0.3 and aim.answer.distance(parameters(swung)[-1]) < 1e-3
    late = parameters(restless)[-50:]
    assert min(other.answer.distance(theta) for theta in late) > 1e-3 and late.std(0).min() > 0.01


def test_every_link_of_the_text_is_tried_in_both_languages() -> None:
    chinese = re.findall(r"\]\(\?([^)]*)\)", (TEXT / "zh" / "regression_try.md").read_text("utf-8"))
    assert chinese == LINKS and len(LINKS) == 14
    assert not DEFAULT.from_query(dict(parse_qsl(LINKS[3])))[1]
