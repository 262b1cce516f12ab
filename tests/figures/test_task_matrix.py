"""The matrix of tasks: its squares, its frame, and what it refuses."""

import numpy as np
import pytest

from core.figures.task_matrix import task_matrix
from core.figures.theme import LIGHT


def items(row):
    values = np.array([[0.9, 0.5], [np.nan, np.nan]])
    return task_matrix(values, ["0, 1", "2, 3"], theme=LIGHT, row=row, title="Plain")["drawing"]["items"]


def test_numbers_stand_in_reached_squares_and_the_row_is_framed():
    shown = items(0)
    texts = {text for item in shown if item["kind"] == "words" for text in item["text"]}
    assert {".9", ".5", "0, 1", "2, 3"} <= texts and "nan" not in texts
    rim = next(item["ends"] for item in shown if item["kind"] == "links")
    square = next(item["at"][0] for item in shown if item["kind"] == "images")
    assert np.ptp(rim[:, 0]) == pytest.approx(square[2]) and np.ptp(rim[:, 1]) == pytest.approx(square[2] / 2)
    assert not any(item["kind"] == "links" for item in items(2))


def test_names_must_fit():
    with pytest.raises(ValueError, match="3 tasks"):
        task_matrix(np.zeros((2, 2)), ["a", "b", "c"], theme=LIGHT, row=0)
