"""Pointwise: what each loss says of one prediction, as a function of the probability and of the logit.

A yes/no answer is the probability p = σ(z) of a logit z; the truth y is 0 or 1. Every loss is written once, by the
argument that is its own, and the chain rule dL/dz = dL/dp · p(1 − p) gives the rest. All arrays broadcast.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Pointwise:
    """value(a, y, delta) and slope(a, y, delta) = ∂value/∂a; a is the prediction itself, or the logit where `logit`.

    `formula` and `slopes` say the same with fields for the numbers: p, q = 1 − p, y, w = 1 − y, t = 2y − 1, z, d = δ.
    """

    value: Callable[[Values, Values, float], Any]
    slope: Callable[[Values, Values, float], Any]
    formula: str
    slopes: str
    logit: bool = False


POINTWISE: dict[str, Pointwise] = {
    "mse": Pointwise(
        lambda a, y, delta: (a - y) ** 2,
        lambda a, y, delta: 2 * (a - y),
        "({p} − {y})²",
        "2·({p} − {y})",
    ),
    "mae": Pointwise(
        lambda a, y, delta: np.abs(a - y),
        lambda a, y, delta: np.sign(a - y),
        "|{p} − {y}|",
        "sign({p} − {y})",
    ),
    "huber": Pointwise(
        lambda a, y, delta: np.where(np.abs(a - y) <= delta, 0.5 * (a - y) ** 2, delta * (np.abs(a - y) - 0.5 * delta)),
        lambda a, y, delta: np.clip(a - y, -delta, delta),
        "huber({p} − {y}, {d})",
        "clip({p} − {y}, −{d}, {d})",
    ),
    "bce": Pointwise(
        lambda a, y, delta: np.logaddexp(0, a) - y * a,  # −y ln σ(z) − (1 − y) ln(1 − σ(z)), never ln 0
        lambda a, y, delta: sigmoid(a) - y,
        "−( {y}·ln {p} + {w}·ln {q} )",
        "{p} − {y}",
        logit=True,
    ),
    "cross_entropy": Pointwise(
        lambda a, y, delta: np.logaddexp(0, a) - y * a,  # −ln softmax(0, z)_y
        lambda a, y, delta: sigmoid(a) - y,
        "−ln softmax(0, {z})[{y}]",
        "softmax(0, {z})[1] − {y}",
        logit=True,
    ),
    "hinge": Pointwise(
        lambda a, y, delta: np.maximum(0, 1 - (2 * y - 1) * a),
        lambda a, y, delta: np.where((2 * y - 1) * a < 1, 1 - 2 * y, 0.0),
        "max(0, 1 − {t}·{z})",
        "−{t} if {t}·{z} < 1 else 0",
        logit=True,
    ),
}
NUMBERS = tuple(id for id, loss in POINTWISE.items() if not loss.logit)  # what fits a number as the answer


def sigmoid(z: ArrayLike) -> Values:
    """σ(z) = 1 / (1 + e^{−z}), without overflow at either end."""
    z = np.asarray(z, np.float64)
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, small) / (1 + small)


def logit(p: ArrayLike) -> Values:
    """z = ln(p / (1 − p)), the inverse of σ; ∓∞ at 0 and 1."""
    with np.errstate(divide="ignore"):
        return np.log(p) - np.log1p(-np.asarray(p, np.float64))


def softmax(z: ArrayLike) -> Values:
    """e^{z_k} / Σ_j e^{z_j} over the last axis, the largest logit taken off first so that nothing overflows."""
    z = np.asarray(z, np.float64)
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def of_number(id: str, prediction: ArrayLike, y: ArrayLike, delta: float = 1.0) -> tuple[Values, Values]:
    """L and dL/dŷ for a number as the answer; raises `ValueError` for a loss that needs a yes/no question."""
    if POINTWISE[id].logit:
        raise ValueError(f"{id} needs a logit; for numbers there are {', '.join(NUMBERS)}.")
    return _both(id, prediction, y, delta)


def of_logit(id: str, z: ArrayLike, y: ArrayLike, delta: float = 1.0) -> tuple[Values, Values]:
    """L and dL/dz for the logit of a yes/no answer."""
    if POINTWISE[id].logit:
        return _both(id, z, y, delta)
    p, q = sigmoid(z), sigmoid(-np.asarray(z, np.float64))
    value, slope = _both(id, p, y, delta)
    return value, slope * p * q


def of_probability(id: str, p: ArrayLike, y: ArrayLike, delta: float = 1.0) -> tuple[Values, Values]:
    """L and dL/dp for the probability, 0 < p < 1, of a yes/no answer."""
    if not POINTWISE[id].logit:
        return _both(id, p, y, delta)
    p = np.asarray(p, np.float64)
    value, slope = _both(id, logit(p), y, delta)
    return value, slope / (p * (1 - p))


def _both(id: str, a: ArrayLike, y: ArrayLike, delta: float) -> tuple[Values, Values]:
    loss, a, y = POINTWISE[id], np.asarray(a, np.float64), np.asarray(y, np.float64)
    return np.asarray(loss.value(a, y, delta), np.float64), np.asarray(loss.slope(a, y, delta), np.float64)
