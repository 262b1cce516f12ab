import warnings

import numpy as np
import plotly.graph_objects as go
import pytest

from core.figures.curves import MOST, Curve, curves, thin
from core.figures.theme import LIGHT


@pytest.mark.parametrize("n", [0, 1, 2, 499, 500, 501, 1000, 12345])
def test_thinning_keeps_ends_and_extremes(n: int) -> None:
    x, y = np.arange(n), np.random.default_rng(0).normal(size=n)
    short_x, short_y = thin(x, y)
    assert len(short_x) == len(short_y) == min(n, len(short_x)) <= MOST
    if n:
        assert (short_x[0], short_x[-1]) == (0, n - 1)
        assert (short_y.min(), short_y.max()) == (y.min(), y.max())
    assert np.all(np.diff(short_x) > 0)
    np.testing.assert_array_equal(y[short_x], short_y)
    if n <= MOST:
        assert len(short_x) == n


def test_thinning_bears_nan() -> None:
    y = np.full(2000, np.nan)
    y[700] = 5
    short_x, short_y = thin(np.arange(2000), y)
    assert len(short_x) <= MOST
    assert np.nanmax(short_y) == 5


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("y", [[], [np.nan], [0.5], [np.nan, 0.3, np.inf], [0.0, 0.0]])
def test_odd_series_validate_without_a_warning(y: list[float], log: bool) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        figure = curves([Curve("train", np.arange(len(y)), np.array(y))], theme=LIGHT, log=log)
    go.Figure(figure)
    assert len(figure["data"]) == 2
    assert np.isfinite(figure["layout"]["yaxis"]["range"]).all()


def test_no_series() -> None:
    figure = go.Figure(curves([], theme=LIGHT))
    assert all(len(trace.x) == 0 for trace in figure.data)


def test_train_is_solid_and_test_dashed() -> None:
    x = np.arange(3)
    figure = curves(
        [Curve("a", x, x), Curve("b", x, x, "test"), Curve("c", x, x, 2, "dot"), Curve("d", x, x, "gradient")],
        theme=LIGHT,
        title="Loss",
    )
    lines = [trace["line"] for trace in figure["data"][:-1]]
    assert lines[0]["dash"] == lines[3]["dash"] == "solid"
    assert lines[1]["dash"] not in ("solid", None)
    assert lines[2]["dash"] == "dot"
    assert [line["color"] for line in lines] == [LIGHT.train, LIGHT.test, LIGHT.classes[2], LIGHT.gradient]
    assert figure["layout"]["title"]["text"].startswith("Loss ")


def test_ranges() -> None:
    series = [Curve("a", np.array([0, 430]), np.array([0.7, 0.03]))]
    plain = curves(series, theme=LIGHT)["layout"]
    assert plain["xaxis"]["range"] == [0, 500]
    assert plain["yaxis"]["range"] == [0, 1]
    log = curves(series, theme=LIGHT, log=True)["layout"]["yaxis"]
    assert log["type"] == "log"
    assert log["range"] == pytest.approx([-2, 0])
    fixed = curves(series, theme=LIGHT, y_range=(0, 1), x_range=(0, 430))["layout"]
    assert fixed["xaxis"]["range"] == [0, 430]


def test_the_cursor_stands_at_its_step() -> None:
    series = [Curve("a", np.arange(10), np.linspace(0.9, 0.1, 10))]
    mark = curves(series, theme=LIGHT, cursor=4)["data"][-1]
    np.testing.assert_array_equal([mark["x"], mark["y"]], [[4, 4], [0, 1]])
    assert len(curves(series, theme=LIGHT)["data"][-1]["x"]) == 0
