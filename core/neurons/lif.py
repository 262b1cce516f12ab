"""Leaky integrate-and-fire: the membrane as a leaking capacitor with a threshold."""

import math
from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np

from core.config import Config
from core.neurons.neuron import Array, parameter


class LIF(Config):
    """τ dv/dt = −(v − v_rest) + R I; where v reaches the threshold: a spike, then v_reset for the refractory time.

    v in mV, τ in ms, R in MΩ, I in nA. The state is (v, what is left of the refractory time in ms). Between spikes the
    equation is solved exactly, so a spike's time is exact too. Lapicque (1907); Gerstner et al., Neuronal Dynamics
    (2014), chapter 1.3.
    """

    title: ClassVar[str] = "Leaky integrate-and-fire"
    variables: ClassVar[tuple[str, ...]] = ("v", "wait")
    unit: ClassVar[str] = "nA"
    reach: ClassVar[tuple[float, float]] = (-0.5, 2.0)
    peak: ClassVar[float | None] = 20.0
    samples: ClassVar[int] = 10

    tau: float = parameter(20, 1, 100, "Time constant τ (ms)", "How slowly the membrane forgets.", 1)
    resistance: float = parameter(50, 5, 200, "Resistance R (MΩ)", "How far a current moves the potential.", 1)
    rest_v: float = parameter(-70, -80, -60, "Rest (mV)", "Where the potential leaks to without input.", 1)
    threshold: float = parameter(-50, -60, -40, "Threshold (mV)", "Where a spike is fired.", 1)
    reset_v: float = parameter(-65, -90, -61, "Reset (mV)", "Where the potential is put after a spike.", 1)
    refractory: float = parameter(2, 0, 20, "Refractory time (ms)", "How long it then stays there, deaf.", 0.5)

    def target(self, current: Any) -> Any:
        """v∞ = v_rest + R I, where v goes under a constant current, or under each of an array."""
        return self.rest_v + self.resistance * current

    @property
    def rheobase(self) -> float:
        """The least constant current that makes it fire, nA: (threshold − v_rest) / R."""
        return (self.threshold - self.rest_v) / self.resistance

    def rate(self, current: float) -> float:
        """Spikes a second under a constant current: 1000 / (t_ref + τ ln((v∞ − v_reset) / (v∞ − threshold)))."""
        target = self.target(current)
        if target <= self.threshold:
            return 0.0
        return 1000 / (self.refractory + self.tau * math.log((target - self.reset_v) / (target - self.threshold)))

    def rest(self, current: float) -> Array:
        target = self.target(current)
        return np.array([target if target < self.threshold else self.reset_v, 0.0])

    def advance(self, state: Array, currents: Sequence[float]) -> tuple[Array, list[float]]:
        v, wait = state.tolist()
        dt, states, spikes = 1 / self.samples, np.empty((len(currents), 2)), []
        for i, current in enumerate(currents):
            left, target = dt, self.target(current)
            while left > 0:
                if wait > 0:
                    passed = min(wait, left)
                    wait, left = wait - passed, left - passed
                    continue
                until = math.inf
                if target > self.threshold:
                    until = max(0.0, self.tau * math.log((target - v) / (target - self.threshold)))
                elif v >= self.threshold:  # the threshold came down to it
                    until = 0.0
                if until > left:
                    v, left = target + (v - target) * math.exp(-left / self.tau), 0.0
                    continue
                left -= until
                spikes.append((i + 1) * dt - left)
                v, wait = self.reset_v, self.refractory
            states[i] = v, wait
        return states, spikes
