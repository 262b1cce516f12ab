"""Pace: how long a run trains between two pictures."""

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Any

from core import engine
from core.learner import Frame
from core.run import Run

SLICE = 0.03  # seconds of training, where one person trains; a learner's `slice` is the most it can be
SHARE = 8.0  # times as long as all else that a picture takes, if the learner's slice allows it
EPOCH = 0.15  # seconds of training in which a pass has to end to be one picture
NEWEST = 0.2  # weight of the newest picture in the average

SPEEDS: dict[str, tuple[Callable[[Run[Any], float], Frame], int]] = {  # id → what happens for a picture, ms between two
    "slow": (lambda run, seconds: run.step(), 1000),
    "step": (lambda run, seconds: run.step(), 70),
    "steps": (lambda run, seconds: run.advance(seconds, 5), 50),
    "epoch": (lambda run, seconds: run.finish_epoch(max(seconds, EPOCH)), 20),
    "fastest": (lambda run, seconds: run.advance(seconds), 0),
}


class Pace:
    """Trains a slice for every picture: the longer, the more the rest of a picture costs."""

    def __init__(self) -> None:
        self.rest = 0.0  # seconds that a picture takes beside its slice, on average
        self._trained = 0.0  # seconds of training for the picture that is being made

    def slice(self, run: Run[Any]) -> float:
        """Seconds of training, SHARE × rest within what the learner allows."""
        return min(max(SLICE, SHARE * self.rest), max(SLICE, getattr(run.learner, "slice", SLICE)))

    def train(self, run: Run[Any], speed: str) -> None:
        """What a speed says, in the run's turn."""
        begin = time.perf_counter()
        with engine.turn(run, self.slice(run)) as seconds:
            SPEEDS[speed][0](run, seconds)
        self._trained = min(seconds, time.perf_counter() - begin)

    @contextlib.contextmanager
    def picture(self) -> Iterator[None]:
        """While a picture is made: notes how long that takes beside training, if it trains."""
        begin, self._trained = time.perf_counter(), 0.0
        yield
        if self._trained:
            rest = max(0.0, time.perf_counter() - begin - self._trained)
            self.rest += (NEWEST if self.rest else 1.0) * (rest - self.rest)
