"""Selectivity: a neuron that sees bars of several orientations, and learns by the BCM rule to answer to one."""

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from core.config import Config
from core.datasets.bars import bars
from core.learner import Frame
from core.learning.hebbian import bcm, slide
from core.lessons.plasticity.learner import Plastic

Array = NDArray[np.float64]

SIDE, N_BARS = 12, 8  # pixels of a picture, orientations
FIRST = 0.3  # weights before the first step lie between 0 and this
LARGEST = 1e4  # weight from which the run has exploded
BarId = Literal["1", "2", "3", "4", "5", "6", "7", "8"]
ALL: tuple[BarId, ...] = ("1", "2", "3", "4", "5", "6", "7", "8")
NAMES = dict(zip(ALL, ("0°", "22.5°", "45°", "67.5°", "90°", "112.5°", "135°", "157.5°"), strict=True))
SHOWN: dict[str, Any] = {"titles": NAMES, "allowed": "-".join(ALL), "hot": True}


class BarsConfig(Config):
    """The bars, the sliding threshold, and the size of a step."""

    shown: tuple[BarId, ...] = Field(
        ALL,
        min_length=1,
        title="Orientations shown",
        description="What the neuron gets to see. Or click a bar's column.",
        json_schema_extra=SHOWN,
    )
    bar_width: float = Field(
        0.8,
        ge=0.5,
        le=1.5,
        title="Width of a bar",
        description="In pixels. Wide bars resemble their neighbours more.",
        json_schema_extra={"step": 0.1},
    )
    bar_noise: float = Field(
        0.02,
        ge=0,
        le=0.2,
        title="Noise in a picture",
        description="Standard deviation of what is added to each pixel; a picture has length 1.",
        json_schema_extra={"step": 0.01, "hot": True},
    )
    lr_bcm: float = Field(
        0.02,
        ge=1e-4,
        le=1,
        title="Learning rate η",
        description="How much one picture changes the weights.",
        json_schema_extra={"widget": "log", "hot": True},
    )
    tau: float = Field(
        40.0,
        ge=1,
        le=1000,
        title="Memory τ of the threshold",
        description="Over about so many pictures θ averages y². Too slow a threshold comes too late.",
        json_schema_extra={"widget": "log", "hot": True},
    )


def selectivity(answers: Array) -> float:
    """1 − mean / largest of a neuron's answers (n,): 0 where all are alike, 1 − 1/n where it answers to one alone.

    Answers below 0 count as none. Bienenstock, Cooper & Munro 1982.
    """
    answers = np.maximum(answers, 0)
    largest = float(answers.max())
    return 1 - float(answers.mean()) / largest if largest > 0 else 0.0


class Selectivity(Plastic):
    """One neuron: weights `w` (side²,) and threshold `theta`; `input`, `y`, `before` and `theta_before` of the last
    step, and which bar it `saw` (−1 before the first)."""

    PASS = 3 * N_BARS

    def begin(self) -> None:
        self.w = self.chance().uniform(0, FIRST, SIDE**2)
        self.follow()
        self.theta = float((self.answers() ** 2).mean())
        self.before, self.theta_before = self.w, self.theta
        self.input, self.y, self.saw = np.zeros(SIDE**2), 0.0, -1

    def follow(self) -> None:
        self.pictures = bars(N_BARS, SIDE, self.settings.bars.bar_width)
        self.places = sorted(int(id) - 1 for id in self.settings.bars.shown)

    def answers(self) -> Array:
        """What the neuron says to each bar without noise, (n_bars,)."""
        return self.pictures @ self.w

    def coming(self) -> int:
        """Which bar comes next: each pass shows all once, in an order of its own."""
        number, place = divmod(self.step_count, len(self.places))
        return self.places[self.chance(0, number).permutation(len(self.places))[place]]

    def learn(self) -> None:
        s, chance = self.settings.bars, self.chance(self.step_count)
        self.saw = self.coming()
        self.input = self.pictures[self.saw] + s.bar_noise * chance.standard_normal(SIDE**2)
        self.before, self.theta_before = self.w, self.theta
        self.y = float(self.w @ self.input)
        self.w = self.w + bcm(self.w, self.input, s.lr_bcm, self.theta)
        self.theta = slide(self.theta, self.y, s.tau)

    def state(self) -> dict[str, Any]:
        return {
            "w": self.w,
            "theta": self.theta,
            "before": self.before,
            "theta_before": self.theta_before,
            "input": self.input,
            "y": self.y,
            "saw": self.saw,
        }

    def take(self, state: dict[str, Any]) -> None:
        self.w, self.before, self.input = state["w"], state["before"], state["input"]
        self.theta, self.theta_before = float(state["theta"]), float(state["theta_before"])
        self.y, self.saw = float(state["y"]), int(state["saw"])

    def metrics(self) -> dict[str, float]:
        answers = self.answers()[self.places]
        return {"selectivity": selectivity(answers), "theta": self.theta, "largest": float(answers.max())}

    def verdict(self, frame: Frame, first: Frame) -> str | None:
        """ "exploded" where a weight is past `LARGEST`."""
        far = bool((frame.weights["w"].abs() > LARGEST).any())
        return super().verdict(frame, first) or ("exploded" if far else None)
