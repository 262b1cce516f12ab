import numpy as np
import pytest

from core.figures.fit import FITTED, LEFT, MISS, OUTLINE, fit
from core.figures.theme import DARK, LIGHT
from core.ui.live import pack

X = np.linspace(-5, 5, 11)
TRAIN = np.array([-4.0, 0, 4]), np.array([-5.0, 4, 12])
TEST = np.array([1.0]), np.array([5.0])
RANGES = {"x_range": (-5.5, 5.5), "y_range": (-10.0, 20.0)}


def links(figure: dict, colour: int) -> list[dict]:
    return [i for i in figure["drawing"]["items"] if i["kind"] == "links" and np.all(i["colour"] == colour)]


def value(figure: dict, ends: np.ndarray) -> np.ndarray:
    """Pieces in px back to values, by the plane that the drawing tells."""
    p = figure["drawing"]["plane"]
    (x0, x1), (y0, y1) = p["x_range"], p["y_range"]
    x = x0 + (ends[:, ::2] - p["x"]) / p["width"] * (x1 - x0)
    y = y1 - (ends[:, 1::2] - p["y"]) / p["height"] * (y1 - y0)
    return np.stack([x, y], axis=2)  # (n, 2, 2)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_line_stands_where_its_values_are(theme) -> None:
    figure = fit(TRAIN, TEST, X, 2 * X + 3, answer=X, truth=0 * X, theme=theme, **RANGES)
    pack(figure)
    found = value(figure, links(figure, FITTED)[0]["ends"])
    np.testing.assert_allclose(found[..., 1], 2 * found[..., 0] + 3, atol=1e-4)
    assert len(links(figure, OUTLINE)[0]["ends"]) > 10, "the answer is dashed"


def test_a_miss_goes_from_the_prediction_to_the_point() -> None:
    predicted = 2 * TRAIN[0] + 3
    figure = fit(TRAIN, None, X, 2 * X + 3, predicted=predicted, theme=LIGHT, **RANGES)
    (item,) = links(figure, MISS)
    found = value(figure, item["ends"])
    np.testing.assert_allclose(found[:, 0, 1], [3, 11], atol=1e-4)  # the first point is met exactly
    np.testing.assert_allclose(found[:, 1, 1], [4, 12], atol=1e-4)
    np.testing.assert_allclose(item["data"], [[0, 3, 4, 1], [4, 11, 12, 1]])


def test_points_and_lines_beyond_the_picture_are_cut_off() -> None:
    far = np.array([0.0, 1]), np.array([0.0, 900])
    figure = fit(far, None, X, 300 * X, predicted=np.array([np.nan, 400]), theme=LIGHT, **RANGES)
    marks = [i for i in figure["drawing"]["items"] if i.get("name") == "train"]
    assert len(marks[0]["xy"]) == 1 and marks[0]["data"].tolist() == [[0]]
    for item in links(figure, FITTED)[:1] + links(figure, MISS):
        assert np.abs(value(figure, item["ends"])[..., 1] - 5).max(initial=0) <= 15.001
    assert links(figure, FITTED)[0]["ends"][:, ::2].min() >= LEFT


def test_values_that_are_not_finite_draw_nothing() -> None:
    figure = fit(TRAIN, TEST, X, np.full(11, np.nan), predicted=np.full(3, np.inf), theme=LIGHT, **RANGES)
    pack(figure)
    assert not len(links(figure, MISS)[0]["ends"])


def test_train_is_solid_and_test_hollow() -> None:
    figure = fit(TRAIN, TEST, X, X, theme=LIGHT, selected=(0.0, 4.0), **RANGES)
    items = {i["name"]: i for i in figure["drawing"]["items"] if i.get("name")}
    assert items["train"]["fill"] != items["test"]["fill"] and items["test"]["fill"] == 0
    ring = [i for i in figure["drawing"]["items"] if i["kind"] == "marks" and "name" not in i]
    np.testing.assert_allclose(value(figure, np.tile(ring[0]["xy"], 2))[0, 0], [0, 4], atol=1e-4)
