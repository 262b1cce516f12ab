"""Learner: what a run advances step by step; Frame: its whole state after a step."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, Self

from torch import Tensor


@dataclass(frozen=True)
class Frame:
    """The whole state of a learner after `step` steps: detached copies, enough to go on from here exactly.

    `metrics` are numbers to draw over time; `epoch` counts whole passes over the training set, `cursor` the samples
    already seen in the pass under way, `progress` both as one number.
    """

    step: int
    progress: float
    metrics: dict[str, float]
    weights: dict[str, Tensor]
    epoch: int = 0
    cursor: int = 0
    optimizer: Sequence[dict[str, Any]] = field(default_factory=list)

    @property
    def finite(self) -> bool:
        return all(math.isfinite(value) for name, value in self.metrics.items() if name.endswith("loss"))

    def light(self) -> Self:
        """The same without weights and the optimiser's memory: what a curve needs of it."""
        return replace(self, weights={}, optimizer=[])


class Learner(Protocol):
    """Something that learns in steps; all chance comes from its settings, so `restore(frame)` repeats a run exactly.

    It may also say `parallel` (bool: whether a step is faster on several cores), `stride` (how many steps lie between
    the first points of its curve: 1, or more where a frame costs more than a step) and `slice` (seconds of training
    between two pictures, more where a step is slow).
    """

    settings: Any  # a `Settings`: those in force now
    step_count: int

    def __init__(self, settings: Any) -> None:
        """At the first step; raises `ValueError` where there is nothing to learn from."""

    @property
    def epoch_ended(self) -> bool:
        """Whether a whole pass, or what stands for one, has just been completed."""

    @property
    def stops(self) -> bool:
        """Whether `verdict` has to be asked at this step, though the history does not want its frame."""

    def step(self) -> None:
        """Learn once."""

    def frame(self) -> Frame:
        """The state now."""

    def restore(self, frame: Frame) -> None:
        """Go back, or on, to a frame; the settings of now stay."""

    def change(self, **values: Any) -> None:
        """Change hot settings while the run goes on; raises `SettingError`."""

    def verdict(self, frame: Frame, first: Frame) -> str | None:
        """Why the run ends at this frame ("done", "nan", "infinite", "exploded"), or None; `first` is its first."""


EXPLODED = 1e4  # a loss this many times the first one (or 1, if that is more) will not come back


def broken(frame: Frame, first: Frame) -> str | None:
    """How the training loss broke: "nan", "infinite" or "exploded"; None while it did not."""
    loss = frame.metrics["train_loss"]
    if loss != loss:
        return "nan"
    if not frame.finite:
        return "infinite"
    return "exploded" if loss > EXPLODED * max(1.0, first.metrics["train_loss"]) else None
