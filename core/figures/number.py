"""Number: values as the words of a figure."""

import math


def told(value: float, digits: int = 4) -> str:
    """At most `digits` significant digits, never an exponent between 0.001 and 10000; a true minus, −0 as 0."""
    if not math.isfinite(value):
        return "?" if value != value else ("∞" if value > 0 else "−∞")
    text = f"{value:.0f}" if 10**digits - 0.5 <= abs(value) < 1e4 else f"{value:.{digits}g}"
    return "0" if value == 0 else text.replace("-", "−")


def factor(value: float, digits: int = 4) -> str:
    """The same inside a product: negative ones in brackets."""
    text = told(value, digits)
    return f"({text})" if text.startswith("−") else text
