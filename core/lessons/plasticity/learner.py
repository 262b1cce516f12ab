"""Plastic: what the learners of this page have in common: the state that makes a frame, and changes on the way."""

from typing import Any

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray

from core.config import extra
from core.learner import Frame
from core.settings import SettingError

Array = NDArray[Any]


class Plastic:
    """A learner whose whole state after a step are a few arrays.

    A subclass gives `begin` (the state before the first step), `learn` (one step), `state` and `take` (the arrays, out
    and in), `metrics`, and where settings change while it runs `follow`. `PASS` steps are what stands for an epoch.
    `changes` holds (step, settings changed before it), so that a script can repeat the run.
    """

    PASS = 1

    def __init__(self, settings: Any) -> None:
        self.settings = self.initial = settings
        self.changes: list[tuple[int, dict[str, Any]]] = []
        self.step_count = 0
        self.begin()

    def begin(self) -> None:
        raise NotImplementedError

    def learn(self) -> None:
        raise NotImplementedError

    def state(self) -> dict[str, Array]:
        raise NotImplementedError

    def take(self, state: dict[str, Array]) -> None:
        raise NotImplementedError

    def metrics(self) -> dict[str, float]:
        return {}

    def follow(self) -> None:
        """Take up settings that have just changed."""

    def chance(self, *step: int) -> Generator:
        """The chance of (seed, step), all there is; without a step, that of the start.

        Steps count from 1 here, since NumPy takes a 0 at the end for nothing.
        """
        return np.random.default_rng((self.settings.seed, *(n + 1 for n in step)))

    def step(self) -> None:
        with np.errstate(over="ignore", invalid="ignore"):
            self.learn()
        self.step_count += 1

    @property
    def stops(self) -> bool:
        return False

    @property
    def epoch_ended(self) -> bool:
        return self.step_count % self.PASS == 0

    def frame(self) -> Frame:
        with np.errstate(over="ignore", invalid="ignore"):
            metrics = self.metrics()
        state = {name: torch.from_numpy(np.array(value)) for name, value in self.state().items()}
        return Frame(self.step_count, self.step_count / self.PASS, metrics, state)

    def restore(self, frame: Frame) -> None:
        """Go back, or on, to a frame; changes made after it are forgotten, the settings of now stay."""
        self.step_count = frame.step
        self.take({name: value.numpy().copy() for name, value in frame.weights.items()})
        self.changes = [(step, change) for step, change in self.changes if step < frame.step]
        then = self.initial
        for _, change in self.changes:
            then = then.replace(**change)
        self._note(self.settings.differences(then))

    def change(self, **values: Any) -> None:
        """Change hot settings while the run goes on; raises `SettingError` for what needs a new run."""
        settings, fields = self.settings.replace(**values), self.settings.fields()
        if cold := next((name for name in values if not extra(fields[name], "hot")), None):
            raise SettingError(cold, values[cold], "a new run")
        self.settings = settings
        self.follow()
        self._note(values)

    def _note(self, values: dict[str, Any]) -> None:
        """What is different from this step on; before the first step it is so from the beginning."""
        if self.step_count == 0:
            self.initial = self.settings
        elif values:
            same = bool(self.changes) and self.changes[-1][0] == self.step_count
            before = self.changes.pop()[1] if same else {}
            self.changes.append((self.step_count, before | values))

    def verdict(self, frame: Frame, first: Frame) -> str | None:
        """ "nan" where a state is no number any more."""
        return None if all(bool(torch.isfinite(value).all()) for value in frame.weights.values()) else "nan"
