import numpy as np
import pytest

from core.figures.ranges import Span, ranges
from core.figures.theme import COLOUR, LIGHT

ROWS = [("a", Span(1, 10, 100, "one"), None), ("b", None, Span(1e10, 1e10, 1e10, "two")), ("c", Span(1, 1, 1), None)]


def test_a_step_to_the_right_is_ten_times_more():
    made = ranges(ROWS, ("us", "them"), theme=LIGHT)["drawing"]
    dots = [item for item in made["items"] if item["kind"] == "marks"]
    assert [dot["fill"] for dot in dots] == [COLOUR["positive"], COLOUR["negative"]]
    (ten, _), (one, _) = dots[0]["xy"]
    ((large, _),) = dots[1]["xy"]
    assert large - one == pytest.approx(10 * (ten - one), rel=1e-4)
    lines = [item for item in made["items"] if item["kind"] == "links" and item["width"] == 4]
    assert np.ptp(lines[0]["ends"][0, [0, 2]]) == pytest.approx(2 * (ten - one), rel=1e-4)
    assert made["names"] == ["us: 10 (1 … 100)\none", "us: 1\n", "them: 10¹⁰\ntwo".replace("10¹⁰", "1 × 10¹⁰")]
    assert large <= 560
