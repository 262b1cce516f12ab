"""Sweep: how many random patterns a Hopfield network can hold, measured load by load."""

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from core.config import Config
from core.learner import Frame
from core.lessons.plasticity.learner import Plastic
from core.models.hopfield import hebbian, settle

Array = NDArray[np.float64]

LOADS = np.round(np.arange(0.02, 0.2401, 0.01), 2)  # patterns for each neuron
TESTED = 5  # patterns that one network is asked for
RECALLED = 0.9  # overlap from which a pattern counts as recalled: at most one bit in twenty is wrong
ENOUGH = 0.9  # share of recalled patterns that the capacity asks for


class SweepConfig(Config):
    """How large the networks are, and how many are tried at each load."""

    n_neurons: int = Field(
        400,
        ge=50,
        le=1000,
        title="Neurons N",
        description="Larger networks forget more suddenly.",
        json_schema_extra={"step": 50},
    )
    repeats: int = Field(
        30,
        ge=1,
        le=200,
        title="Networks for each load",
        description="Each with other random patterns; more of them, less chance in the curve.",
        json_schema_extra={"widget": "log"},
    )


def reached(share: Array) -> float:
    """The load at which the share of recalled patterns (n_loads,) falls below `ENOUGH`, in proportion between two.

    Not a number where it never does, or one of the shares up to there is not known.
    """
    below = np.flatnonzero(~(share >= ENOUGH))
    if not len(below) or np.isnan(share[below[0]]):
        return float("nan")
    k = int(below[0])
    if k == 0:
        return float(LOADS[0])
    part = (share[k - 1] - ENOUGH) / (share[k - 1] - share[k])
    return float(LOADS[k - 1] + part * (LOADS[k] - LOADS[k - 1]))


class Sweep(Plastic):
    """One step: a network of fresh random patterns at the next load, asked for some of them.

    `tried` (n_loads,) counts the patterns asked for, `recalled` those that came back, `overlaps` sums m = ξ · s / N.
    """

    PASS = 4

    def begin(self) -> None:
        self.tried, self.recalled, self.overlaps = (np.zeros(len(LOADS)) for _ in range(3))

    def learn(self) -> None:
        k, n = self.step_count % len(LOADS), self.settings.sweep.n_neurons
        chance = self.chance(self.step_count)
        patterns = chance.choice([-1.0, 1.0], (max(1, round(LOADS[k] * n)), n))
        w = hebbian(patterns)
        found = np.array([settle(w, pattern, chance) @ pattern / n for pattern in patterns[:TESTED]])
        self.tried[k] += len(found)
        self.recalled[k] += (found > RECALLED).sum()
        self.overlaps[k] += found.sum()

    @property
    def stops(self) -> bool:
        return self.step_count >= self.settings.sweep.repeats * len(LOADS)

    def state(self) -> dict[str, Array]:
        return {"tried": self.tried, "recalled": self.recalled, "overlaps": self.overlaps}

    def take(self, state: dict[str, Array]) -> None:
        self.tried, self.recalled, self.overlaps = state["tried"], state["recalled"], state["overlaps"]

    def verdict(self, frame: Frame, first: Frame) -> str | None:
        """ "done" after the last network."""
        return "done" if frame.step >= self.settings.sweep.repeats * len(LOADS) else None
