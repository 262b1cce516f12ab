import numpy as np
import plotly.graph_objects as go
import pytest

from core.figures.residuals import MOST, residuals, stretches
from core.figures.theme import LIGHT, THEMES


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
def test_every_row_is_a_point_and_is_counted(theme) -> None:
    generator = np.random.default_rng(0)
    prediction, residual = generator.normal(5, 2, 200), generator.normal(0, 1, 200)
    figure = residuals(prediction, residual, theme=theme)
    go.Figure(figure)
    _, points, line, bars = figure["data"]
    np.testing.assert_allclose(points["y"], residual, rtol=1e-5)
    assert bars["x"].sum() == 200 and len(line["x"]) == 10
    low, high = figure["layout"]["yaxis"]["range"]
    assert low == -high and high >= np.abs(residual).max()


def test_points_are_bounded_and_the_bars_are_not() -> None:
    values = np.linspace(-1, 1, 50_000)
    figure = residuals(values, values, theme=LIGHT)
    assert len(figure["data"][1]["x"]) == MOST and figure["data"][3]["x"].sum() == 50_000


def test_the_line_shows_what_was_not_learnt_and_the_band_how_it_widens() -> None:
    generator = np.random.default_rng(1)
    prediction = np.linspace(0, 1, 5000)
    residual = 3 * prediction + (0.1 + prediction) * generator.normal(size=5000)
    x, mean, spread = stretches(prediction, residual)
    np.testing.assert_allclose(mean, 3 * x, atol=0.2)
    np.testing.assert_allclose(spread, 0.1 + x, atol=0.15)


@pytest.mark.parametrize("n", [0, 1, 3])
def test_few_rows_make_a_figure_too(n) -> None:
    figure = go.Figure(residuals(np.full(n, 2.0), np.zeros(n), theme=LIGHT))
    assert any(trace.type == "scatter" and trace.mode == "markers" and len(trace.x) == n for trace in figure.data)
