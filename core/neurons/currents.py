"""Currents: what is injected into a cell, as a function of time: step, ramp, pulses, pairs of pulses, sine, noise."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from pydantic import Field

from core.config import Config, seed, titles
from core.neurons.neuron import Array, parameter

WaveformId = Literal["step", "ramp", "pulses", "pairs", "sine", "noise"]
ROUNDING = 1e-9  # ms, so that a pulse begins and ends with the step that does
HOT: dict[str, Any] = {"hot": True}


@dataclass(frozen=True)
class Waveform:
    """A shape in time: `function(t, config)` is what the amplitude is multiplied with, t ≥ 0 in ms after the onset.

    `needs` names the settings that it reads.
    """

    title: str
    function: Callable[[Array, "CurrentConfig"], Array]
    needs: tuple[str, ...] = ()


def _pairs(t: Array, config: "CurrentConfig") -> Array:
    phase = t % config.period
    return (phase < config.width) | ((config.gap <= phase) & (phase < config.gap + config.width))


def _noise(t: Array, config: "CurrentConfig") -> Array:
    numbers, places = np.unique(np.floor(t / config.hold).astype(int), return_inverse=True)
    return np.array([np.random.default_rng((config.seed, k)).standard_normal() for k in numbers])[places]


WAVEFORMS: dict[str, Waveform] = {
    "step": Waveform("Step", lambda t, config: np.ones_like(t)),
    "ramp": Waveform("Ramp", lambda t, config: t % config.period / config.period, ("period",)),
    "pulses": Waveform("Pulse train", lambda t, config: t % config.period < config.width, ("period", "width")),
    "pairs": Waveform("Pairs of pulses", _pairs, ("gap", "width", "period")),
    "sine": Waveform("Sine", lambda t, config: np.sin(2 * np.pi * t / config.period), ("period",)),
    "noise": Waveform("Noise", _noise, ("hold", "seed")),
}


class CurrentConfig(Config):
    """I(t) = base + current · waveform(t − onset), and the base alone before the onset; in the unit of the neuron."""

    waveform: WaveformId = Field(
        "step",
        title="Input current",
        description="The shape of what is injected into the cell.",
        json_schema_extra=titles(WAVEFORMS) | HOT,
    )
    current: float = Field(
        10.0,
        ge=-200,
        le=200,
        title="Current",
        description="How strong the input is, on top of the base. You can also drag it in the picture of the current.",
        json_schema_extra=HOT | {"step": 0.1},
    )
    base: float = Field(
        0.0,
        ge=-200,
        le=200,
        title="Base current",
        description="What flows all the time; the cell starts at rest under it.",
        json_schema_extra=HOT | {"step": 0.1},
    )
    onset: float = parameter(20, 0, 200, "Onset (ms)", "When the input begins.", 0.5)
    period: float = parameter(50, 2, 500, "Period (ms)", "After this time the shape begins anew.", 1)
    width: float = parameter(2, 0.5, 50, "Pulse width (ms)", "How long each pulse lasts.", 0.05)
    gap: float = parameter(10, 1, 250, "Second pulse after (ms)", "From one pulse to the next.", 0.5)
    hold: float = parameter(2, 0.5, 50, "New value every (ms)", "How long each random value lasts.", 0.5)
    seed: int = seed("The same seed gives the same noise, and so the same spikes.", "Seed of the noise")

    def values(self, first: int, n: int, samples: int) -> Array:
        """The current (n,) in steps first, first + 1, …, of which a millisecond has `samples`."""
        t = (first + np.arange(n)) / samples - self.onset + ROUNDING
        shape = WAVEFORMS[self.waveform].function(np.maximum(t, 0), self)
        return self.base + np.where(t >= 0, self.current * shape, 0.0)
