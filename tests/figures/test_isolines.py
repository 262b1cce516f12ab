import numpy as np
import pytest

from core.figures.isolines import isolines


def test_a_slope_has_straight_lines_at_its_levels() -> None:
    _, column = np.mgrid[0:5, 0:7]
    segments, level = isolines(2.0 * column, np.array([3.0, 7.0]))
    assert len(segments) == 2 * 4
    np.testing.assert_allclose(segments[level == 0][:, [0, 2]], 1.5)
    np.testing.assert_allclose(segments[level == 1][:, [0, 2]], 3.5)
    covered = np.sort(segments[level == 0][:, [1, 3]].min(1))
    np.testing.assert_allclose(covered, [0, 1, 2, 3])


def test_a_bowl_has_closed_circles_of_the_right_length() -> None:
    x = np.linspace(-2, 2, 81)
    values = x[:, None] ** 2 + x[None, :] ** 2
    segments, _ = isolines(values, np.array([1.013]))
    ends = segments * (x[1] - x[0]) - 2
    radius = np.hypot(ends[:, [0, 2]], ends[:, [1, 3]])
    np.testing.assert_allclose(radius, np.sqrt(1.013), atol=1e-3)
    length = np.hypot(ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1]).sum()
    assert length == pytest.approx(2 * np.pi * np.sqrt(1.013), rel=1e-3)
    points, count = np.unique(np.round(segments.reshape(-1, 2), 9), axis=0, return_counts=True)
    assert len(points) == len(segments) and (count == 2).all(), "every point ends one segment and begins another"


@pytest.mark.parametrize("turn", range(4))
def test_all_sixteen_cases_part_what_is_above_from_what_is_below(turn: int) -> None:
    for code in range(16):
        corners = np.array([(code >> k) & 1 for k in range(4)], float)
        values = np.rot90(np.array([[corners[0], corners[1]], [corners[3], corners[2]]]), turn)
        segments, _ = isolines(values, np.array([0.5]))
        above = int(values.sum())
        saddle = above == 2 and values[0, 0] == values[1, 1]
        assert len(segments) == (2 if saddle else 0 if above in (0, 4) else 1)
        for segment in segments.reshape(-1, 2):
            column, row = segment
            along = values[0] + row * (values[1] - values[0])
            assert along[0] + column * (along[1] - along[0]) == pytest.approx(0.5)


@pytest.mark.parametrize("middle_is_above", [True, False])
def test_a_saddle_cell_is_joined_through_its_middle_or_parted(middle_is_above: bool) -> None:
    low, high = (0.4, 1.0) if middle_is_above else (0.0, 0.6)
    segments, _ = isolines(np.array([[high, low], [low, high]]), np.array([0.5]))
    assert len(segments) == 2
    column, row = segments[:, [0, 2]].mean(1), segments[:, [1, 3]].mean(1)
    cuts_low_corners = np.abs(column - row) > 0.1  # the high corners stand at (0, 0) and (1, 1)
    assert (cuts_low_corners == middle_is_above).all()


def test_what_is_not_a_number_is_left_out() -> None:
    values = np.arange(9.0).reshape(3, 3)
    values[0, 0] = np.nan
    segments, _ = isolines(values, np.array([4.5]))
    assert np.isfinite(segments).all() and len(segments)
    empty, index = isolines(np.zeros((3, 3)), np.array([1.0]))
    assert empty.shape == (0, 4) and index.shape == (0,)
