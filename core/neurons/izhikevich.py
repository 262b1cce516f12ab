"""Izhikevich: two equations and a reset that fire in the patterns of real neurons."""

import math
from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from pydantic import Field

from core.config import Config
from core.neurons.neuron import Array, parameter

PEAK = 30.0  # mV: here a spike is cut off


class Izhikevich(Config):
    """dv/dt = 0.04 v² + p v + q − u + I, du/dt = a (b v − u); where v > 30 mV: a spike, v ← c, u ← u + d.

    v in mV, t in ms, u and I in mV/ms. The state is (v, u). One Euler step updates v, then u with the new v, as in the
    code of the papers, whose step is part of their patterns. Izhikevich, IEEE Trans. Neural Networks 14, 1569 (2003)
    and 15, 1063 (2004).
    """

    title: ClassVar[str] = "Izhikevich"
    variables: ClassVar[tuple[str, ...]] = ("v", "u")
    unit: ClassVar[str] = "mV/ms"
    reach: ClassVar[tuple[float, float]] = (-20.0, 50.0)
    peak: ClassVar[float | None] = PEAK

    a: float = parameter(0.02, -0.05, 1, "a (1/ms)", "How fast the recovery u follows; negative: it runs away.", 0.002)
    b: float = parameter(0.2, -1, 1, "b (1/ms)", "How strongly u follows v.", 0.01)
    c: float = parameter(-65, -80, -40, "c (mV)", "Where v is put after a spike; high: it bursts.", 1)
    d: float = parameter(6, -25, 10, "d (mV/ms)", "What a spike adds to u; much: the cell tires.", 0.05)
    p: float = parameter(5, 4, 6, "p (1/ms)", "The factor of v. Two patterns have 4.1 instead of 5.", 0.1)
    q: float = parameter(140, 100, 150, "q (mV/ms)", "The constant. The same two patterns have 108 instead of 140.", 1)
    samples: int = Field(
        4,
        ge=2,
        le=20,
        title="Euler steps in 1 ms",
        description="Euler's method is not exact: other steps give somewhat other spikes. The papers take 2 to 10.",
        json_schema_extra={"step": 1},
    )

    def slope(self, v: float, u: float, current: float) -> tuple[float, float]:
        """dv/dt and du/dt, mV/ms and mV/ms²."""
        return 0.04 * v * v + self.p * v + self.q - u + current, self.a * (self.b * v - u)

    def fixed_points(self, current: float) -> list[tuple[float, bool]]:
        """Each v at which nothing changes, the lower first, and whether it is stable: trace < 0 < determinant."""
        half = (self.p - self.b) / 0.08
        inside = half * half - (self.q + current) / 0.04
        if inside < 0:
            return []
        found = []
        for v in (-half - math.sqrt(inside), -half + math.sqrt(inside)):
            steep = 0.08 * v + self.p
            found.append((v, steep - self.a < 0 < self.a * (self.b - steep)))
        return found

    def rest(self, current: float) -> Array:
        v = next((v for v, stable in self.fixed_points(current) if stable), self.c)
        return np.array([v, self.b * v])

    def advance(self, state: Array, currents: Sequence[float]) -> tuple[Array, list[float]]:
        v, u = state.tolist()
        a, b, c, d, p, q, dt = self.a, self.b, self.c, self.d, self.p, self.q, 1 / self.samples
        states, spikes = np.empty((len(currents), 2)), []
        for i, current in enumerate(currents):
            v += dt * (0.04 * v * v + p * v + q - u + current)
            u += dt * a * (b * v - u)
            if v > PEAK:
                spikes.append((i + 1) * dt)
                v, u = c, u + d
            states[i] = v, u
        return states, spikes
