"""Run: a Trainer and its history, advanced by a time budget; what a page holds."""

import threading
import time
from typing import Any

from torch import Generator

from core.experiment import Experiment
from core.models.mlp import MLP
from core.trainer import Frame, Trainer

MAX_FRAMES = 512
HISTORY_BYTES = 16_000_000
EXPLODED = 1e4  # a loss this many times the first one (or 1, if that is more) will not come back


class History:
    """Every `stride`-th step of a run; the stride doubles when `capacity` is reached.

    What it holds depends on the steps alone, never on the clock, so that the same run has the same curve everywhere.
    """

    def __init__(self, capacity: int) -> None:
        self.capacity, self.stride = capacity, 1
        self.frames: list[Frame] = []

    def wants(self, step: int) -> bool:
        return step % self.stride == 0

    def add(self, frame: Frame) -> None:
        if self.frames and self.frames[-1].step == frame.step:  # the same step before an edit
            self.frames.pop()
        self.frames.append(frame)
        while len(self.frames) > self.capacity:
            self.stride *= 2
            self.frames = [frame for frame in self.frames if self.wants(frame.step)]


class Run:
    """One experiment under way: `advance` trains for a slice of time, everything else reads or steers.

    Every call holds one lock, since two scripts of the same person can overlap. Raises `ValueError` where the data
    cannot be loaded.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._lock = threading.RLock()
        self.trainer = Trainer(experiment)
        self.newest = first = self.trainer.frame()
        size = sum(t.nbytes for t in first.weights.values()) * 3  # weights and up to two moments of an optimiser
        self.history = History(max(64, min(MAX_FRAMES, HISTORY_BYTES // size)))
        self.history.add(first)
        self.outcome: str | None = None  # why the run ended: "done", "nan", "infinite" or "exploded"
        n_inputs = self.trainer.x_train.shape[1]
        self._view = experiment.model.build(n_inputs, self.trainer.n_outputs, Generator())

    @property
    def experiment(self) -> Experiment:
        return self.trainer.experiment

    def advance(self, seconds: float, max_steps: int | None = None) -> Frame:
        """Train until the time or the steps are used up, or the run ends; returns the newest frame."""
        with self._lock:
            until, steps = time.perf_counter() + seconds, 0
            while self.outcome is None and (max_steps is None or steps < max_steps):
                self._step()
                steps += 1
                if time.perf_counter() >= until:
                    break
            if self.newest.step != self.trainer.step_count:
                self._observe(self.trainer.frame())
            return self.newest

    def step(self) -> Frame:
        """Train on one mini-batch."""
        return self.advance(0.0, 1)

    def finish_epoch(self) -> Frame:
        """Train to the end of the pass under way, or through a whole one."""
        with self._lock:
            if self.outcome is None:
                self._step()
            while self.outcome is None and not self.trainer.epoch_ended:
                self._step()
            if self.newest.step != self.trainer.step_count:
                self._observe(self.trainer.frame())
            return self.newest

    def _step(self) -> None:
        trainer = self.trainer
        trainer.step()
        stops = trainer.epoch_ended and self.experiment.training.stop != "never"
        if stops or self.history.wants(trainer.step_count):
            self._observe(trainer.frame())

    def _observe(self, frame: Frame) -> None:
        """Take in a new frame and end the run where it broke or reached its goal."""
        self.outcome = self._verdict(frame)
        if self.outcome in (None, "done") and self.history.wants(frame.step):
            self.history.add(frame)
        self.newest = frame

    def _verdict(self, frame: Frame) -> str | None:
        loss, first = frame.metrics["train_loss"], self.history.frames[0].metrics["train_loss"]
        if loss != loss:
            return "nan"
        if not frame.finite:
            return "infinite"
        if loss > EXPLODED * max(1.0, first) and self.history.wants(frame.step):  # never a matter of the clock
            return "exploded"
        training = self.experiment.training
        reached = {
            "never": False,
            "test_loss": frame.metrics["test_loss"] <= training.stop_value,
            "test_accuracy": frame.metrics.get("test_accuracy", frame.metrics.get("test_r2", 0)) >= training.stop_value,
            "epochs": frame.progress >= training.stop_value,
        }
        return "done" if reached[training.stop] and self.trainer.epoch_ended else None

    @property
    def diverged(self) -> bool:
        return self.outcome not in (None, "done")

    def frames(self) -> list[Frame]:
        """The history and the newest frame, unless that one broke."""
        with self._lock:
            frames = self.history.frames.copy()
            return frames if frames[-1].step == self.newest.step or self.diverged else [*frames, self.newest]

    def rewind(self, frame: Frame) -> None:
        """Go on from an earlier frame, forgetting what came after it; raises `ValueError` where it has no weights."""
        if not frame.weights:  # a frame from a file
            raise ValueError("Of this step only the curve is known; training can go on from the newest step.")
        with self._lock:
            self.trainer.restore(frame)
            self.history.frames = [kept for kept in self.history.frames if kept.step <= frame.step]
            self.newest, self.outcome = frame, None

    def change(self, **settings: Any) -> None:
        """Change hot settings from the next step on; raises `SettingError`."""
        with self._lock:
            self.trainer.change(**settings)
            if self.outcome == "done":
                self.outcome = None

    def edit(self, index: int, value: float) -> None:
        """Set one weight or bias by its place in the flat parameter; raises `SettingError`."""
        with self._lock:
            self.trainer.edit(index, value)
            self.outcome = None
            frame = self.trainer.frame()
            self.history.frames = [kept for kept in self.history.frames if kept.step < frame.step] or [frame]
            self._observe(frame)

    def model_at(self, frame: Frame) -> MLP:
        """The network as it was at a frame, to look into; valid until the next call."""
        self._view.load_state_dict(frame.weights)
        return self._view
