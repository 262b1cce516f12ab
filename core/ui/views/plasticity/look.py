"""Look of the page on plasticity: what all its scenes share."""

from typing import Any

import numpy as np

from core.config import extra
from core.figures.axes import Axes, Range
from core.figures.number import told
from core.figures.scale import outward
from core.lessons.plasticity.settings import PlasticitySettings
from core.run import Run
from core.settings import bounds
from core.ui.language import t
from core.ui.look import Look

Block = tuple[str, list[str]]
HIGH, LOW = 284, 226  # px of a panel of the first and of the second row
LEFT = 48.0  # px before the axes
SHORTEST = 100  # steps on the shortest axis


class PlasticLook(Look):
    """One scene at a frame of its run."""

    run: Run[Any]
    settings: PlasticitySettings

    def readout(self) -> list[tuple[str, str]]:
        return [(t("step"), f"{self.step:,}"), *self.told()]

    def told(self) -> list[tuple[str, str]]:
        """What else stands over the picture: label and value."""
        return []

    @property
    def step(self) -> int:
        return self.frame.step if self.frame else 0

    def state(self, name: str) -> np.ndarray:
        """An array of the frame that is shown."""
        assert self.frame is not None
        return self.frame.weights[name].numpy()

    def metric(self, name: str) -> float:
        assert self.frame is not None
        return self.frame.metrics[name]

    def history(self, *names: str) -> tuple[np.ndarray, list[np.ndarray]]:
        """The steps (m,) up to the one shown, and what each of these metrics was then, (m,)."""
        kept = [frame for frame in self.frames if frame.step <= self.step]
        return np.array([f.step for f in kept], float), [np.array([f.metrics[name] for f in kept]) for name in names]

    @property
    def steps(self) -> Range:
        """The axis of steps, which grows in jumps."""
        return 0.0, outward(max(self.frames[-1].step if self.frames else 0, SHORTEST))

    def room(self, span: int) -> float:
        """Width in px of so many of twelve columns; on a narrow page every panel has all of them."""
        return max(200.0, self.width * (span / 12 if self.width > 640 else 1) - 12)

    def axes(self, span: int, height: float, *, x_range: Range, y_range: Range, **more: Any) -> Axes:
        return Axes.within(x_range, y_range, self.room(span), height, left=LEFT, **more)


def within(settings: PlasticitySettings, values: dict[str, float]) -> dict[str, float]:
    """Values brought into their settings' bounds and onto their steps."""
    fields, kept = settings.fields(), {}
    for name, value in values.items():
        step = extra(fields[name], "step")
        kept[name] = round(round(float(np.clip(value, *bounds(fields[name]))) / step) * step, 4)
    return kept


def pair(v: np.ndarray) -> str:
    """(a, b) in four digits."""
    return f"({told(v[0])}, {told(v[1])})"
