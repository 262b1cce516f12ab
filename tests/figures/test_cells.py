"""A table of numbers in coloured cells."""

import numpy as np
import pytest

from core.figures.cells import cells
from core.figures.theme import DARK, LIGHT

COUNTS = np.array([[7, 0], [3, 1]])


def draw(values: np.ndarray = COUNTS, theme=LIGHT) -> dict:
    names = [str(i) for i in range(len(values))]
    shade = values / values.sum(1, keepdims=True)
    return cells(values, shade, theme=theme, row_names=names, column_names=names, x_title="predicted", y_title="true")[
        "drawing"
    ]


def test_the_first_row_lies_on_top_and_its_colour_is_the_shade() -> None:
    image = draw()["items"][0]
    assert image["pixels"][0].tolist() == [[191, 64], [255, 0]], "row 0 of an image is the lowest"
    assert image["values"][0].tolist() == [[3, 1], [7, 0]]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_nothing_is_the_colour_of_the_background(theme) -> None:
    palette = draw(theme=theme)["items"][0]["palette"]
    assert "#" + "".join(f"{v:02x}" for v in palette[0]) == theme.background


def test_numbers_stand_in_the_middle_of_their_cells_and_zeros_are_left_out() -> None:
    drawing = draw()
    left, top, side = drawing["items"][0]["at"][0]
    words = drawing["items"][2]
    assert words["text"] == ["7", "3", "1"]
    assert words["xy"][2].tolist() == pytest.approx([left + 0.75 * side, top + 0.75 * side])


def test_sizes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="one size"):
        cells(COUNTS, COUNTS, theme=LIGHT, row_names=["0"], column_names=["0", "1"])
