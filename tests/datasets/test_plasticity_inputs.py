"""What the page on plasticity feeds its neurons."""

import numpy as np
import pytest

from core.datasets.bars import bars
from core.datasets.cloud import cloud
from core.datasets.volleys import latencies, volley


def test_a_cloud_is_stretched_turned_and_moved() -> None:
    plain = cloud(5000, 1, 0, 1.0, 0.3, 0, 0)
    assert plain.std(0) == pytest.approx([1, 0.3], rel=0.03) and plain.mean(0) == pytest.approx([0, 0], abs=0.05)
    moved = cloud(5000, 1, 0, 1.0, 0.3, 2, -1)
    assert moved - plain == pytest.approx(np.tile([2, -1], (5000, 1)))
    turned = cloud(5000, 1, 90, 1.0, 0.3, 0, 0)
    assert turned == pytest.approx(np.column_stack([-plain[:, 1], plain[:, 0]]))


def test_bars_are_unit_vectors_that_turn_against_the_clock() -> None:
    pictures = bars(8, 12, 0.8)
    assert (pictures**2).sum(1) == pytest.approx(np.ones(8))
    level, rising, upright, falling = pictures[[0, 2, 4, 6]].reshape(4, 12, 12)
    assert level == pytest.approx(level[::-1]) and upright == pytest.approx(level.T)
    assert rising == pytest.approx(falling[:, ::-1]) and rising[2, 9] > 0.1 > rising[2, 2]
    near, far = pictures[0] @ pictures[1], pictures[0] @ pictures[4]
    assert 1 > near > far > 0


def test_a_volley_repeats_its_latencies_with_jitter() -> None:
    late = latencies(200, 15.0, 100.0, 0)
    assert (
        (np.diff(late) >= 0).all() and late.std() == pytest.approx(15, rel=0.15) and 5 <= late.min() < late.max() <= 95
    )
    assert (volley(late, 0.0, 100.0, 0, 3) == late).all()
    times = volley(late, 2.0, 100.0, 0, 3)
    assert (times - late).std() == pytest.approx(2, rel=0.2)
    assert (times == volley(late, 2.0, 100.0, 0, 3)).all() and (times != volley(late, 2.0, 100.0, 0, 4)).any()
