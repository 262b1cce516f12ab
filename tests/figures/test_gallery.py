"""Pictures in lines."""

import numpy as np
import pytest

from core.figures.gallery import gallery
from core.figures.theme import LIGHT


def draw(n: int, **more: object) -> dict:
    images = np.zeros((n, 1, 8, 8), np.uint8)
    return gallery(images, [f"{i} → {i + 1}" for i in range(n)], theme=LIGHT, **more)["drawing"]  # type: ignore[arg-type]


@pytest.mark.parametrize(("n", "across"), [(1, 0), (7, 0), (40, 0), (12, 3), (400, 0)])
def test_pictures_and_their_words_lie_inside(n: int, across: int) -> None:
    drawing = draw(n, width_px=420, height_px=300, across=across)
    at, words = drawing["items"][0]["at"], drawing["items"][1]
    assert len(at) == len(words["text"]) <= n and len(at) > min(n, 30) - 1
    assert (at[:, 0] >= 0).all() and (at[:, 0] + at[:, 2] <= 420).all()
    assert (words["xy"][:, 1] + 6 <= drawing["height"]).all() and len(np.unique(at[:, :2], axis=0)) == len(at)


def test_right_and_wrong_are_framed_and_can_be_clicked() -> None:
    drawing = draw(3, right=np.array([True, False, True]), data=np.array([[5], [6], [7]]))
    frames = [item for item in drawing["items"] if item.get("shape") == "box"]
    assert [len(frame["xy"]) for frame in frames] == [2, 1]
    assert [drawing["colours"][frame["stroke"]] for frame in frames] == [LIGHT.positive, LIGHT.negative]
    assert drawing["items"][0]["name"] == "picture" and drawing["items"][0]["data"].tolist() == [[5], [6], [7]]


def test_where_there_is_none_it_says_so() -> None:
    items = draw(0, empty="No mistake")["items"]
    assert [item["text"] for item in items] == [["No mistake"]]
