import numpy as np
import pytest
from sklearn.datasets import load_diabetes, load_iris, load_linnerud

from core.datasets.rows import ROWS, outlier, rows


def test_the_rows_are_those_of_the_library():
    x, y = rows("jumps")
    np.testing.assert_array_equal(np.column_stack([x, y]), load_linnerud().data[:, 1:3])
    x, y = rows("iris")
    assert set(zip(x, y, strict=True)) <= set(zip(load_iris().data[:, 3], load_iris().target == 2, strict=True))
    assert (len(y), y.sum()) == (30, 10)
    x, y = rows("diabetes")
    assert set(y) <= set(load_diabetes().target)
    assert len(y) == 21


@pytest.mark.parametrize("id", ROWS)
def test_the_ranges_hold_every_row(id):
    (x, y), entry = rows(id), ROWS[id]
    assert len(x) == len(y) <= 30
    assert entry.x_range[0] < x.min() <= x.max() < entry.x_range[1]
    assert entry.y_range[0] <= y.min() <= y.max() <= entry.y_range[1]


def test_the_outlier_is_moved_and_nothing_else():
    y = rows("jumps")[1]
    row, middle = outlier("jumps"), np.median(y)
    assert y[row] == 250 == y.max()
    for stretch in (0.0, 0.5, 1.2):
        _, moved = rows("jumps", stretch)
        assert moved[row] == pytest.approx(middle + stretch * (250 - middle))
        np.testing.assert_array_equal(np.delete(moved, row), np.delete(y, row))


def test_classes_have_no_outlier():
    with pytest.raises(ValueError, match="classes"):
        outlier("iris")
    np.testing.assert_array_equal(rows("iris", 1.2)[1], rows("iris")[1])


def test_nobody_changes_the_rows():
    with pytest.raises(ValueError):
        rows("jumps")[1][0] = 0
