import numpy as np
import plotly.graph_objects as go
import pytest

from core.figures.importance import MOST, importance
from core.figures.theme import LIGHT, THEMES


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
def test_bars_stand_in_the_order_given_the_first_on_top(theme) -> None:
    figure = importance(np.array([0.3, 0.1, -0.05]), np.array([0.05, 0.2, 0.01]), names=["a", "b", "<i>"], theme=theme)
    go.Figure(figure)
    (bars,) = figure["data"]
    np.testing.assert_allclose(bars["x"], [0.3, 0.1, -0.05], rtol=1e-6)
    np.testing.assert_allclose(bars["error_x"]["array"], [0.05, 0.2, 0.01], rtol=1e-6)
    assert figure["layout"]["yaxis"]["ticktext"] == ["a", "b", "&lt;i&gt;"]
    bottom, top = figure["layout"]["yaxis"]["range"]
    assert bottom > top
    low, high = figure["layout"]["xaxis"]["range"]
    assert low < -0.1 and high > 0.35, "the whole of every error bar is in view"


def test_long_and_many_names_are_cut() -> None:
    figure = importance(np.linspace(1, 0, 50), np.zeros(50), names=["名" * 99] * 50, theme=LIGHT)
    assert len(figure["data"][0]["x"]) == MOST
    assert all(len(name) == 24 for name in figure["layout"]["yaxis"]["ticktext"])
    assert figure["layout"]["margin"]["l"] <= 190
