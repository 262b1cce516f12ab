"""A square to draw on."""

import numpy as np

from core.figures.pad import SIDE, pad
from core.figures.theme import LIGHT


def items(picture: np.ndarray | None, strokes: list) -> list[dict]:
    return pad(picture, strokes, pen=0.1, theme=LIGHT, hint="Draw here")["drawing"]["items"]


def test_strokes_are_round_and_as_wide_as_the_pen() -> None:
    line, ends, _ = items(None, [np.array([[0.1, 0.2], [0.5, 0.2], [0.5, 0.9]])])
    assert line["width"] == ends["size"] == 0.1 * SIDE
    np.testing.assert_allclose(line["ends"][1], np.array([0.5, 0.2, 0.5, 0.9]) * SIDE, rtol=1e-6)
    assert len(ends["xy"]) == 3


def test_an_empty_pad_says_what_to_do_and_a_picture_shows_its_pixels() -> None:
    assert [item["text"] for item in items(None, []) if item["kind"] == "words"] == [["Draw here"]]
    image = items(np.arange(4, dtype=np.uint8).reshape(1, 2, 2), [])[0]
    assert image["values"][0].tolist() == [[2, 3], [0, 1]] and image["hover"] == ["{v}"]


def test_places_on_the_pad_run_from_0_to_1_downwards() -> None:
    extent = pad(None, [], pen=0.1, theme=LIGHT)["drawing"]["plane"]
    assert extent["x_range"] == [0, 1] and extent["y_range"] == [1, 0] and extent["width"] == SIDE
