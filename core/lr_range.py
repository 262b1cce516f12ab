"""Learning-rate range test: one run in which the learning rate grows at every step (Smith 2017, "Cyclical learning
rates for training neural networks")."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.learner import Learner

BLOWN = 4.0  # a loss so many times the first one has blown up
GONE = 1e-8  # of the first loss: what is less counts as nothing left


@dataclass(frozen=True)
class RangeTest:
    """Rate and loss (n + 1,) of every step, the first before any step was taken, and the loss smoothed.

    `lowest` is the rate at which the smoothed loss is least, `steepest` that at which the logarithm of what is above
    the floor falls fastest on its way there, and `blown` the first at which the loss is above `BLOWN` times the first
    or no number, or the learner's own verdict ends the run; None where there is none.
    """

    rates: NDArray[np.float64]
    losses: NDArray[np.float64]
    smooth: NDArray[np.float64]
    steepest: float | None
    lowest: float | None
    blown: float | None

    @property
    def good(self) -> float | None:
        """A tenth of the rate at which the loss is least, to one digit, and at least the first that was tried: where it
        is least it is already too large (Gugger 2018, "How do you find a good learning rate")."""
        return float(f"{max(self.lowest / 10, self.rates[0]):.1g}") if self.lowest else None


def growing_rates(low: float, high: float, n: int) -> NDArray[np.float64]:
    """n rates from low to high, each the same factor above the one before: αᵢ = low · (high / low)^(i / (n − 1))."""
    if not (0 < low < high and n >= 3):
        raise ValueError(f"rates must grow from above 0 in at least 3 steps, not from {low:g} to {high:g} in {n}")
    return np.geomspace(low, high, n)


def range_test(
    learner: Learner,
    *,
    low: float,
    high: float,
    n: int = 100,
    setting: str = "lr",
    metric: str = "train_loss",
    smoothing: float = 0.0,
    floor: float = 0.0,
) -> RangeTest:
    """Take n steps with a learner, each with a larger rate, until its loss blows up; the learner is used up by it.

    `setting` is the name under which the learner takes its rate, `metric` the loss in its frames, and `floor` the least
    that loss can be: only what is above it counts. A `verdict` that the learner broke ends the test; "done" does not.
    """
    rates, first = growing_rates(low, high, n), learner.frame()
    losses, blown = [first.metrics[metric]], None
    for rate in rates.tolist():
        learner.change(**{setting: rate})
        learner.step()
        frame = learner.frame()
        losses.append(loss := frame.metrics[metric])
        broke = learner.verdict(frame, first) not in (None, "done")
        if broke or not math.isfinite(loss) or loss - floor > BLOWN * (losses[0] - floor):
            blown = rate
            break
    seen = np.concatenate([rates[:1], rates[: len(losses) - 1]])
    return read(seen, np.array(losses), blown, smoothing, floor)


def read(rates: Any, losses: Any, blown: float | None, smoothing: float, floor: float = 0.0) -> RangeTest:
    """What the losses of a test tell; `smoothing` β makes it the running mean m ← βm + (1 − β)L, without its bias."""
    rates, losses = np.asarray(rates, np.float64), np.asarray(losses, np.float64)
    kept = losses if blown is None else losses[:-1]  # the loss that blew up says nothing about where it falls
    smooth, mean = np.full(len(losses), np.nan), 0.0
    for i, loss in enumerate(kept):
        mean = smoothing * mean + (1 - smoothing) * loss
        smooth[i] = mean / (1 - smoothing ** (i + 1))
    least = int(np.argmin(smooth[: len(kept)]))
    if least == 0:  # it never fell
        return RangeTest(rates, losses, smooth, None, None, blown)
    above = np.maximum(smooth[: least + 1] - floor, GONE * (losses[0] - floor))
    fall = np.diff(np.log(above))  # of each step; every step is the same factor in the rate
    return RangeTest(rates, losses, smooth, float(rates[1 + int(np.argmin(fall))]), float(rates[least]), blown)
