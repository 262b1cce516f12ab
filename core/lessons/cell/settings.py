"""Cell settings: which model of a nerve cell, its parameters, and what is injected into it."""

from typing import Any, Literal

from pydantic import Field

from core.config import Config, titles
from core.lessons.cell.dale import LAWS
from core.lessons.cell.rate_curve import FITTED
from core.neurons.currents import WAVEFORMS, CurrentConfig
from core.neurons.hodgkin_huxley import HodgkinHuxley
from core.neurons.izhikevich import Izhikevich
from core.neurons.lif import LIF
from core.neurons.neurons import NEURONS, NeuronId
from core.neurons.patterns import PATTERNS, PatternId
from core.settings import Settings, bounds

LOOK: dict[str, Any] = {"hot": "look"}
STEP = {name: field.default for name, field in CurrentConfig.model_fields.items() if name != "seed"}
START: dict[str, dict[str, Any]] = {  # what a neuron is first given
    "lif": STEP | {"current": 0.6, "window": 200.0},
    "hodgkin_huxley": STEP | {"current": 10.0, "window": 100.0},
}
DIFFERENCES = {
    "time": "Time",
    "spikes": "Spikes",
    "refractory": "Refractory period",
    "dale": "Dale's law",
    "dendrites": "Dendrites",
}


def _slider(default: float, low: float, high: float, title: str, description: str, step: float) -> Any:
    more = LOOK | {"step": step}
    return Field(float(default), ge=low, le=high, title=title, description=description, json_schema_extra=more)


class Comparison(Config):
    """What is shown where the cell is set beside w·x + b."""

    activation: Literal["auto", "step", "relu", "sigmoid", "softplus"] = Field(
        "auto",
        title="Activation to compare with",
        description="Fitted to the cell's rate by least squares. Automatic takes the one that fits best.",
        json_schema_extra=LOOK | {"titles": {"auto": "Automatic"} | titles(FITTED)["titles"]},
    )
    difference: Literal["time", "spikes", "refractory", "dale", "dendrites"] = Field(
        "time",
        title="Where a neuron is more than w·x + b",
        description="Five things that the sum leaves out.",
        json_schema_extra=LOOK | {"titles": DIFFERENCES},
    )
    apart: float = _slider(4, 1, 40, "Pulses apart (ms)", "From one pulse to the next.", 0.5)
    strength: float = _slider(1.2, 0, 3, "Strength of the pulse", "In multiples of the least that makes it fire.", 0.05)
    after: float = _slider(8, 2, 40, "Second pulse after (ms)", "From one pulse to the next.", 0.5)
    law: Literal["free", "bound", "learned"] = Field(
        "free",
        title="How the network treats Dale's law",
        description="Bound: a weight becomes 0 where it has not the sign of the neuron that sends it.",
        json_schema_extra=LOOK | {"titles": LAWS},
    )
    x1: float = _slider(0.6, 0, 2, "First synapse", "How strong it is, in multiples of the branch's threshold.", 0.05)
    x2: float = _slider(0.6, 0, 2, "Second synapse", "How strong it is, in multiples of the branch's threshold.", 0.05)


class CellSettings(Settings):
    """One cell, its input, and how it is looked at; another neuron or pattern brings its own input and parameters.

    All three models keep their parameters, whichever is at work.
    """

    neuron: NeuronId = Field(
        "hodgkin_huxley",
        title="Neuron",
        description="Three models of the same membrane, from the simplest to the one made of ion channels.",
        json_schema_extra=titles(NEURONS),
    )
    pattern: PatternId = Field(
        "tonic_spiking",
        title="Firing pattern",
        description="The parameters that Izhikevich gives for it, and the input that shows it.",
        json_schema_extra=titles(PATTERNS),
    )
    lif: LIF = LIF()
    izhikevich: Izhikevich = Izhikevich()
    hodgkin_huxley: HodgkinHuxley = HodgkinHuxley()
    input: CurrentConfig = CurrentConfig()
    comparison: Comparison = Comparison()
    window: float = Field(
        100.0,
        ge=20,
        le=1000,
        title="Time shown (ms)",
        description="How much of the past the screen of the oscilloscope holds.",
        json_schema_extra=LOOK | {"step": 10},
    )

    @property
    def cell(self) -> LIF | Izhikevich | HodgkinHuxley:
        """The neuron at work."""
        return getattr(self, self.neuron)

    def shown(self) -> dict[str, tuple[str, ...]]:
        """The settings by group that matter now, for the sidebar."""
        pattern = ("pattern",) if self.neuron == "izhikevich" else ()
        needs = WAVEFORMS[self.input.waveform].needs
        return {
            "Neuron": ("neuron", *pattern),
            "Input current": ("waveform", "current", "base", *needs, "onset"),
            "Parameters": tuple(type(self.cell).model_fields),
            "View": ("window", "activation"),
        }

    def replace(self, /, **values: Any) -> "CellSettings":
        """As any settings; but what another neuron or pattern brings is taken where it was left alone."""
        neuron, pattern = values.get("neuron", self.neuron), values.get("pattern", self.pattern)
        if (neuron, pattern) != (self.neuron, self.pattern) and neuron in NEURONS and pattern in PATTERNS:
            before = self.values()
            own = {} if neuron == self.neuron != "izhikevich" else brought(neuron, pattern)
            values |= {name: v for name, v in own.items() if values.get(name, before[name]) == before[name]}
        return super().replace(**values)

    def to_query(self, default: Settings) -> dict[str, str]:
        """What differs from the default of this neuron and pattern, and those where they are others."""
        chosen = {"neuron": self.neuron, "pattern": self.pattern}
        query = super().to_query(default.replace(**chosen))
        return {name: id for name, id in chosen.items() if name in self.differences(default)} | query


def brought(neuron: str, pattern: str) -> dict[str, Any]:
    """The input, the time shown, and for Izhikevich's neuron the parameters, that come with it."""
    if neuron != "izhikevich":
        return START[neuron]
    entry = PATTERNS[pattern]
    low, high = bounds(CellSettings.model_fields["window"])
    return STEP | entry.input | entry.cell | {"window": min(high, max(low, 10.0 * round(entry.span / 10)))}
