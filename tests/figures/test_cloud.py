"""Named points on the plane."""

import numpy as np
import pytest

from core.figures.cloud import cloud
from core.figures.theme import LIGHT


def test_each_name_stands_at_its_point_and_the_strong_ones_on_top() -> None:
    points = np.array([[0.0, 0.0], [2.0, -1.0], [-1.5, 0.5]])
    drawing = cloud(points, ["a", "b", "c"], theme=LIGHT, strong=[1])["drawing"]
    plain, strong = (item for item in drawing["items"] if item.get("halo") is not None)
    assert plain["text"] == ["a", "c"] and strong["text"] == ["b"]
    plane = drawing["plane"]
    middle = [plane["x"] + plane["width"] / 2, plane["y"] + plane["height"] / 2]
    np.testing.assert_allclose(plain["xy"][0], middle, atol=0.01)
    assert strong["xy"][0, 0] > middle[0] and strong["xy"][0, 1] > middle[1], "y grows upwards"
    assert drawing["names"] == ["a", "b", "c"]
    with pytest.raises(ValueError, match="as many as names"):
        cloud(points, ["a"], theme=LIGHT)
