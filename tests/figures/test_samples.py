"""Small images with what was said of them."""

import numpy as np
import pytest

from core.figures.samples import samples
from core.figures.theme import DARK, LIGHT

IMAGES = np.zeros((3, 2, 2))
IMAGES[0, 0, 0] = 1.0  # upper left


def draw(**more) -> dict:
    right = np.array([True, False, True])
    return samples(IMAGES, ["1 = 1", "2 ≠ 3", "4 = 4"], right, theme=LIGHT, across=2, **more)["drawing"]


def test_images_stand_upright() -> None:
    assert draw()["items"][0]["pixels"][0].tolist() == [[0, 0], [255, 0]], "row 0 of an image is the lowest"


def test_images_fill_lines_and_stay_inside() -> None:
    drawing = draw(width_px=300, height_px=200)
    at = drawing["items"][0]["at"]
    assert at[0, 1] == at[1, 1] < at[2, 1] and at[0, 0] == at[2, 0] < at[1, 0]
    assert (at[:, 0] + at[:, 2] <= 300).all() and (at[:, 1] + at[:, 2] <= 200).all() and (at[:, :2] >= 0).all()


def test_right_and_wrong_differ_in_frame_and_words() -> None:
    drawing = draw()
    frames = drawing["items"][2:]
    assert [len(frame["xy"]) for frame in frames] == [2, 1]
    assert [drawing["colours"][frame["stroke"]] for frame in frames] == [LIGHT.positive, LIGHT.negative]
    assert drawing["items"][1]["text"] == ["1 = 1", "2 ≠ 3", "4 = 4"]


def test_ink_is_the_text_colour_on_the_background() -> None:
    palette = samples(IMAGES, ["", "", ""], np.ones(3), theme=DARK, across=3)["drawing"]["items"][0]["palette"]
    assert [tuple(palette[i]) for i in (0, 255)] == [(0x0E, 0x11, 0x17), (0xF3, 0xF4, 0xF6)]


def test_a_missing_caption_is_refused() -> None:
    with pytest.raises(ValueError, match="as many captions"):
        samples(IMAGES, ["1"], np.ones(3), theme=LIGHT, across=2)
