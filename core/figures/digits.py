"""Digits: numbers short enough for a drawing, and as exact as a formula needs them."""

import math


def short(value: float) -> str:
    """A few characters, such as 2, 12.3, 1.23, −0.123 or 4.1e−5, for inside a drawing; nothing for not a number."""
    size = abs(value)
    if math.isnan(size):
        return ""
    if math.isinf(size):
        return "∞" if value > 0 else "−∞"
    if size == 0:
        text = "0"
    elif value == round(value) and size < 1000:
        text = f"{value:.0f}"
    elif size >= 99.95:
        text = f"{value:.0f}" if size < 9999.5 else f"{value:.1e}"
    elif size >= 9.995:
        text = f"{value:.1f}"
    elif size >= 0.9995:
        text = f"{value:.2f}"
    elif size >= 0.00995:
        text = f"{value:.3f}"
    else:
        text = f"{value:.1e}"
    return text.replace("e-0", "e-").replace("e+0", "e").replace("e+", "e").replace("-", "−")


SUBSCRIPTS = str.maketrans("0123456789,", "₀₁₂₃₄₅₆₇₈₉‚")
SUPERSCRIPTS = str.maketrans("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾")


def sub(*numbers: int) -> str:
    """1, 2 → ₁₂"""
    return "".join(map(str, numbers)).translate(SUBSCRIPTS)


def sup(number: int) -> str:
    """2 → ⁽²⁾, as layers are written."""
    return f"({number})".translate(SUPERSCRIPTS)
