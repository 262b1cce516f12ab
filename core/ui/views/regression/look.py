"""Regression look: a linear model on its way to the answer, and what dragging its points or its start does."""

from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np

from core.datasets.line import EXTENT, LineConfig
from core.datasets.own_points import MAX_POINTS, decode_points, encode_points
from core.datasets.polynomials import HALF
from core.figures.figure import Array
from core.figures.number import told
from core.learner import Frame
from core.lessons.regression.aim import EDGE, Aim
from core.lessons.regression.line_experiment import LineExperiment
from core.run import Run
from core.trainer import Trainer
from core.ui.language import t
from core.ui.look import Look
from core.ui.player import Player

GRAB = 0.03  # how near, as a share of the picture, the pointer takes hold of a point
ERASER = "erase"
PARAMETERS = ("start_w", "start_w2", "start_b")  # the settings behind the parameters that a bowl can show

NOTES: dict[str, str] = {
    "fast": "The learning rate {lr} is above {rate}, the largest that is stable here.",
    "steep": "The learning rate {lr} is above {rate}, the largest that is stable with the curvature here.",
    "none": "A boundary without a mistake exists, so no finite answer does: the weights grow for ever. L2 stops them.",
    "many": "The points cannot fix all weights: many answers are equally good. Shown is the one nearest to the start.",
}


class RegressionLook(Look):
    """A linear model on its way to the answer."""

    settings: LineExperiment
    run: Run[Trainer]
    frame: Frame

    def __post_init__(self) -> None:
        """The aim stays from picture to picture, until a setting changes it."""
        key = self.settings.data, self.settings.training.l2, self.settings.model
        if self.picked.get("aim", [None])[0] != key:
            self.picked["aim"] = key, Aim(self.settings)
        self.aim: Aim = self.picked["aim"][1]

    @cached_property
    def theta(self) -> Array:
        return parameters(self.frame)

    @cached_property
    def path(self) -> Array:
        """The parameters so far, (n_frames, k + 1)."""
        return np.stack([parameters(kept) for kept in self.frames if kept.weights and kept.step <= self.frame.step])

    @cached_property
    def gradient(self) -> Array:
        return self.aim.regression.gradient(self.theta)

    @cached_property
    def names(self) -> list[str]:
        """What the parameters are called: w, or w₁, w₂, …, and b."""
        k = len(self.theta) - 1
        return ["w", "b"] if k == 1 else [*(f"w{sub(i + 1)}" for i in range(k)), "b"]

    @property
    def rate(self) -> float:
        """The largest stable learning rate here."""
        return self.aim.regression.largest_rate(self.theta, self.settings.training.optimizer)

    @property
    def distance(self) -> float:
        return self.aim.answer.distance(self.theta)

    @property
    def gap(self) -> float:
        return self.aim.regression.objective(self.theta) - self.aim.answer.objective

    def readout(self) -> list[tuple[str, str]]:
        skipped = {t("train R²"), t("test R²"), *([t("epoch")] if self.settings.full_batch else [])}
        if not self.aim.config.has_test:
            skipped |= {t("test loss"), t("test accuracy")}
        shown = [(label, value) for label, value in super().readout() if label not in skipped]
        if self.aim.answer.kind == "none":
            return [*shown, (t("angle to the widest margin"), f"{told(self.distance)}°")]
        return [*shown, (t("distance to the answer"), told(self.distance)), (t("loss above it"), told(self.gap))]

    def notes(self) -> list[str]:
        lr, found = self.settings.training.lr, []
        if self.settings.full_batch and lr > self.rate:
            fast = "steep" if self.aim.config.n_classes else "fast"
            found.append(t(NOTES[fast], lr=f"{lr:g}", rate=told(self.rate)))
        if self.aim.answer.kind in NOTES:
            found.append(t(NOTES[self.aim.answer.kind]))
        return found

    def pairs(self) -> list[tuple[int, int]]:
        """The pairs of parameters that a bowl can show."""
        k = len(self.theta) - 1
        pairs = list(combinations(sorted({0, min(1, k), k}), 2))
        return pairs if self.aim.config.n_classes else sorted(pairs, key=lambda pair: pair != (0, k))

    def pair(self) -> tuple[int, int]:
        known = {f"{i}-{j}": (i, j) for i, j in self.pairs()}
        return known.get(self.picked.get("bowl", ""), self.pairs()[0])

    def choices(self) -> list[tuple[str, str]]:
        named = [(f"{i}-{j}", t("Bowl over {u} and {v}", u=self.names[i], v=self.names[j])) for i, j in self.pairs()]
        return named if len(named) > 1 else []

    def choice(self) -> str:
        return "{}-{}".format(*self.pair())

    def choice_label(self) -> str:
        return t("Parameters that the bowl shows")

    @classmethod
    def chosen(cls, held: Player, id: str) -> None:
        held.picked["bowl"] = str(id)[:8]

    @classmethod
    def dragged(cls, held: Player, event: dict[str, Any]) -> None:
        """On the fit, put, move or erase a point; on the bowl, choose where learning starts."""
        x, y = float(event["x"]), float(event["y"])
        learns = held.playing or (held.run is not None and held.run.outcome == "done")
        if event["panel"] == "fit":
            grab(held, x, y, bool(event.get("start")))
        elif event["panel"] == "bowl" and "axes" in held.picked:
            names = held.picked["axes"]
            held.propose(**{name: float(np.clip(round(v, 2), -20, 20)) for name, v in zip(names, (x, y), strict=True)})
        held.playing = learns and held.run is not None


def grab(held: Player, x: float, y: float, start: bool) -> None:
    """Take hold of the point at a place, or of a new one, and carry it along; the eraser takes away what is near."""
    config: LineConfig = held.settings.data
    height = HALF if config.n_classes else EXTENT[1]
    at = np.clip([x, y], [-HALF, -height], [HALF, height])
    points = decode_points(config.as_own(), EXTENT)
    size = (2 * EDGE, 2 * EDGE) if config.n_classes else (2 * EDGE, 30.0)
    away = np.hypot(*((points[:, :2] - at) / size).T)
    pen = held.picked.get("pen", config.n_classes // 2)
    if pen == ERASER:
        points = points[away > GRAB]
    elif start and not (len(points) and away.min() <= GRAB):
        if len(points) == MAX_POINTS:
            return
        points = np.vstack([points, [*at, float(pen)]])
        held.picked["grabbed"] = len(points) - 1
    elif start:
        held.picked["grabbed"] = int(away.argmin())
    elif held.picked.get("grabbed", MAX_POINTS) < len(points):
        points[held.picked["grabbed"], :2] = at
    held.propose(dataset="own", points=encode_points(points, EXTENT))


def parameters(kept: Frame) -> Array:
    return kept.weights["flat"].numpy().astype(np.float64)


def sub(n: int) -> str:
    return str(n).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
