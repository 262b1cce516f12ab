import numpy as np
import plotly.graph_objects as go
import pytest

from core.figures.boundary import boundary
from core.figures.theme import DARK, LIGHT

X = np.array([[-5.0, 0.0], [2.0, 3.0], [0.5, -1.0]], np.float32)
POINTS = X, np.array([0, 1, 1])


def softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z)
    return e / e.sum(0)


@pytest.mark.parametrize("n_classes", [0, 2, 3, 8, 10])
@pytest.mark.parametrize("discretize", [False, True])
@pytest.mark.parametrize("show_test", [False, True])
def test_every_kind_validates_with_four_traces(n_classes: int, discretize: bool, show_test: bool) -> None:
    generator = np.random.default_rng(0)
    shape = (n_classes, 9, 9) if n_classes > 2 else (9, 9)
    values = softmax(generator.normal(size=shape)) if n_classes > 2 else generator.uniform(-1, 1, shape)
    figure = boundary(
        values, 6, POINTS, POINTS, n_classes=n_classes, theme=DARK, discretize=discretize, show_test=show_test
    )
    go.Figure(figure)
    assert len(figure["data"]) == 4
    assert len(figure["layout"]["images"]) == 1
    assert len(figure["data"][2]["x"]) == (3 if show_test else 0)


def test_two_classes_show_the_values_themselves() -> None:
    values = np.linspace(-1, 1, 16, dtype=np.float32).reshape(4, 4)
    area = boundary(values, 6, n_classes=2, theme=LIGHT)["data"][0]
    np.testing.assert_array_equal(area["z"], values)
    assert (area["zmin"], area["zmax"]) == (-1, 1)
    assert (area["x0"], area["dx"], area["y0"], area["dy"]) == (-6, 4, -6, 4)
    assert area["colorscale"][1] == [0.5, LIGHT.background]


def test_discretising() -> None:
    values = np.array([[-0.9, -0.1], [0.0, 0.4]], np.float32)
    two = boundary(values, 1, n_classes=2, theme=LIGHT, discretize=True)["data"][0]
    np.testing.assert_array_equal(two["z"], [[-1, -1], [0, 1]])
    assert two["zsmooth"] is False
    steps = boundary(values, 1, n_classes=0, theme=LIGHT, discretize=True)["data"][0]
    np.testing.assert_array_equal(steps["z"], [[-1, 0], [0, 0.5]])


def test_many_classes_code_class_and_confidence() -> None:
    values = np.zeros((4, 1, 3))
    values[:, 0, 0] = [0, 0, 1, 0]  # sure
    values[:, 0, 1] = 0.25  # no idea
    values[:, 0, 2] = [0.125, 0.625, 0.125, 0.125]  # half way
    area = boundary(values, 1, n_classes=4, theme=LIGHT)["data"][0]
    np.testing.assert_array_equal(area["z"], [[2 * 64 + 63, 0, 64 + 32]])
    np.testing.assert_array_equal(area["customdata"], [[[2, 100], [0, 25], [1, 62]]])
    assert area["zmax"] == 255


def test_diverged_values_are_drawn_all_the_same() -> None:
    go.Figure(boundary(np.full((3, 4, 4), np.nan), 1, n_classes=3, theme=LIGHT))
    go.Figure(boundary(np.full((4, 4), np.nan), 1, n_classes=2, theme=LIGHT))


def test_the_selected_point_is_ringed() -> None:
    ring = boundary(np.zeros((4, 4)), 6, POINTS, n_classes=2, theme=LIGHT, selected=(2.0, 3.0))["data"][3]
    np.testing.assert_array_equal([ring["x"], ring["y"]], [[2], [3]])


def test_axes_stay() -> None:
    layout = boundary(np.zeros((4, 4)), 6, n_classes=2, theme=LIGHT)["layout"]
    assert layout["xaxis"]["range"] == layout["yaxis"]["range"] == [-6, 6]
    assert layout["yaxis"]["scaleanchor"] == "x"


def test_words_come_from_outside() -> None:
    words = {"value": "Ausgabe", "class": "Klasse", "train": "Übung", "test": "Probe"}
    data = boundary(np.zeros((4, 4)), 6, POINTS, n_classes=2, theme=LIGHT, labels=words)["data"]
    assert "Ausgabe" in data[0]["hovertemplate"]
    assert "Klasse" in data[1]["hovertemplate"]
    assert "Übung" in data[1]["hovertemplate"]
    assert "Probe" in data[2]["hovertemplate"]


def test_a_wrong_shape_is_named() -> None:
    with pytest.raises(ValueError, match="shape"):
        boundary(np.zeros((4, 4)), 6, n_classes=3, theme=LIGHT)
