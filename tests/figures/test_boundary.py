import numpy as np
import pytest

from core.figures.boundary import OPACITY, boundary
from core.figures.drawing import HEAD
from core.figures.theme import DARK, LIGHT, rgb
from core.ui.live import pack

X = np.array([[-5.0, 0.0], [2.0, 3.0], [0.5, -1.0]], np.float32)
POINTS = X, np.array([0, 1, 1])


def softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z)
    return e / e.sum(0)


def area(figure: dict) -> dict:
    return figure["drawing"]["items"][0]


def named(figure: dict, name: str) -> list[dict]:
    return [item for item in figure["drawing"]["items"] if item.get("name") == name]


def told(item: dict) -> np.ndarray:
    return item["values"][0] * item["scale"]


@pytest.mark.parametrize("n_classes", [0, 2, 3, 8, 10])
@pytest.mark.parametrize("discretize", [False, True])
@pytest.mark.parametrize("show_test", [False, True])
def test_every_kind_can_be_sent(n_classes: int, discretize: bool, show_test: bool) -> None:
    generator = np.random.default_rng(0)
    shape = (n_classes, 9, 9) if n_classes > 2 else (9, 9)
    values = softmax(generator.normal(size=shape)) if n_classes > 2 else generator.uniform(-1, 1, shape)
    figure = boundary(
        values, 6, POINTS, POINTS, n_classes=n_classes, theme=DARK, discretize=discretize, show_test=show_test
    )
    pack(figure)
    assert sum(len(item["xy"]) for item in named(figure, "train")) == 3
    assert sum(len(item["xy"]) for item in named(figure, "test")) == 3 * show_test
    assert area(figure)["smooth"] is not discretize


def test_values_choose_their_colour_and_are_told() -> None:
    values = np.array([[-1, 0], [0.5, 1]], np.float32)
    item = area(boundary(values, 6, n_classes=2, theme=LIGHT))
    np.testing.assert_array_equal(item["pixels"], [[[0, 128], [191, 255]]])
    np.testing.assert_allclose(told(item), values, atol=2e-5)
    strong = OPACITY * rgb(LIGHT.negative) + (1 - OPACITY) * rgb(LIGHT.background)
    np.testing.assert_array_equal(item["palette"][0], np.rint(strong))
    np.testing.assert_array_equal(item["palette"][127:129], [rgb(LIGHT.background)] * 2)
    assert item["values"].dtype == np.int16


def test_a_limit_bounds_the_colours_but_not_what_is_told() -> None:
    values = np.array([[-30, 5], [10, 20]], np.float32)
    item = area(boundary(values, 6, n_classes=2, theme=LIGHT, limit=20))
    np.testing.assert_array_equal(item["pixels"], [[[0, 159], [191, 255]]])
    np.testing.assert_allclose(told(item), values, atol=1e-3)


def test_discretising_changes_the_colours_but_not_what_is_told() -> None:
    values = np.array([[-0.9, -0.1], [0.0, 0.4]], np.float32)
    two = area(boundary(values, 1, n_classes=2, theme=LIGHT, discretize=True))
    np.testing.assert_array_equal(two["pixels"], [[[0, 0], [128, 255]]])
    steps = area(boundary(values, 1, n_classes=0, theme=LIGHT, discretize=True))
    np.testing.assert_array_equal(steps["pixels"], [[[0, 128], [128, 191]]])
    np.testing.assert_allclose(told(steps), values, atol=2e-5)


def test_many_classes_code_class_and_confidence() -> None:
    values = np.zeros((4, 3, 3))
    values[:, :, 0] = np.array([0, 0, 1, 0])[:, None]  # sure
    values[:, :, 1] = 0.25  # no idea
    values[:, :, 2] = np.array([0.125, 0.625, 0.125, 0.125])[:, None]  # half way
    item = area(boundary(values, 1, n_classes=4, theme=LIGHT))
    np.testing.assert_array_equal(item["pixels"][0, 0], [2 * 64 + 63, 0, 64 + 32])
    np.testing.assert_array_equal(item["classes"][0, 0], [2, 0, 1])
    np.testing.assert_allclose(told(item)[0], [1, 0.25, 0.62])
    np.testing.assert_array_equal(item["palette"][64], rgb(LIGHT.background))
    assert "{c}: {p}%" in item["hover"][1]


def test_diverged_values_are_drawn_all_the_same() -> None:
    pack(boundary(np.full((3, 4, 4), np.nan), 1, n_classes=3, theme=LIGHT))
    item = area(boundary(np.full((4, 4), np.nan), 1, n_classes=2, theme=LIGHT))
    assert (item["pixels"] == 128).all()
    assert (item["values"] == -32768).all()


def test_the_plane_and_its_points_agree() -> None:
    figure = boundary(np.zeros((4, 4)), 6, POINTS, n_classes=2, theme=LIGHT, selected=(2.0, 3.0), size_px=400)
    plane, ring = figure["drawing"]["plane"], figure["drawing"]["items"][-1]
    (item,) = (i for i in named(figure, "train") if len(i["xy"]) == 2)
    for xy in (ring["xy"][0], item["xy"][0] * item["unit"]):
        assert xy[0] == pytest.approx(plane["x"] + plane["width"] * 8 / 12, abs=0.01)
        assert xy[1] == pytest.approx(plane["y"] + plane["width"] * 3 / 12, abs=0.01)
    np.testing.assert_allclose(area(figure)["at"], [[plane["x"], plane["y"], plane["width"]]])
    assert plane["x_range"] == plane["y_range"] == [-6, 6] and plane["width"] == plane["height"]


@pytest.mark.parametrize(("title", "height"), [("", 400), ("Map", 400 - HEAD)])
def test_the_height_includes_the_title(title: str, height: float) -> None:
    whole = boundary(np.zeros((4, 4)), 6, n_classes=2, theme=LIGHT, title=title, size_px=400)["drawing"]
    assert whole["height"] == height
    assert whole["plane"]["x"] + whole["plane"]["width"] <= whole["width"]


@pytest.mark.parametrize(("extent", "end"), [(6, "5"), (1, "1"), (0.3, "0.2"), (25, "20")])
def test_ticks_stand_at_round_numbers(extent: float, end: str) -> None:
    figure = boundary(np.zeros((4, 4)), extent, n_classes=2, theme=LIGHT, x_title="x₁", y_title="x₂")
    words = [item["text"] for item in figure["drawing"]["items"] if item["kind"] == "words"]
    assert words == [[f"−{end}", "0", end]] * 2 + [["x₁"], ["x₂"]]


def test_words_come_from_outside() -> None:
    words = {"value": "Ausgabe", "class": "Klasse", "train": "Übung", "test": "Probe"}
    figure = boundary(np.zeros((4, 4)), 6, POINTS, POINTS, n_classes=2, theme=LIGHT, labels=words, show_test=True)
    assert "Ausgabe" in area(figure)["hover"][1]
    assert named(figure, "train")[0]["hover"][1] == "Klasse {i1} · Übung"
    assert named(figure, "test")[0]["hover"][1] == "Klasse {i1} · Probe"


def test_a_usual_map_is_small_to_send() -> None:
    generator = np.random.default_rng(0)
    data = generator.uniform(-6, 6, (250, 2)), generator.integers(0, 2, 250)
    values = generator.uniform(-1, 1, (64, 64))
    assert len(pack(boundary(values, 6, data, data, n_classes=2, theme=LIGHT, show_test=True))) < 19_500


def test_a_wrong_shape_is_named() -> None:
    with pytest.raises(ValueError, match="shape"):
        boundary(np.zeros((4, 4)), 6, n_classes=3, theme=LIGHT)
