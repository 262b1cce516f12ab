"""Timing: a neuron that the same volley of spikes reaches again and again, its synapses changed by STDP."""

import math
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from core.config import Config
from core.datasets.volleys import latencies, volley
from core.learning.stdp import stdp
from core.lessons.plasticity.learner import Plastic
from core.neurons.lif import LIF

Array = NDArray[np.float64]

LENGTH, DT = 100.0, 0.5  # ms of a volley, and between two potentials that are kept
NEURON = LIF()
TAU_SYNAPSE = 5.0  # ms
PEAK = math.log(NEURON.tau / TAU_SYNAPSE) / (1 / TAU_SYNAPSE - 1 / NEURON.tau)  # ms after a spike, of what it does to V
LIFT = (  # mV at the peak, of a current that starts with 1 nA
    NEURON.resistance
    * (math.exp(-PEAK / NEURON.tau) - math.exp(-PEAK / TAU_SYNAPSE))
    * TAU_SYNAPSE
    / (NEURON.tau - TAU_SYNAPSE)
)
EARLY = 0.2  # the share of all synapses that counts as the first, and as the last
FINE: dict[str, Any] = {"step": 0.025, "hot": True}
MS: dict[str, Any] = {"step": 0.5, "hot": True}


class SpikesConfig(Config):
    """The volley, the neuron's synapses, and the window of STDP; weights lie between 0 and 1."""

    n_synapses: int = Field(
        100,
        ge=10,
        le=300,
        title="Synapses",
        description="How many inputs the neuron has, each with a latency of its own.",
        json_schema_extra={"step": 10},
    )
    spread: float = Field(
        15.0,
        ge=0,
        le=30,
        title="Spread of latencies (ms)",
        description="Standard deviation of when, in a volley, the synapses' spikes arrive.",
        json_schema_extra={"step": 1.0},
    )
    jitter: float = Field(
        2.0,
        ge=0,
        le=20,
        title="Jitter (ms)",
        description="Standard deviation of one synapse's arrival from volley to volley.",
        json_schema_extra=MS,
    )
    psp: float = Field(
        0.8,
        ge=0.1,
        le=3,
        title="Strength of a synapse (mV)",
        description="By how much one spike at a synapse of weight 1 lifts the membrane, at its peak.",
        json_schema_extra=FINE,
    )
    w_start: float = Field(
        0.5, ge=0, le=1, title="Weights at the start", description="Of all synapses.", json_schema_extra={"step": 0.05}
    )
    a_plus: float = Field(
        0.5,
        ge=-5,
        le=5,
        title="A₊ (%)",
        description="What a spike just before the neuron's own adds to the weight. You can also drag the window.",
        json_schema_extra=FINE,
    )
    tau_plus: float = Field(
        20.0,
        ge=1,
        le=60,
        title="τ₊ (ms)",
        description="How fast that falls with the time between the two spikes.",
        json_schema_extra=MS,
    )
    a_minus: float = Field(
        0.525,
        ge=-5,
        le=5,
        title="A₋ (%)",
        description="What a spike just after the neuron's own takes from the weight.",
        json_schema_extra=FINE,
    )
    tau_minus: float = Field(
        20.0,
        ge=1,
        le=60,
        title="τ₋ (ms)",
        description="How fast that falls with the time between the two spikes.",
        json_schema_extra=MS,
    )

    @property
    def window(self) -> tuple[float, float, float, float]:
        """A₊ and A₋ as shares of the largest weight, τ₊ and τ₋ in ms."""
        return self.a_plus / 100, self.a_minus / 100, self.tau_plus, self.tau_minus


def answer(times: Array, w: Array, psp: float) -> tuple[Array, Array]:
    """The membrane potential in mV, one value every `DT` ms, and the spikes (m,) in ms of the neuron in one volley.

    A leaky integrate-and-fire neuron as on the page of nerve cells; each spike of synapse i adds a current that falls
    with `TAU_SYNAPSE` and would alone lift the potential by wᵢ · psp mV at its peak.
    """
    n = round(LENGTH * NEURON.samples)
    arrived = np.bincount(np.minimum((times * NEURON.samples).astype(int), n - 1), w, minlength=n)
    fall = math.exp(-1 / TAU_SYNAPSE / NEURON.samples)
    mean = (1 - fall) * TAU_SYNAPSE * NEURON.samples  # of a falling current within one step, of what it was before
    current = accumulate((psp / LIFT * mean * arrived).tolist(), lambda left, new: fall * left + new)
    states, spikes = NEURON.advance(NEURON.rest(0.0), list(current))
    every = round(DT * NEURON.samples)
    return states[every - 1 :: every, 0], np.array(spikes)


class Timing(Plastic):
    """Weights `w` (n,) of synapses in the order of their `latency` (n,); `times` (n,) are the arrivals of the last
    volley and `before` the weights then."""

    PASS = 5

    def begin(self) -> None:
        s = self.settings.spikes
        self.latency = latencies(s.n_synapses, s.spread, LENGTH, self.settings.seed)
        self.w = np.full(s.n_synapses, s.w_start)
        self.before, self.times, self.potential, self.spikes = self.w, *self.coming()

    def coming(self) -> tuple[Array, Array, Array]:
        """Arrivals, membrane potential and spikes of the next volley."""
        s = self.settings.spikes
        times = volley(self.latency, s.jitter, LENGTH, self.settings.seed, self.step_count)
        return times, *answer(times, self.w, s.psp)

    def learn(self) -> None:
        self.before = self.w
        self.times, self.potential, self.spikes = self.coming()
        self.w = np.clip(self.w + stdp(self.times, self.spikes, *self.settings.spikes.window), 0, 1)

    def state(self) -> dict[str, Array]:
        return {
            "w": self.w,
            "before": self.before,
            "times": self.times,
            "potential": self.potential,
            "spikes": self.spikes,
        }

    def take(self, state: dict[str, Array]) -> None:
        self.w, self.before, self.times = state["w"], state["before"], state["times"]
        self.potential, self.spikes = state["potential"], state["spikes"]

    def metrics(self) -> dict[str, float]:
        """When the neuron first fired, the end of the volley where it did not; mean weight of early and late ones."""
        n = max(1, round(EARLY * len(self.w)))
        return {
            "fired": float(self.spikes[0]) if len(self.spikes) else LENGTH,
            "early": float(self.w[:n].mean()),
            "late": float(self.w[-n:].mean()),
        }
