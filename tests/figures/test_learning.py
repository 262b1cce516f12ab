"""Loss over accuracy."""

import numpy as np

from core.figures.curves import Curve
from core.figures.learning import FOUND, learning
from core.figures.theme import COLOUR, LIGHT

X = np.linspace(0, 3, 500)


def draw(**more: object) -> dict:
    loss = [Curve("train", X, np.exp(-X), "train"), Curve("test", X, np.exp(-X / 2), "test")]
    score = [Curve("train", X, X / 3, "train")]
    return learning(loss, score, theme=LIGHT, width_px=300, height_px=230, **more)["drawing"]  # type: ignore[arg-type]


def lines(drawing: dict, role: str) -> list[np.ndarray]:
    found = [i for i in drawing["items"] if i["kind"] == "links" and i["colour"] == COLOUR[role] and i["width"] == 2]
    return [item["ends"] for item in found]


def test_losses_stand_over_scores_and_train_is_solid_test_dashed() -> None:
    drawing = draw()
    above, below, _ = lines(drawing, "train")
    assert above[:, 1].max() < below[:, 1].min()
    (dashed, _) = lines(drawing, "test")
    gaps = np.hypot(*(dashed[1:, :2] - dashed[:-1, 2:]).T) > 1
    assert gaps.any() and np.allclose(above[1:, :2], above[:-1, 2:])


def test_the_pointer_finds_the_numbers() -> None:
    marks = [item for item in draw()["items"] if item["kind"] == "marks"]
    assert [len(mark["xy"]) for mark in marks] == [FOUND] * 3
    np.testing.assert_allclose(marks[0]["data"][:, 1], np.exp(-marks[0]["data"][:, 0]), rtol=1e-5)


def test_a_cursor_crosses_both() -> None:
    def uprights(drawing: dict) -> int:
        found = [i for i in drawing["items"] if i["kind"] == "links" and i["colour"] == COLOUR["outline"]]
        return sum(len(item["ends"]) for item in found)

    assert uprights(draw(cursor=1.5)) == 2 and uprights(draw()) == 0


def test_one_point_alone_is_seen() -> None:
    one = [Curve("train", np.zeros(1), np.ones(1), "train")]
    items = learning(one, one, theme=LIGHT)["drawing"]["items"]
    assert [item["size"] for item in items if item["kind"] == "marks"] == [4.0, 4.0]
