"""Pair: learners that run side by side on the same clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

import torch

from core.learner import Frame, Learner

ERRORS = (RuntimeError, IndexError, KeyError, TypeError, ValueError)  # what PyTorch, NumPy and pandas raise


@dataclass(frozen=True)
class PairFrame(Frame):
    """The frames of all sides; `metrics` and `weights` name them "side.name", `errors` says what stopped a side."""

    sides: Mapping[str, Frame] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    def light(self) -> Self:
        return replace(super().light(), sides={name: side.light() for name, side in self.sides.items()})


class Pair:
    """Two learners, or more, that step together, such as a program and its cure, or an RNN beside an LSTM.

    A side whose loss breaks goes on beside the others; a side that raises an error stands still and keeps the message.
    The pair itself ends when every side has ended.
    """

    def __init__(self, settings: Any, sides: Mapping[str, Learner]) -> None:
        self.settings, self.sides = settings, dict(sides)
        self.step_count = 0
        self.errors: dict[str, tuple[int, str]] = {}  # side → the step that it could not take, and why

    @property
    def going(self) -> dict[str, Learner]:
        """The sides that no error has stopped."""
        return {name: side for name, side in self.sides.items() if name not in self.errors}

    @property
    def epoch_ended(self) -> bool:
        """Whether the first side that still goes has just completed a pass; True when none goes."""
        return next((side.epoch_ended for side in self.going.values()), True)

    @property
    def stops(self) -> bool:
        return any(side.stops for side in self.going.values())

    def step(self) -> None:
        """One step of every side that can take it."""
        self.step_count += 1
        for name, side in self.going.items():
            try:
                side.step()
            except ERRORS as error:
                self.errors[name] = self.step_count, f"{type(error).__name__}: {error}"

    def frame(self) -> PairFrame:
        """The state of all sides; one that cannot even be looked at before its first step is left out."""
        sides = {}
        for name, side in self.sides.items():
            try:
                sides[name] = side.frame()
            except ERRORS:
                continue
        first = next((sides[name] for name in self.going if name in sides), None)
        return PairFrame(
            step=self.step_count,
            progress=first.progress if first else 0.0,
            metrics={f"{name}.{key}": value for name, side in sides.items() for key, value in side.metrics.items()},
            weights={f"{name}.{key}": value for name, side in sides.items() for key, value in side.weights.items()}
            or {"none": torch.empty(0)},
            epoch=first.epoch if first else 0,
            cursor=first.cursor if first else 0,
            sides=sides,
            errors={name: message for name, (_, message) in self.errors.items()},
        )

    def restore(self, frame: Frame) -> None:
        """Every side back to its own frame; errors raised after it are forgotten."""
        assert isinstance(frame, PairFrame)
        self.step_count = frame.step
        self.errors = {name: error for name, error in self.errors.items() if error[0] <= frame.step}
        for name, side in frame.sides.items():
            self.sides[name].restore(side)

    def change(self, **values: Any) -> None:
        """Change hot settings of every side; raises `SettingError`."""
        for side in self.sides.values():
            side.change(**values)
        self.settings = self.settings.replace(**values)

    def verdict(self, frame: Frame, first: Frame) -> str | None:
        """The verdict of the side that held out longest, once all have ended; errors count as ended."""
        assert isinstance(frame, PairFrame) and isinstance(first, PairFrame)
        found = None
        for name in self.going:
            if name in frame.sides:
                found = self.sides[name].verdict(frame.sides[name], first.sides[name])
                if found is None:
                    return None
        return found or ("done" if frame.errors else None)
