"""Drawings as digits, whatever their size."""

import numpy as np
import pytest

from core.datasets.drawn_digit import from_strokes

ONE = [[(0.5, 0.2), (0.5, 0.8)]]
CORNER = [[(0.2, 0.2), (0.2, 0.8), (0.8, 0.8)]]


@pytest.mark.parametrize(("side", "rows"), [(8, 8), (28, 20)])
def test_a_drawing_fills_the_box_of_its_set(side: int, rows: int) -> None:
    found = from_strokes(CORNER, side)
    assert found.shape == (1, side, side) and found.dtype == np.uint8
    inked = found[0] > 60
    assert inked.any(1).sum() == rows and abs(int(inked.any(0).sum()) - rows) <= 1


@pytest.mark.parametrize("side", [8, 28])
@pytest.mark.parametrize("factor", [0.2, 1.0, 1.6])
def test_size_and_place_of_the_drawing_do_not_matter(side: int, factor: float) -> None:
    moved = [[((x - 0.5) * factor + 0.4, (y - 0.5) * factor + 0.5) for x, y in stroke] for stroke in CORNER]
    away = np.abs(from_strokes(moved, side).astype(int) - from_strokes(CORNER, side).astype(int))
    assert away.mean() < 4


def test_a_stroke_is_as_thick_as_those_of_the_set() -> None:
    assert from_strokes(ONE, 8)[0, 3].sum() / 255 == pytest.approx(1.6, abs=0.4)
    assert from_strokes(ONE, 28)[0, 14].sum() / 255 == pytest.approx(2.6, abs=0.5)


def test_nothing_and_a_dot_are_drawings_too() -> None:
    assert not from_strokes([], 8).any() and not from_strokes([[]], 28).any()
    assert from_strokes([[(0.3, 0.3)]], 8).any()
