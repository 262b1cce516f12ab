"""Number: values as the words of a figure."""

import math


def told(value: float, digits: int = 4) -> str:
    """At most `digits` significant digits, never an exponent between 0.001 and 10000; a true minus, −0 as 0."""
    if not math.isfinite(value):
        return "?" if value != value else ("∞" if value > 0 else "−∞")
    text = f"{value:.0f}" if 10**digits - 0.5 <= abs(value) < 1e4 else f"{value:.{digits}g}"
    return "0" if value == 0 else text.replace("-", "−")


SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def decade(value: float) -> str:
    """A power of ten, written out between 0.01 and 1000."""
    exponent = round(math.log10(value))
    return told(value) if -2 <= exponent <= 3 else "10" + str(exponent).translate(SUPERSCRIPTS)


def factor(value: float, digits: int = 4) -> str:
    """The same inside a product: negative ones in brackets."""
    text = told(value, digits)
    return f"({text})" if text.startswith("−") else text
