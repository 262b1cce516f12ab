import numpy as np
import pytest

from core.figures.parting import parting
from core.figures.strokes import Stroke
from core.figures.theme import DARK, LIGHT
from core.ui.live import pack

N, EXTENT = 23, 5.5
AXIS = np.linspace(-EXTENT, EXTENT, N)
X1, X2 = np.meshgrid(AXIS, AXIS)
POINTS = np.array([[-4.0, 4.0], [4.0, -4.0]], np.float32), np.array([1, 0])
LABELS = {"fitted": "learned", "answer": "answer", "truth": "truth"}


def drawn(z, **more):
    return parting(z, EXTENT, POINTS, POINTS, theme=LIGHT, labels=LABELS, **more)


def on_plane(figure: dict, ends: np.ndarray) -> np.ndarray:
    p = figure["drawing"]["plane"]
    xy = ends.reshape(-1, 2)
    x = -EXTENT + (xy[:, 0] - p["x"]) / p["width"] * 2 * EXTENT
    y = EXTENT - (xy[:, 1] - p["y"]) / p["height"] * 2 * EXTENT
    return np.stack([x, y], axis=1)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_line_runs_where_the_model_cannot_tell(theme) -> None:
    figure = parting(X2 - 2 * X1 - 3, EXTENT, POINTS, None, theme=theme, labels=LABELS)
    pack(figure)
    learned = figure["drawing"]["items"][1]
    x, y = on_plane(figure, learned["ends"]).T
    np.testing.assert_allclose(y, 2 * x + 3, atol=1e-3)
    assert y.max() > 5.4 and y.min() < -5.4


def test_answer_and_truth_are_dashed_under_it() -> None:
    figure = drawn(X1, answer=X2, truth=X1 - X2)
    truth, answer, learned = figure["drawing"]["items"][1:4]
    x, y = on_plane(figure, truth["ends"]).T
    np.testing.assert_allclose(x, y, atol=1e-3)
    np.testing.assert_allclose(on_plane(figure, answer["ends"])[:, 1], 0, atol=1e-3)
    assert learned["width"] > answer["width"] > truth["width"]
    gaps = answer["ends"][1:, 0] - answer["ends"][:-1, 2]
    assert gaps.max() > 4 and np.abs(learned["ends"][1:] - learned["ends"][:-1]).max() < 15


def test_the_map_is_how_sure_it_is() -> None:
    (area,) = (item for item in drawn(X1 * 1e3)["drawing"]["items"] if item.get("name") == "map")
    values = area["values"][0] * area["scale"]
    assert values[:, 0].max() == pytest.approx(-1, abs=1e-4) and values[:, -1].min() == pytest.approx(1, abs=1e-4)


def test_the_key_names_what_is_there_and_the_colours_fit() -> None:
    for more, expected in (({}, ["learned"]), ({"answer": X2, "truth": X1}, ["learned", "answer", "truth"])):
        drawing = drawn(X1, **more)["drawing"]
        words = [item["text"][0] for item in drawing["items"] if item["kind"] == "words"]
        assert [word for word in words if word in LABELS.values()] == expected
        used = [np.max(item["colour"]) for item in drawing["items"] if "colour" in item]
        assert max(used) < len(drawing["colours"])


def test_a_boundary_that_is_nowhere_or_not_a_number_draws_no_line() -> None:
    for z in (np.ones((N, N)), np.full((N, N), np.nan)):
        figure = drawn(z)
        pack(figure)
        assert not len(figure["drawing"]["items"][1]["ends"])
    assert Stroke(1).item(np.empty((0, 4)))["ends"].shape == (0, 4)
