import math

import pytest

from core.figures.number import decade, factor, told


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (-0.35, "−0.35"),
        (1.125, "1.125"),
        (2 / 3, "0.6667"),
        (1234.56, "1235"),
        (9999.6, "10000"),
        (123456.0, "1.235e+05"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "?"),
    ],
)
def test_told(value: float, text: str) -> None:
    assert told(value) == text


def test_digits_and_brackets() -> None:
    assert told(0.123456, 2) == "0.12" and told(999.7, 3) == "1000"
    assert factor(-0.5) == "(−0.5)" and factor(0.5) == "0.5" and factor(-0.0) == "0"


def test_decades_are_powers_or_plain() -> None:
    written = [decade(10.0**e) for e in (-4, -3, -2, 0, 3, 4, 12)]
    assert written == ["10⁻⁴", "10⁻³", "0.01", "1", "1000", "10⁴", "10¹²"]
