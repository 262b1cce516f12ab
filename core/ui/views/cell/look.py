"""Cell look: a recording at a moment, as one person sees it, and what dragging in it does."""

from functools import cached_property
from typing import Any, Literal

import numpy as np
from pydantic import Field

from core.figures.axes import Range
from core.figures.figure import Array
from core.figures.number import told
from core.figures.scale import outward
from core.learner import Frame
from core.lessons.cell.rate_curve import Fit, RateCurve, rate_curve
from core.lessons.cell.recording import LONGEST, Recording
from core.lessons.cell.settings import CellSettings
from core.run import Run
from core.settings import bounds
from core.ui.language import t
from core.ui.look import Look
from core.ui.picture import Picture
from core.ui.player import Player

PATIENCE = 0.012  # s of measuring the rate curve a picture
DIGITS = 4


class CellPicture(Picture):
    """View settings of a recording: how much time passes between two pictures."""

    speed: Literal["step", "epoch", "fastest"] = Field(
        "epoch",
        title="Speed",
        description="How much of the cell's time passes between two pictures.",
        json_schema_extra={
            "titles": {"step": "1 ms a picture", "epoch": "4 ms a picture", "fastest": "As fast as it goes"}
        },
    )


class CellLook(Look):
    """A cell at a frame, or at the moment that the pointer is on."""

    run: Run[Recording]
    frame: Frame
    settings: CellSettings

    def __post_init__(self) -> None:
        if self.run.diverged and self.frame is self.frames[-1]:
            self.frame = self.run.newest
        self.cell, self.samples = self.settings.cell, self.settings.cell.samples
        self.now = self.frame.step
        self.at = self.picked.get("moment")
        if self.at is not None and not self.x_range[0] <= self.at < self.now:
            self.at = None

    @cached_property
    def x_range(self) -> Range:
        """The times on the screen, ms."""
        end = max(float(self.now), self.settings.window)
        return end - self.settings.window, end

    @cached_property
    def shown(self) -> Array:
        """The samples on the screen: state and current (n, d + 1)."""
        first = max(0, int(self.x_range[0] * self.samples))
        return self.run.learner.trace[first : self.now * self.samples + 1].astype(float)

    @cached_property
    def t(self) -> Array:
        """Their times (n,), ms."""
        return self.now - np.arange(len(self.shown) - 1, -1, -1) / self.samples

    @cached_property
    def spikes(self) -> Array:
        """The spikes so far, ms."""
        times = np.array(self.run.learner.spikes)
        return times[times <= self.now]

    @cached_property
    def spikes_shown(self) -> Array:
        return self.spikes[self.spikes > self.x_range[0]]

    @cached_property
    def moment(self) -> Array:
        """State and current (d + 1,) where the pointer is, else now."""
        if self.at is None:
            return self.shown[-1]
        return self.shown[min(int(np.searchsorted(self.t, self.at)), len(self.shown) - 1)]

    @property
    def time(self) -> float:
        """Of the moment, ms."""
        return float(self.now) if self.at is None else float(self.at)

    @property
    def current(self) -> float:
        """What flows at the moment, in the cell's unit."""
        return float(self.moment[-1])

    @property
    def state(self) -> list[float]:
        return [float(value) for value in self.moment[:-1]]

    @property
    def rate(self) -> float:
        """1000 over the last interval, Hz; over the time since the last spike where that is longer, 0 before two."""
        if len(self.spikes) < 2:
            return 0.0
        return float(1000 / max(self.spikes[-1] - self.spikes[-2], self.now - self.spikes[-1]))

    @cached_property
    def curve(self) -> RateCurve:
        """The rate over constant currents; goes on being measured while it is looked at."""
        curve = rate_curve(self.cell)
        curve.measure(PATIENCE)
        return curve

    @property
    def fits(self) -> dict[str, Fit]:
        """The activations beside the curve, the best first; empty until the curve is known."""
        return self.curve.fits()

    @property
    def fit(self) -> Fit | None:
        """The activation that is shown."""
        chosen = self.settings.comparison.activation
        return self.fits.get(chosen) or next(iter(self.fits.values()), None)

    @property
    def current_range(self) -> Range:
        """The axis of the current: room above what is set, the same while it is dragged."""
        return self.picked.get("axis") or current_range(self.settings)

    def readout(self) -> list[tuple[str, str]]:
        unit, interval = self.cell.unit, np.diff(self.spikes[-2:])
        last = f"{interval[0]:.1f} ms = {1000 / interval[0]:.1f} Hz" if len(interval) and interval[0] else "—"
        return [
            (t("time"), f"{self.now:,} ms"),
            ("v", f"{told(self.state[0], 3)} mV"),
            ("I", f"{told(self.current, 3)} {unit}"),
            (t("spikes"), f"{len(self.spikes):,}"),
            (t("last interval"), last),
        ]

    def notes(self) -> list[str]:
        if self.run.outcome == "done" and self.now >= LONGEST:
            return [t("The recording is full: {n} s. Reset begins a new one.", n=LONGEST // 1000)]
        return []

    @classmethod
    def dragged(cls, held: Player, event: dict[str, Any]) -> None:
        """In the current the pointer sets how strong it is; on the rate curve it sets the constant current."""
        settings: CellSettings = held.settings
        if event["panel"] == "rate":
            cls.inject(held, float(event["x"]) - settings.input.base)
            return
        if event.get("start"):
            held.picked["axis"] = current_range(settings)
        low, high = held.picked.get("axis") or current_range(settings)
        if low <= float(event["y0"]) <= high:
            cls.inject(held, min(high, max(low, float(event["y"]))) - settings.input.base)

    @staticmethod
    def inject(held: Player, current: float) -> None:
        """Set the current, rounded as its slider is."""
        step = slider_step(held.settings.cell)
        low, high = bounds(held.settings.fields()["current"])
        held.propose(current=float(f"{min(high, max(low, round(current / step) * step)):.6g}"))

    @classmethod
    def hovered(cls, held: Player, event: dict[str, Any]) -> None:
        """The moment under the pointer is the one whose numbers are told; the last of the screen is now."""
        held.picked.pop("axis", None)
        frame = held.frame()
        if frame is not None:
            held.picked["moment"] = float(event["x"]) if float(event["x"]) < frame.step else None


def slider_step(cell: Any) -> float:
    """A hundredth of a nA, or a tenth of the other units."""
    return 0.01 if cell.reach[1] < 10 else 0.1


def current_range(settings: CellSettings) -> Range:
    """An axis that holds the base and the shaped current, with half as much again above, and some room below 0."""
    given = settings.input
    swing = {"sine": (-1.0, 1.0), "noise": (-3.0, 3.0)}.get(given.waveform, (0.0, 1.0))
    ends = [0.0, given.base, *(given.base + given.current * k for k in swing)]
    low, high = min(ends), max(*ends, settings.cell.reach[1] / 20)
    top = outward(1.5 * high)
    return min(outward(1.5 * low) if low < 0 else 0.0, -outward(top / 5)), top
