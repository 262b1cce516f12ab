"""Best prediction: the constant, and the straight line, that a loss likes best on some rows.

A loss of one number that falls and then rises has its least value where the mean slope changes sign; that place is
found by halving, so one function serves every loss. For squared error it is the mean, for absolute error the median,
for cross-entropy the share of the class; the tests compare.
"""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.lessons.losses.pointwise import NUMBERS, of_logit, of_number, of_probability

Values = NDArray[np.float64]
TINY = 1e-12  # a mean slope below this counts as level
HALVINGS = 42  # to 2e-13 of the stretch
EDGE = 1e-9  # least and, from 1, greatest probability tried
GOLDEN = (5**0.5 - 1) / 2


def sign_change(slope: Callable[[float], float], low: float, high: float) -> tuple[float, float]:
    """The stretch of [low, high] where a rising `slope` is zero, by halving; both ends alike where it only crosses."""
    ends = []
    for below in (lambda s: s < -TINY, lambda s: s <= TINY):  # the first place that is not falling, the last not rising
        a, b = low, high
        for _ in range(HALVINGS):
            middle = (a + b) / 2
            a, b = (middle, b) if below(slope(middle)) else (a, middle)
        ends.append((a + b) / 2)
    return ends[0], ends[1]


def best_number(id: str, y: Values, delta: float) -> tuple[float, float]:
    """Least and greatest of the constants ŷ that have the least mean loss."""
    return sign_change(lambda a: float(of_number(id, a, y, delta)[1].mean()), float(y.min()), float(y.max()))


def best_share(id: str, y: Values, delta: float) -> tuple[float, float]:
    """Least and greatest of the probabilities p that have the least mean loss where y (n,) is 0 or 1."""
    low, high = sign_change(lambda p: float(of_probability(id, p, y, delta)[1].mean()), EDGE, 1 - EDGE)
    return round(low, 8), round(high, 8)


def best_logit(id: str, y: Values, offsets: Values) -> tuple[float, float]:
    """Least and greatest h for which the logits h + `offsets` (n,) have the least mean loss; for losses of logits."""
    ends = 20 + float(np.abs(offsets).max())
    return sign_change(lambda h: float(of_logit(id, h + offsets, y)[1].mean()), -ends, ends)


@lru_cache(maxsize=256)
def _best_line(id: str, x: bytes, y: bytes, delta: float, steepest: float) -> tuple[float, float]:
    across, up = np.frombuffer(x), np.frombuffer(y)
    across = across - across.mean()

    def best(slope: float) -> tuple[float, float]:
        """The best height for a slope, and the loss there."""
        if id in NUMBERS:
            rest = up - slope * across
            height = float(np.mean(best_number(id, rest, delta)))
            return height, float(of_number(id, height, rest, delta)[0].mean())
        height = float(np.mean(best_logit(id, up, slope * across)))
        return height, float(of_logit(id, height + slope * across, up)[0].mean())

    low, high = -steepest, steepest  # golden section: the best loss is a convex function of the slope
    left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_left, at_right = best(left)[1], best(right)[1]
    while high - low > 1e-7 * steepest:
        if at_left <= at_right:
            high, right, at_right = right, left, at_left
            left = high - GOLDEN * (high - low)
            at_left = best(left)[1]
        else:
            low, left, at_left = left, right, at_right
            right = low + GOLDEN * (high - low)
            at_right = best(right)[1]
    slope = (low + high) / 2
    return best(slope)[0], slope


def best_line(id: str, x: Values, y: Values, delta: float, *, steepest: float) -> tuple[float, float]:
    """Height at the mean of x, and slope within ±`steepest`, of the line with the least mean loss.

    ŷ = height + slope · (x − x̄) is the prediction for a loss of numbers, the logit for one of logits.
    """
    return _best_line(id, np.ascontiguousarray(x).tobytes(), np.ascontiguousarray(y).tobytes(), delta, steepest)
