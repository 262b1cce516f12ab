import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.figures.digits import short, sub, sup


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.12345, "0.123"),
        (-0.9999, "−1.00"),
        (1.234, "1.23"),
        (-2.0, "−2"),
        (1.0001, "1.00"),
        (-12.34, "−12.3"),
        (123.4, "123"),
        (12345, "1.2e4"),
        (0.00004, "4.0e−5"),
        (-3e-12, "−3.0e−12"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, ""),
    ],
)
def test_short(value: float, text: str) -> None:
    assert short(value) == text


@given(st.floats(-1e9, 1e9))
def test_short_is_short_and_near(value: float) -> None:
    text = short(value)
    assert len(text) <= 9 and "-" not in text
    found = float(text.replace("−", "-"))
    assert found == pytest.approx(value, rel=0.06, abs=1e-300)
    assert (found < 0) == (value < 0)


def test_small_numbers() -> None:
    assert sub(1, 2) == "₁₂" and sup(3) == "⁽³⁾"
