import numpy as np
import plotly.graph_objects as go
import pytest

from core.figures.range_test import MARKS, Trial, range_test_figure
from core.figures.theme import DARK, LIGHT

RATES = np.geomspace(1e-4, 10, 21)


def trial(number: int = 0, last: float = 1.0) -> Trial:
    losses = np.concatenate([[8.0], np.geomspace(8, 1e-3, 19), [last]])
    rates = np.concatenate([RATES[:1], RATES[:20]])
    return Trial(f"r{number}", number, rates, losses, {"steepest": RATES[0], "lowest": RATES[18], "blown": None})


@pytest.mark.parametrize("last", [1.0, np.inf, np.nan, 1e30])
def test_it_is_a_valid_figure_whatever_the_last_loss(last: float) -> None:
    for theme in (LIGHT, DARK):
        figure = range_test_figure([trial(last=last), trial(1)], theme=theme, title="t")
        go.Figure(figure)
        top = 10 ** figure["layout"]["yaxis"]["range"][1]
        for trace in figure["data"]:
            assert np.isfinite(trace["y"]).all() and trace["y"].max() <= top * (1 + 1e-9)


def test_marks_stand_on_their_line_and_none_where_there_is_none() -> None:
    figure = range_test_figure([trial()], theme=LIGHT, labels={"lowest": "least"})
    line, *marks = figure["data"]
    assert [mark["marker"]["symbol"] for mark in marks] == [MARKS["steepest"], MARKS["lowest"]]
    for mark in marks:
        at = list(line["x"]).index(mark["x"][0])
        assert mark["y"][0] == line["y"][at]
    assert "least" in marks[1]["hovertemplate"]


def test_lines_differ_in_dash_too_and_no_tests_are_no_trouble() -> None:
    figure = range_test_figure([trial(i) for i in range(7)], theme=LIGHT)
    assert len({t["line"]["dash"] for t in figure["data"] if t["mode"] == "lines"}) == 7
    go.Figure(range_test_figure([], theme=LIGHT))
