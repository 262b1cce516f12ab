"""Run: a Learner and its history, advanced by a time budget; what a page holds."""

import math
import threading
import time
from typing import Any, Generic, TypeVar

from core.learner import Frame, Learner

MAX_FRAMES = 512
HISTORY_BYTES = 16_000_000
MIN_KEPT = 4  # frames with weights, however large they are

L = TypeVar("L", bound=Learner)


class History:
    """Every `stride`-th step of a run, and of every `weight_stride`-th the weights too.

    Where `capacity` frames, or `kept` of them with weights, are exceeded, the stride doubles. What it holds depends on
    the steps alone, never on the clock, so that the same run has the same curve everywhere.
    """

    def __init__(self, capacity: int, kept: int, stride: int = 1) -> None:
        self.capacity, self.kept, self.stride, self.weight_stride = capacity, kept, stride, stride
        self.frames: list[Frame] = []

    def wants(self, step: int) -> bool:
        return step % self.stride == 0

    def add(self, frame: Frame) -> None:
        if self.frames and self.frames[-1].step == frame.step:  # the same step before an edit
            self.frames.pop()
        self.frames.append(self._thinned(frame))
        while len(self.frames) > self.capacity:
            self.stride *= 2
            self.frames = [frame for frame in self.frames if self.wants(frame.step)]
        while sum(bool(frame.weights) for frame in self.frames) > self.kept:
            self.weight_stride *= 2
            self.frames = [self._thinned(frame) for frame in self.frames]

    def _thinned(self, frame: Frame) -> Frame:
        if frame.step % self.weight_stride == 0 or not frame.weights:
            return frame
        return frame.light()


class Run(Generic[L]):
    """A learner under way: `advance` trains for a slice of time, everything else reads or steers.

    Every call holds one lock, since two scripts of the same person can overlap.
    """

    def __init__(self, learner: L) -> None:
        self._lock = threading.RLock()
        self.learner = learner
        self.newest = first = learner.frame()
        size = sum(t.nbytes for t in first.weights.values()) * 3  # weights and up to two moments of an optimiser
        kept = max(MIN_KEPT, min(MAX_FRAMES, HISTORY_BYTES // max(size, 1)))
        self.history = History(MAX_FRAMES, kept, getattr(learner, "stride", 1))
        self.history.add(first)
        self._hurried = False
        self.outcome: str | None = None  # why the run ended: "done", "nan", "infinite" or "exploded"

    @property
    def settings(self) -> Any:
        """The learner's settings now."""
        return self.learner.settings

    def advance(self, seconds: float, max_steps: int | None = None, *, within_epoch: bool = False) -> Frame:
        """Train until the time or the steps are used up, the pass under way if asked, or the run; returns the newest
        frame.

        It ends with the step whose end is nearest to that time, by the mean length of a step.
        """
        with self._lock:
            self._hurried = False
            begin, steps = time.perf_counter(), 0
            while self.outcome is None and (max_steps is None or steps < max_steps):
                self._step()
                steps += 1
                spent = time.perf_counter() - begin
                if self._hurried or spent + spent / steps / 2 >= seconds or (within_epoch and self.learner.epoch_ended):
                    break
            if self.newest.step != self.learner.step_count:
                self._observe(self.learner.frame())
            return self.newest

    def hurry(self) -> None:
        """End the slice under way after its step: somebody waits for the run."""
        self._hurried = True

    def step(self) -> Frame:
        """Train on one mini-batch."""
        return self.advance(0.0, 1)

    def finish_epoch(self, seconds: float = math.inf) -> Frame:
        """Train to the end of the pass under way, or through a whole one, if the time allows."""
        return self.advance(seconds, within_epoch=True)

    def _step(self) -> None:
        learner = self.learner
        learner.step()
        if self.history.wants(learner.step_count) or learner.stops:
            self._observe(learner.frame())

    def _observe(self, frame: Frame) -> None:
        """Take in a new frame and end the run where it broke or reached its goal."""
        self.outcome = self._verdict(frame)
        if self.outcome in (None, "done") and self.history.wants(frame.step):
            self.history.add(frame)
        self.newest = frame

    def _verdict(self, frame: Frame) -> str | None:
        outcome = self.learner.verdict(frame, self.history.frames[0])
        slow = outcome == "exploded" and not self.history.wants(frame.step)  # never a matter of the clock
        return None if slow else outcome

    @property
    def diverged(self) -> bool:
        return self.outcome not in (None, "done")

    def frames(self) -> list[Frame]:
        """The history and the newest frame, unless that one broke."""
        with self._lock:
            if self.diverged:
                return self.history.frames.copy()
            return [*(frame for frame in self.history.frames if frame.step < self.newest.step), self.newest]

    def rewind(self, frame: Frame) -> None:
        """Go on from an earlier frame, forgetting what came after it; raises `ValueError` where it has no weights."""
        if not frame.weights:
            raise ValueError("Of this step only the curve is known; training can go on from the newest step.")
        with self._lock:
            self.learner.restore(frame)
            self.history.frames = [kept for kept in self.history.frames if kept.step <= frame.step]
            self.newest, self.outcome = frame, None

    def change(self, **settings: Any) -> None:
        """Change hot settings from the next step on; raises `SettingError`."""
        with self._lock:
            self.learner.change(**settings)
            if self.outcome == "done":
                self.outcome = None

    def edit(self, index: int, value: float) -> None:
        """Set one weight or bias by its place in the flat parameter; raises `SettingError`."""
        with self._lock:
            self.learner.edit(index, value)  # type: ignore[attr-defined]
            self.outcome = None
            frame = self.learner.frame()
            self.history.frames = [kept for kept in self.history.frames if kept.step < frame.step] or [frame]
            self._observe(frame)
