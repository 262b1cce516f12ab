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


def test_every_cell_tells_its_row_column_and_share_and_one_may_be_selected() -> None:
    shade = COUNTS / COUNTS.sum(1, keepdims=True)
    names = ["automobile", "dog"]
    drawn = cells(COUNTS, shade, theme=LIGHT, row_names=names, column_names=names, selected=(1, 0), title="t")[
        "drawing"
    ]
    found = next(item for item in drawn["items"] if item.get("name") == "cells")
    assert found["data"].tolist() == [[0, 0, 7, 100], [0, 1, 0, 0], [1, 0, 3, 75], [1, 1, 1, 25]]
    assert drawn["names"] == [*names, *names]
    box = drawn["items"][-1]
    assert box["xy"].tolist() == [found["xy"][2].tolist()] and drawn["colours"][box["stroke"]] == LIGHT.outline


def test_names_of_rows_have_room_and_those_of_columns_end_where_their_cell_ends() -> None:
    words = "一个很长的类别名字"
    drawn = cells(COUNTS, COUNTS, theme=LIGHT, row_names=[words, "0"], column_names=[words, "0"], height_px=120)[
        "drawing"
    ]
    left, _, side = drawn["items"][0]["at"][0]
    columns, rows = drawn["items"][3], drawn["items"][4]
    assert rows["text"][0] == words and left > 11 * len(words)
    assert columns["text"][0] == words[: len(columns["text"][0])] and 11 * len(columns["text"][0]) <= side / 2
