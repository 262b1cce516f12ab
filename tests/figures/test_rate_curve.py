import numpy as np
import pytest

from core.figures.rate_curve import ARTIFICIAL, MEASURED, rate_curve
from core.figures.theme import DARK, LIGHT
from core.ui.live import pack

X = np.linspace(0, 10, 11)
Y = np.maximum(0, 12 * (X - 4))


def draw(artificial=(X, Y), now=(5.0, 20.0), theme=LIGHT):
    figure = rate_curve(X, Y, artificial, now, (0, 10), theme=theme, names=("cell", "artificial"), hover="now")
    pack(figure)
    return figure["drawing"]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_both_lines_lie_where_they_should_and_differ_in_dash(theme):
    whole = draw(theme=theme)
    plane = whole["plane"]
    assert plane["y_range"][0] == 0 and plane["y_range"][1] >= 72
    for stroke in (MEASURED, ARTIFICIAL):
        ends = next(i for i in whole["items"] if i["kind"] == "links" and i["colour"] == stroke.colour)["ends"]
        x = (ends[:, 0] - plane["x"]) / plane["width"] * 10
        y = (1 - (ends[:, 1] - plane["y"]) / plane["height"]) * plane["y_range"][1]
        np.testing.assert_allclose(y, np.interp(x, X, Y), atol=0.02 * 72)
    assert MEASURED.dash is None and ARTIFICIAL.dash
    words = [text for item in whole["items"] if item["kind"] == "words" for text in item["text"]]
    assert {"cell", "artificial"} <= set(words)


def test_now_stays_on_the_rim_and_a_silent_cell_has_an_axis():
    whole = draw(now=(50.0, 900.0))
    now = next(item for item in whole["items"] if item.get("hover") == ["now"])
    plane = whole["plane"]
    assert now["xy"][0] == pytest.approx([plane["x"] + plane["width"], plane["y"]])
    silent = rate_curve(X, X * 0, None, (0, 0), (0, 10), theme=LIGHT)["drawing"]
    assert silent["plane"]["y_range"][1] >= 10
    empty = rate_curve(X[:0], X[:0], None, (0, 0), (0, 10), theme=LIGHT)
    pack(empty)
