import numpy as np
import plotly.graph_objects as go
import pytest

from core.figures.rates import Rate, precision_recall, roc
from core.figures.theme import LIGHT, THEMES

X, Y = np.array([0, 0, 0.5, 1]), np.array([0, 0.6, 0.9, 1])


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
def test_roc_stands_over_the_diagonal_of_chance(theme) -> None:
    figure = roc([Rate("ill", X, Y, 0.8)], theme=theme, at=(0.5, 0.9), chance="chance")
    go.Figure(figure)
    diagonal, line, mark = figure["data"]
    np.testing.assert_array_equal(diagonal["x"], diagonal["y"])
    np.testing.assert_allclose(line["y"], Y, rtol=1e-6)
    assert line["line"]["color"] == theme.positive and line["line"]["dash"] == "solid"
    assert (mark["x"][0], mark["y"][0]) == (np.float32(0.5), np.float32(0.9))
    assert not figure["layout"]["showlegend"]


def test_precision_steps_as_the_average_precision_sums_it() -> None:
    figure = precision_recall([Rate("ill", X, Y, 0.8)], theme=LIGHT, shares=[0.3])
    go.Figure(figure)
    chance, line, _ = figure["data"]
    assert chance["y"].tolist() == pytest.approx([0.3, 0.3])
    assert line["line"]["shape"] == "vh", "from R_{t−1} to R_t stands P_t"


@pytest.mark.parametrize("at", [None, (0.3, float("nan"))])
def test_a_point_that_is_not_defined_is_not_drawn(at) -> None:
    figure = roc([Rate("", X, Y, 0.8)], theme=LIGHT, at=at)
    assert len(figure["data"][-1]["x"]) == 0


def test_several_classes_differ_by_more_than_colour_and_are_named() -> None:
    figure = roc([Rate(name, X, Y, 0.8, place) for place, name in enumerate(["a", "<b>x</b>", "c"])], theme=LIGHT)
    drawn = [trace for trace in figure["data"] if trace.get("showlegend", True)]
    assert len({trace["line"]["dash"] for trace in drawn}) == len({trace["line"]["color"] for trace in drawn}) == 3
    assert figure["layout"]["showlegend"]
    assert drawn[1]["name"] == "&lt;b&gt;x&lt;/b&gt; 0.800"
    many = roc([Rate(str(place), X, Y, 0.8, place) for place in range(20)], theme=LIGHT)
    assert not many["layout"]["showlegend"], "too many to read"
