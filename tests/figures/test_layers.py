import numpy as np
import plotly.graph_objects as go
import pytest

from core.figures.layers import gradient_norms, histogram, weight_histograms
from core.figures.theme import LIGHT

NAMES = ["h1", "h2", "out"]


def test_gradient_norms_on_a_fixed_log_axis() -> None:
    figure = gradient_norms(np.array([1e-3, 0, np.nan]), layer_names=NAMES, theme=LIGHT, title="t", y_title="y")
    go.Figure(figure)
    assert figure["data"][0]["marker"]["color"] == LIGHT.gradient
    assert figure["layout"]["yaxis"]["type"] == "log"
    assert figure["layout"]["yaxis"]["range"] == [-8, 2]
    assert figure["layout"]["xaxis"]["ticktext"] == NAMES


def test_histogram_counts_everything_finite() -> None:
    counts, edges = histogram(np.array([[-9, -0.9, -0.1], [0.1, 0.2, 9], [np.nan, 1, -1]]), 4, 1.0)
    np.testing.assert_array_equal(counts, [3, 1, 2, 2])
    np.testing.assert_array_equal(edges, [-1, -0.5, 0, 0.5, 1])


def test_histogram_agrees_with_numpy() -> None:
    values = np.random.default_rng(0).uniform(-2, 2, 1000)
    counts, edges = histogram(values, 40, 2.0)
    np.testing.assert_array_equal(counts, np.histogram(values, edges)[0])


@pytest.mark.parametrize("scale", [0, 0.01, 1, 30, np.nan])
def test_one_ridge_a_layer(scale: float) -> None:
    generator = np.random.default_rng(0)
    weights = [scale * generator.normal(size=shape) for shape in ((8, 2), (8, 8), (1, 8))]
    figure = weight_histograms(weights, layer_names=NAMES, theme=LIGHT)
    go.Figure(figure)
    assert [trace["name"] for trace in figure["data"]] == NAMES
    low, high = figure["layout"]["xaxis"]["range"]
    assert -low == high >= 1
    heights = [trace["y"].max() - trace["y"].min() for trace in figure["data"]]
    assert max(heights) < 1
    if np.isfinite(scale):
        assert [trace["customdata"][1:-1:2].sum() for trace in figure["data"]] == [16, 64, 8]


def test_the_range_may_be_given() -> None:
    figure = weight_histograms([np.ones((2, 2))], layer_names=["a"], theme=LIGHT, limit=3)
    assert figure["layout"]["xaxis"]["range"] == [-3, 3]
