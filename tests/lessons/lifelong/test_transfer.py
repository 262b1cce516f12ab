"""Transfer: the four measures on a matrix worked by hand."""

import numpy as np
import pytest

from core.lessons.lifelong.transfer import MEASURES

FIRST = np.array([0.5, 0.4, 0.3])
R = np.array([[0.9, 0.5, 0.2], [0.7, 0.8, 0.6], [0.8, 0.4, 1.0]])


@pytest.mark.parametrize(
    ("k", "expected"),
    [
        (
            3,
            {
                "average": 2.2 / 3,
                "forgetting": (0.1 + 0.4) / 2,
                "backward": (-0.1 - 0.4) / 2,
                "forward": (0.1 + 0.3) / 2,
            },
        ),
        (2, {"average": 0.75, "forgetting": 0.2, "backward": -0.2, "forward": 0.1}),
        (1, {"average": 0.9, "forgetting": np.nan, "backward": np.nan, "forward": np.nan}),
    ],
)
def test_measures(k, expected):
    found = {name: measure.of(R[:k], FIRST) for name, measure in MEASURES.items()}
    assert found == pytest.approx(expected, nan_ok=True)
