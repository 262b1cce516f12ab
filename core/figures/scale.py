"""Scale: axis ranges that snap outward to round numbers, so that growing data rarely move an axis."""

import numpy as np

from core.figures.figure import Array

ROUND = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
SMALLEST = 1e-8  # lowest end of a log axis


def outward(value: float, steps: tuple[float, ...] = ROUND) -> float:
    """The next number of `steps` times a power of ten at or above |value|, with the value's sign; 0 gives 1."""
    size = abs(value)
    if not np.isfinite(size) or size == 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(size))
    lead = next((s for s in steps if s * power >= size * (1 - 1e-9)), 10.0)
    return float(np.copysign(lead * power, value))


def nice_range(values: Array, *, log: bool = False) -> tuple[float, float]:
    """Range that holds all finite `values`: from zero or −1·2·5 to 1·2·5 steps, or whole decades; (0, 1) if none."""
    finite = np.asarray(values, np.float64)
    finite = finite[np.isfinite(finite)]
    if log:
        finite = finite[finite > 0]
        if not len(finite):
            return 0.01, 1.0
        low = np.floor(np.log10(max(float(finite.min()), SMALLEST)))
        high = max(np.ceil(np.log10(float(finite.max()))), low + 1)
        return float(10.0**low), float(10.0**high)
    if not len(finite):
        return 0.0, 1.0
    steps = (1.0, 2.0, 5.0, 10.0)
    low = outward(float(finite.min()), steps) if finite.min() < 0 else 0.0
    high = outward(float(finite.max()), steps) if finite.max() > 0 else 0.0
    return (low, high) if high > low else (0.0, 1.0)
