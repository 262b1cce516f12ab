"""Points by class."""

import numpy as np

from core.figures.embedding import embedding, shape
from core.figures.theme import LIGHT

PLACES = np.array([[1.0, 2.0], [-3.0, 0.5], [2.0, -2.0], [0.0, 0.0]])
CLASSES = np.array([0, 8, 0, 8])


def draw(**more: object) -> dict:
    names = [f"class {k}" for k in range(9)]
    return embedding(PLACES, CLASSES, names=names, theme=LIGHT, **more)["drawing"]  # type: ignore[arg-type]


def test_classes_that_share_a_colour_differ_in_shape() -> None:
    assert shape(0) != shape(8) and len({(k % 8, shape(k)) for k in range(64)}) == 64
    marks = [item for item in draw()["items"] if item["kind"] == "marks"]
    assert [len(mark["xy"]) for mark in marks] == [2, 2]
    assert marks[0]["fill"] == marks[1]["fill"] and marks[0]["shape"] != marks[1]["shape"]


def test_wrong_points_are_larger_with_a_dark_rim_and_the_selected_one_is_boxed() -> None:
    drawing = draw(wrong=np.array([True, False, False, False]), selected=2, data=np.arange(4)[:, None])
    marks = [item for item in drawing["items"] if item["kind"] == "marks"]
    right, wrong, _, box = marks
    assert wrong["data"].tolist() == [[0]] and right["data"].tolist() == [[2]]
    assert wrong["size"] > right["size"] and drawing["colours"][wrong["stroke"]] == LIGHT.outline
    assert box["shape"] == "box" and box["xy"].tolist() == right["xy"].tolist()


def test_each_class_is_named_in_the_middle_of_its_points() -> None:
    words = draw()["items"][-1]
    assert words["text"] == ["class 0", "class 8"]
    points = [item["xy"] for item in draw()["items"] if item["kind"] == "marks"]
    np.testing.assert_allclose(words["xy"], [np.median(xy, 0) for xy in points], rtol=1e-5)


def test_names_of_classes_that_lie_on_each_other_stand_below_each_other() -> None:
    names = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]
    near = np.random.default_rng(0).normal(0, 0.05, (10, 2))
    far = np.array([[8.0, 8.0], [-8.0, 8.0]])
    for places in (near, np.zeros((10, 2)), np.concatenate([near[:8] + far[0], far])):
        drawing = embedding(places, np.arange(10), names=names, theme=LIGHT)["drawing"]
        words = drawing["items"][-1]["xy"]
        apart = np.abs(words[:, None] - words[None])
        on_each_other = (apart[..., 0] < 30) & (apart[..., 1] < 17) & ~np.eye(10, dtype=bool)
        assert not on_each_other.any() and (words > 0).all() and (words[:, 1] < drawing["height"]).all()


def test_a_place_of_ones_own_is_a_star_with_its_name_even_beyond_the_rim() -> None:
    drawing = draw(own=(900.0, 0.0), own_name="yours")
    star, words = drawing["items"][-2:]
    assert star["shape"] == "star" and words["text"] == ["yours"]
    assert (star["xy"] <= [drawing["width"], drawing["height"]]).all()
