import numpy as np
import pytest

from core.figures.axes import Axes
from core.figures.class_bars import class_bars
from core.figures.theme import CLASS, COLOUR, DARK, LIGHT

P, Y = np.array([0.7, 0.2, 0.1]), np.array([0.0, 0, 1])
AXES = Axes.within((-0.6, 2.6), (0, 1), 400, 260)
NAMES = ["a", "b", "c"]


def draw(values=P, axes=AXES, theme=LIGHT, **more):
    numbers = [f"{v:.1f}" for v in values]
    return class_bars(values, axes=axes, theme=theme, names=NAMES, numbers=numbers, **more)["drawing"]["items"]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_bars_rise_to_their_values_in_their_class_colour(theme):
    bars = [i for i in draw(theme=theme) if i["kind"] == "links" and i["colour"] >= CLASS]
    assert [b["colour"] - CLASS for b in bars] == [0, 1, 2]
    np.testing.assert_allclose([b["ends"][0, 3] for b in bars], AXES.up(P), rtol=1e-6)
    np.testing.assert_allclose([b["ends"][0, 0] for b in bars], AXES.across(np.arange(3)), rtol=1e-6)


def test_the_gradient_runs_from_the_target_to_the_value():
    arrows = next(i for i in draw(target=Y) if i["kind"] == "links" and i["colour"] == COLOUR["gradient"])
    length = (arrows["ends"][:, 1] - arrows["ends"][:, 3]) / (AXES.up(0.0) - AXES.up(1.0))
    np.testing.assert_allclose(length, P - Y, atol=1e-6)


def test_names_and_numbers_are_written():
    words = [i["text"][0] for i in draw() if i["kind"] == "words" and len(i["text"]) == 1]
    assert {"a", "b", "c", "0.7", "0.2", "0.1"} <= set(words)


def test_negative_bars_hang_from_zero():
    axes = Axes.within((-0.6, 2.6), (-8, 8), 400, 260)
    values = np.array([2.0, -3.0, 0.5])
    bars = [i for i in draw(values, axes) if i["kind"] == "links" and i["colour"] >= CLASS]
    np.testing.assert_allclose(bars[1]["ends"][0, [1, 3]], [axes.up(0.0), axes.up(-3.0)], rtol=1e-6)


def test_names_must_be_as_many_as_values():
    with pytest.raises(ValueError, match="3 values"):
        class_bars(P, axes=AXES, theme=LIGHT, names=["a"], numbers=["1"])
