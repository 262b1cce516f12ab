"""Small pictures of numbers and of colours."""

import numpy as np

from core.figures.theme import DARK, LIGHT
from core.figures.tiles import grid, pictures, signed

AT = np.array([[0, 0, 10.0]])


def test_numbers_stand_upright_in_the_colours_of_their_sign() -> None:
    item = signed(np.array([[[2.0, 0.0], [-2.0, np.nan]]]), AT, 2.0, LIGHT)
    seen = item["palette"][item["pixels"][0][::-1]]
    assert "#" + "".join(f"{v:02x}" for v in seen[0, 0]) == LIGHT.positive
    assert "#" + "".join(f"{v:02x}" for v in seen[1, 0]) == LIGHT.negative
    assert (seen[0, 1] == 255).all() and (seen[1, 1] == 255).all(), "zero and what is no number are the background"


def test_the_pointer_reads_what_was_shown() -> None:
    values = np.array([[[0.5, -1.0], [1.5, 3.0]]])
    item = signed(values, AT, 2.0, LIGHT)
    read = (item["pixels"][0][::-1] / 127.5 - 1) * item["limit"]
    np.testing.assert_allclose(read, np.clip(values[0], -2, 2), atol=0.01)


def test_grey_pictures_are_ink_and_others_keep_their_colours() -> None:
    grey = pictures(np.array([[[[255, 0], [0, 0]]]], np.uint8), AT, DARK)
    assert grey["pixels"].tolist() == [[[0, 0], [255, 0]]], "row 0 of a picture is the lowest"
    assert [grey["palette"][i].tolist() for i in (0, 255)] == [[0x0E, 0x11, 0x17], [0xF3, 0xF4, 0xF6]]
    red = np.zeros((1, 3, 2, 2), np.uint8)
    red[0, 0, 0, 1] = 200
    item = pictures(red, AT, DARK)
    assert "palette" not in item and item["pixels"].shape == (1, 2, 2, 3)
    assert item["pixels"][0, 1, 1].tolist() == [200, 0, 0]


def test_a_grid_fills_lines() -> None:
    at = grid(5, 2, 10.0, 3.0, 1.0, 2.0)
    assert at[:, :2].tolist() == [[1, 2], [14, 2], [1, 15], [14, 15], [1, 28]]
