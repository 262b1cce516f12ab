"""Look of the page of losses: what all its scenes share, and what a drag means in each."""

from typing import Any

import numpy as np

from core.config import extra
from core.datasets.rows import ROWS, outlier, rows
from core.figures.axes import Axes, Range
from core.lessons.losses.pointwise import logit, sigmoid
from core.lessons.losses.settings import LossSettings
from core.settings import bounds
from core.ui.language import t
from core.ui.look import Look
from core.ui.player import Player

NEAR = 12.0  # of 300, how close to the outlier a drag has to start to move it
LEFT = 52.0  # px before the axes
MIDDLE = 0.25  # of the plane's width: a drag that starts so close to the middle moves a line, farther out it turns it


class LossLook(Look):
    """One scene of the page of losses."""

    settings: LossSettings

    def axes(self, span: int, height: int, *, x_range: Range, y_range: Range, **more: Any) -> Axes:
        """Axes as wide as `span` of 12 columns."""
        width = self.width * (span / 12 if self.width > 640 else 1) - 12
        return Axes.within(x_range, y_range, max(width, 200.0), height, left=LEFT, **more)

    def readout(self) -> list[tuple[str, str]]:
        """The step, in the race alone."""
        if self.settings.scene != "race" or self.frame is None:
            return []
        return [(t("step"), f"{self.frame.step:,}")]

    @classmethod
    def dragged(cls, held: Player, event: dict[str, Any]) -> None:
        """The prediction, a line, the outlier or a class's bar follows the pointer."""
        settings, x, y = held.settings, float(event["x"]), float(event["y"])
        if not np.isfinite([x, y]).all():
            return
        if event["panel"] == "rows":
            drag_rows(held, event)
        elif event["panel"] in DRAGS:
            held.propose(**kept_within(settings, DRAGS[event["panel"]](settings, x, y)))


def kept_within(settings: LossSettings, values: dict[str, float]) -> dict[str, float]:
    """Values brought into their settings' bounds and onto their steps."""
    fields, kept = settings.fields(), {}
    for name, value in values.items():
        step = extra(fields[name], "step")
        kept[name] = round(round(float(np.clip(value, *bounds(fields[name]))) / step) * step, 4)
    return kept


def logit_of(p: float) -> float:
    """The logit of a probability that a pointer points at, which may lie beyond 0…1."""
    return float(logit(np.clip(p, 1e-6, 1 - 1e-6)))


def drag_bar(settings: LossSettings, x: float, y: float) -> dict[str, float]:
    """The logit that gives the class under the pointer this probability, the other logits staying as they are."""
    k = int(np.clip(round(x), 0, 2))
    others = np.delete(np.array(settings.logits), k)
    return {f"z{k + 1}": float(np.logaddexp(*others)) + logit_of(y)}


DRAGS = {  # panel → the settings that follow from a place on it
    "of_p": lambda settings, x, y: {"z": logit_of(x)},
    "slope_p": lambda settings, x, y: {"z": logit_of(x)},
    "of_z": lambda settings, x, y: {"z": x},
    "slope_z": lambda settings, x, y: {"z": x},
    "of_number": lambda settings, x, y: {"prediction": x},
    "slope_number": lambda settings, x, y: {"prediction": x},
    "descent": lambda settings, x, y: {"start": x},
    "total": lambda settings, x, y: {"height" if settings.numbers else "chance": x},
    "two_bars": lambda settings, x, y: {"z": logit_of(y if x > 0.5 else 1 - y)},
    "of_truth": lambda settings, x, y: {"z": logit_of(x if settings.y else 1 - x)},
    "three_logits": lambda settings, x, y: {f"z{int(np.clip(round(x), 0, 2)) + 1}": y},
    "three_bars": drag_bar,
    "of_logit": lambda settings, x, y: {f"z{settings.label}": x},
}


def drag_rows(held: Player, event: dict[str, Any]) -> None:
    """Where the drag started decides what follows: the outlier, the line's slope, or its height."""
    settings, x, y = held.settings, float(event["x"]), float(event["y"])
    entry, across = ROWS[settings.rows], rows(settings.rows)[0]
    if event.get("start"):
        held.picked["grip"] = grip(settings, float(event["x0"]), float(event["y0"]))
    middle = float(across.mean())
    if held.picked.get("grip") == "outlier":
        measured, centre = rows(settings.rows)[1], float(np.median(rows(settings.rows)[1]))
        farthest = float(measured[outlier(settings.rows)])
        values = {"stretch": (y - centre) / (farthest - centre)}
    elif held.picked.get("grip") == "slope" and x != middle:
        if entry.classes:
            values = {"slope": (logit_of(y) - logit_of(settings.chance)) / (x - middle)}
        else:
            values = {"slope": (y - settings.height) / (x - middle)}
    else:
        values = {"chance" if entry.classes else "height": y}
    held.propose(**kept_within(settings, values))


def grip(settings: LossSettings, x: float, y: float) -> str:
    """What a drag that starts at a place takes hold of: "outlier", "slope" or "height"."""
    entry, (across, up) = ROWS[settings.rows], rows(settings.rows, settings.stretch)
    wide = entry.x_range[1] - entry.x_range[0]
    if not entry.classes:
        row = outlier(settings.rows)
        away = np.array([(across[row] - x) / wide * 300, up[row] - y])
        if float(np.abs(away).max()) < NEAR:
            return "outlier"
    return "slope" if settings.shape == "line" and abs(x - across.mean()) > MIDDLE * wide else "height"


def predicted(settings: LossSettings, x: np.ndarray) -> np.ndarray:
    """The prediction (n,) for inputs (n,): a number, or the probability of yes."""
    slope = settings.slope if settings.shape == "line" else 0.0
    away = slope * (x - rows(settings.rows)[0].mean())
    return settings.height + away if settings.numbers else sigmoid(logit(settings.chance) + away)
