import numpy as np
import pytest

from core.figures.decision import EXAMPLE, decision
from core.figures.theme import DARK, LIGHT
from core.ui.live import pack

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)
GATE = X, np.array([0, 0, 0, 1])


def draw(
    w: tuple[float, float] = (1.0, 1.0), offset: float = -1.5, point: tuple[float, float] = (0, 0), **more: object
) -> dict:
    return decision(np.zeros((5, 5)), 2.0, np.array(w), offset, point, theme=LIGHT, **more)  # type: ignore[arg-type]


def items(figure: dict, **wanted: object) -> list[dict]:
    return [item for item in figure["drawing"]["items"] if all(item.get(k) == v for k, v in wanted.items())]


def numbers(figure: dict, px: np.ndarray) -> np.ndarray:
    plane = figure["drawing"]["plane"]
    scale = 4 / plane["width"]
    xy = np.asarray(px).reshape(-1, 2)
    return np.stack([(xy[:, 0] - plane["x"]) * scale - 2, 2 - (xy[:, 1] - plane["y"]) * scale], 1)


def line(figure: dict) -> dict:
    return next(item for item in items(figure, kind="links", width=2.5))


@pytest.mark.parametrize(("w", "offset"), [((1, 1), -1.5), ((0, 2), 1), ((-3, 0), 0.6), ((0.3, -0.7), 0.9)])
def test_the_sum_is_zero_all_along_the_line(w: tuple[float, float], offset: float) -> None:
    ends = numbers(figure := draw(w, offset), line(figure)["ends"])
    np.testing.assert_allclose(ends @ np.array(w) + offset, 0, atol=1e-5)
    assert np.abs(ends).max(1) == pytest.approx(2, abs=1e-5), "it ends at the rim"


def test_the_arrow_stands_at_a_right_angle_and_is_as_long_as_w() -> None:
    figure = draw((1.0, 0.5), -0.5)
    arrow = next(i for i in items(figure, kind="links", width=2))["ends"][0]
    root, tip = numbers(figure, arrow)
    np.testing.assert_allclose(tip - root, [1.0, 0.5], atol=1e-5)
    assert root @ np.array([1.0, 0.5]) == pytest.approx(0.5, abs=1e-5)


def test_the_dotted_way_leads_to_the_nearest_point_of_the_line() -> None:
    figure = draw((3.0, 4.0), -5.0, (-1.0, -0.5))
    way = numbers(figure, items(figure, kind="links", width=1.5)[0]["ends"])
    np.testing.assert_allclose(way[0], [-1.0, -0.5], atol=1e-5)
    assert np.linalg.norm(way[-1] - way[0]) == pytest.approx(2.0, rel=0.05), "|z| / ‖w‖ = 10 / 5"


def test_no_line_without_weights_and_none_beyond_the_plane() -> None:
    assert not items(draw((0, 0), 1.0), kind="links", width=2.5)
    assert not len(line(draw((1, 0), -9.0))["ends"])
    pack(draw((1, 0), -9.0))


def test_examples_solid_on_the_slice_and_hollow_beside_it() -> None:
    solid, hollow = draw(on_slice=GATE), draw(off_slice=GATE)
    assert {item["size"] for item in items(solid, name="train")} == {EXAMPLE}
    assert sum(len(item["xy"]) for item in items(solid, name="train")) == 4 and not items(solid, name="test")
    assert sum(len(item["xy"]) for item in items(hollow, name="test")) == 4 and not items(hollow, name="train")


def test_mistakes_are_crossed_and_the_taught_example_replaces_the_point() -> None:
    figure = draw(on_slice=GATE, wrong=[(0, 1), (1, 1)], taught=(1.0, 0.0))
    (crosses,) = items(figure, shape="strike")
    np.testing.assert_allclose(numbers(figure, crosses["xy"]), [[0, 1], [1, 1]], atol=1e-5)
    ring = items(figure, shape="circle", line=2.5)[0]
    np.testing.assert_allclose(numbers(figure, ring["xy"]), [[1, 0]], atol=1e-5)
    assert not items(figure, name="point")
    (point,) = items(draw(point=(0.5, -1.5), labels={"point": "input"}), name="point")
    np.testing.assert_allclose(numbers(figure, point["xy"]), [[0.5, -1.5]], atol=1e-5)
    assert point["hover"] == ["input ({x}, {y})"]


def test_colours_are_centred_where_asked() -> None:
    values = np.array([[0.0, 0.5], [0.75, 1.0]])
    figure = decision(values, 2, np.array([1, 0]), 0, (0, 0), theme=DARK, centre=0.5, limit=0.5)
    area = items(figure, kind="images")[0]
    np.testing.assert_array_equal(area["pixels"], [[[0, 128], [191, 255]]])
    np.testing.assert_allclose(area["values"][0] * area["scale"], values, atol=1e-4)
