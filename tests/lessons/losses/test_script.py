"""The scripts print the numbers that the page shows."""

import contextlib
import io

import numpy as np
import pytest

from core.lessons.losses.pointwise import NUMBERS, of_logit, of_number, of_probability, sigmoid, softmax
from core.lessons.losses.race import LossRace
from core.lessons.losses.script import script, slope_name
from core.lessons.losses.settings import RIVALS, LossSettings
from core.losses import LOSSES
from core.ui.views.losses.rows import best_height, height_now, judged
from core.ui.views.losses.same import NAMES


def printed(settings, steps=0):
    """Label → numbers of each printed line."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(script(settings, steps), "script", "exec"), {})
    found = {}
    for line in out.getvalue().splitlines():
        words = line.split(" ")
        numbers = [word for word in words if word.lstrip("-")[:1].isdigit()]
        found[" ".join(words[: len(words) - len(numbers)])] = [float(word) for word in numbers]
    return found


@pytest.mark.parametrize("truth", ["0", "1"])
@pytest.mark.parametrize("loss", LOSSES)
def test_one_prediction(loss, truth):
    settings = LossSettings(loss=loss, truth=truth, z=-3.2, delta=0.5)
    found, p = printed(settings), sigmoid(-3.2)
    value, by_z = of_logit(loss, -3.2, int(truth), 0.5)
    by_p = of_probability(loss, p, int(truth), 0.5)[1]
    assert found["p"] == [pytest.approx(p)]
    assert [found[name][0] for name in ("L", "dL/dp", "dL/dz")] == pytest.approx(
        [float(v) for v in (value, by_p, by_z)], rel=1e-9
    )


@pytest.mark.parametrize("loss", NUMBERS)
def test_a_number(loss):
    found = printed(LossSettings(answer="number", loss=loss, prediction=2.5, target=-1.0, delta=2.0))
    assert [found["L"][0], found["dL/dŷ"][0]] == pytest.approx([float(v) for v in of_number(loss, 2.5, -1.0, 2.0)])


@pytest.mark.parametrize("rival", RIVALS)
def test_race(rival):
    settings = LossSettings(scene="race", rival=rival, start=-5.0, lr=0.3)
    subject = LossRace(settings)
    for _ in range(50):
        subject.step()
    found = printed(settings, 50)
    assert found["rival"] == pytest.approx([subject.z[0], sigmoid(subject.z[0])], rel=1e-8)
    assert found["cross-entropy"] == pytest.approx([subject.z[1], sigmoid(subject.z[1])], rel=1e-8)


@pytest.mark.parametrize(
    "more",
    [
        *({"loss": loss} for loss in NUMBERS),
        *({"loss": loss, "shape": "line", "slope": 0.4, "stretch": 0.5} for loss in NUMBERS),
        {"rows": "diabetes", "loss": "huber", "delta": 20.0},
        *({"rows": "iris", "loss": loss} for loss in LOSSES),
        *({"rows": "iris", "loss": loss, "shape": "line", "slope": 2.5} for loss in ("bce", "cross_entropy", "hinge")),
        {"rows": "iris", "loss": "mse", "shape": "line", "slope": 2.5},
    ],
)
def test_rows(more):
    settings = LossSettings(scene="rows", **more)
    found = printed(settings)
    losses, slopes = judged(settings, height_now(settings))
    assert found["n"] == [len(losses)]
    assert found["L"] == pytest.approx([losses.mean()], rel=1e-9)
    assert found[slope_name(settings)] == pytest.approx([slopes.mean()], rel=1e-4, abs=1e-6)
    best = best_height(settings)
    if best:
        at = np.clip(np.mean(best), 1e-9, None if settings.numbers else 1 - 1e-9)
        assert found["least L"] == pytest.approx([judged(settings, at)[0].mean()], rel=1e-5)
        if best[1] - best[0] < 1e-6:
            assert found["at"] == pytest.approx([at], rel=1e-3, abs=1e-3)


@pytest.mark.parametrize("truth", ["0", "1"])
def test_same(truth):
    found = printed(LossSettings(scene="same", truth=truth, z=2.75))
    computed = {id: compute(2.75, int(truth)) for id, (_, compute) in NAMES.items()}
    labels = {
        "log loss": "log",
        "binary cross-entropy of p": "binary",
        "binary cross-entropy of z": "logit",
        "categorical cross-entropy": "categorical",
    }
    for label, id in labels.items():
        assert found[label] == pytest.approx([computed[id]], rel=1e-12)
    assert found["in bits"] == pytest.approx([computed["log"] / np.log(2)], rel=1e-12)


def test_three():
    settings = LossSettings(scene="three", label="2")
    found, p = printed(settings), softmax(settings.logits)
    assert found["p"] == pytest.approx(p)
    assert found["L"] == pytest.approx([-np.log(p[1])])
    assert found["dL/dz"] == pytest.approx(p - np.eye(3)[1])
