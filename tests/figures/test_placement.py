import numpy as np
import pytest

from core.figures.placement import EDGE, place


@pytest.mark.parametrize("sizes", [(1, 1), (2, 8, 8, 1), (7, *[8] * 6, 3), (2, *[32] * 8, 8)])
def test_units_lie_inside_and_apart(sizes: tuple[int, ...]) -> None:
    at = place(sizes, 500, 340, 30, 20)
    assert at.sizes == sizes
    half = at.side / 2
    assert at.units[:, 0].min() - half >= EDGE + 30 - 1e-3
    assert at.units[:, 0].max() + half <= 500 - EDGE - 20 + 1e-3
    assert at.units[:, 1].min() - half >= EDGE - 1e-3
    assert at.units[:, 1].max() + half <= 340 - EDGE + 1e-3
    for centres in at.centres:
        assert np.ptp(centres[:, 0]) == 0
        assert np.all(np.diff(centres[:, 1]) > at.side)
    assert np.all(np.diff([c[0, 0] for c in at.centres]) > at.side)


def test_units_shrink_with_their_number() -> None:
    sides = [place((2, n, 1), 500, 340, 30, 20).side for n in (2, 8, 16, 32)]
    assert sides == sorted(sides, reverse=True)


def test_corners_and_ids() -> None:
    at = place((2, 3, 1), 500, 340, 30, 20)
    np.testing.assert_array_equal(at.ids, [[0, 0], [0, 1], [1, 0], [1, 1], [1, 2], [2, 0]])
    np.testing.assert_allclose(at.corners[:, :2] + at.side / 2, at.units, rtol=1e-6)
    np.testing.assert_array_equal(at.corners[:, 2], np.float32(at.side))


def test_gauges_stand_outside_the_lower_left_corners() -> None:
    at = place((2, 3, 1), 500, 340, 30, 20)
    left, low = (at.corners[2:, :2] + np.array([0, at.side])).T
    np.testing.assert_allclose(at.gauges[:, 0] + at.gauge / 2, left - 1, rtol=1e-5)
    np.testing.assert_allclose(at.gauges[:, 1] + at.gauge / 2, low, rtol=1e-5)
