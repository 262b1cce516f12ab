"""Patterns: the firing patterns that Izhikevich named, each with his parameters and the input that shows it."""

from dataclasses import dataclass
from typing import Any, Literal

PatternId = Literal[
    "rs", "ib", "ch", "fs", "lts", "tc", "tc_burst", "rz",
    "tonic_spiking", "phasic_spiking", "tonic_bursting", "phasic_bursting", "mixed", "adaptation", "class_1", "class_2",
    "latency", "oscillations", "resonator", "integrator", "rebound_spike", "rebound_burst", "bistability", "dap",
    "inhibition_spiking", "inhibition_bursting",
]  # fmt: skip


@dataclass(frozen=True)
class Pattern:
    """`cell` holds parameters of `Izhikevich`, `input` those of `CurrentConfig`, `span` the ms of his figure."""

    title: str
    cell: dict[str, float]
    input: dict[str, Any]
    span: float


def _pattern(title: str, cell: tuple[float, ...], onset: float, current: float, span: float, **more: Any) -> Pattern:
    """`cell` is a, b, c, d, and p, q where they are not 5, 140; among `more` may be Euler steps in 1 ms, usually 4."""
    values: dict[str, float] = dict(zip("abcdpq", (*cell, *(5, 140)[len(cell) - 4 :]), strict=True))
    values["samples"] = more.pop("samples", 4)
    plain = {"waveform": "step", "base": 0.0}
    return Pattern(title, values, plain | {"onset": onset, "current": current} | more, span)


PATTERNS: dict[str, Pattern] = {  # 2003: figure 2; from tonic spiking on 2004: figure 1, without its O and R
    "rs": _pattern("Regular spiking (RS)", (0.02, 0.2, -65, 8), 15, 14, 150),
    "ib": _pattern("Intrinsically bursting (IB)", (0.02, 0.2, -55, 4), 15, 11, 150),
    "ch": _pattern("Chattering (CH)", (0.02, 0.2, -50, 2), 15, 10, 150),
    "fs": _pattern("Fast spiking (FS)", (0.1, 0.2, -65, 2), 15, 10, 150),
    "lts": _pattern("Low-threshold spiking (LTS)", (0.02, 0.25, -65, 2), 25, 10, 250),
    "tc": _pattern("Thalamo-cortical (TC)", (0.02, 0.25, -65, 0.05), 30, 1.5, 150),
    "tc_burst": _pattern("Thalamo-cortical, after inhibition", (0.02, 0.25, -65, 0.05), 45, 25, 150, base=-25.0),
    "rz": _pattern(
        "Resonator (RZ)", (0.1, 0.26, -65, 2), 60, 10.5, 100, base=-0.5, waveform="pulses", width=4.75, period=100.0
    ),
    "tonic_spiking": _pattern("Tonic spiking", (0.02, 0.2, -65, 6), 10, 14, 100),
    "phasic_spiking": _pattern("Phasic spiking", (0.02, 0.25, -65, 6), 20, 0.5, 200),
    "tonic_bursting": _pattern("Tonic bursting", (0.02, 0.2, -50, 2), 22, 15, 220),
    "phasic_bursting": _pattern("Phasic bursting", (0.02, 0.25, -55, 0.05), 20, 0.6, 200, samples=5),
    "mixed": _pattern("Mixed mode", (0.02, 0.2, -55, 4), 16, 10, 160),
    "adaptation": _pattern("Spike frequency adaptation", (0.01, 0.2, -65, 8), 8.5, 30, 85),
    "class_1": _pattern(
        "Class 1 excitable", (0.02, -0.1, -55, 6, 4.1, 108), 30, 20.25, 300, waveform="ramp", period=270.0
    ),
    "class_2": _pattern(
        "Class 2 excitable", (0.2, 0.26, -65, 0), 30, 4.05, 300, base=-0.5, waveform="ramp", period=270.0
    ),
    "latency": _pattern(
        "Spike latency", (0.02, 0.2, -65, 6), 10, 7.04, 100, waveform="pulses", width=2.8, period=200.0, samples=5
    ),
    "oscillations": _pattern(
        "Subthreshold oscillations", (0.05, 0.26, -60, 0), 20, 2, 200, waveform="pulses", width=4.75, period=200.0
    ),
    "resonator": _pattern(
        "Resonator: two weak pulses", (0.1, 0.26, -60, -1), 40, 0.65, 400,
        waveform="pairs", gap=40.0, width=3.75, period=240.0,
    ),
    "integrator": _pattern(
        "Integrator: two weak pulses", (0.02, -0.1, -55, 6, 4.1, 108), 9, 9, 100,
        waveform="pairs", gap=5.0, width=2.0, period=61.0,
    ),
    "rebound_spike": _pattern(
        "Rebound spike", (0.03, 0.25, -60, 4), 20, -15, 200, waveform="pulses", width=4.8, period=200.0, samples=5
    ),
    "rebound_burst": _pattern(
        "Rebound burst", (0.03, 0.25, -52, 0), 20, -15, 200, waveform="pulses", width=4.8, period=200.0, samples=5
    ),
    "bistability": _pattern(
        "Bistability: a pulse starts it, another stops it", (0.1, 0.26, -60, 0), 37.5, 1, 300,
        base=0.24, waveform="pairs", gap=178.5, width=4.75, period=500.0,
    ),
    "dap": _pattern(
        "Depolarising after-potential", (1, 0.2, -60, -21), 9, 20, 50,
        waveform="pulses", width=1.9, period=100.0, samples=10,
    ),
    "inhibition_spiking": _pattern(
        "Inhibition-induced spiking", (-0.02, -1, -60, 8), 50, -5, 250, base=80.0, samples=2
    ),
    "inhibition_bursting": _pattern(
        "Inhibition-induced bursting", (-0.026, -1, -45, -2), 50, -5, 250, base=80.0, samples=2
    ),
}  # fmt: skip
