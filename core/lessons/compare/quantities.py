"""Quantities: brains and networks in numbers, each with its uncertainty and its source."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

BrainId = Literal["human", "mouse", "fly", "worm"]
MachineId = Literal["own", "alexnet", "gpt3"]


@dataclass(frozen=True)
class Value:
    """A number that lies between `low` and `high`; `exact` where it was counted or set, and not estimated."""

    low: float
    best: float
    high: float
    source: str

    @property
    def exact(self) -> bool:
        return self.low == self.high


def exactly(value: float, source: str) -> Value:
    return Value(value, value, value, source)


@dataclass(frozen=True)
class Side:
    """A brain or a network: what it is called, and its values by quantity; what is unknown is left out."""

    title: str
    values: Mapping[str, Value]


QUANTITIES: dict[str, str] = {  # id → what is counted, and its unit
    "neurons": "Neurons, or units",
    "synapses": "Synapses, or weights",
    "fan_in": "Connections of each",
    "power": "Power while at work, W",
    "rate": "Signals each sends a second",
    "speed": "Speed of a signal, m/s",
    "words": "Words met while learning",
    "learning": "Energy to learn it all, kWh",
}

AXON = "Hursh 1939; Waxman 1980"
COPPER = Value(1e8, 2e8, 3e8, "1/3 … 1 c, Pozar 2011")
GROWING_UP = 20 * 365.25 * 24 / 1000  # hours of 20 years, and 1000 W to a kW
WATTS = Value(15, 20, 25, "Clarke & Sokoloff 1999; Raichle & Gusnard 2002")

BRAINS: dict[str, Side] = {
    "human": Side(
        "Human",
        {
            "neurons": Value(78e9, 86e9, 94e9, "Azevedo et al. 2009: 86.1 ± 8.1 billion"),
            "synapses": Value(1e14, 1.5e14, 1e15, "neocortex: Pakkenberg et al. 2003; whole brain: not counted"),
            "fan_in": Value(
                1e3, 7e3, 1.75e5, "neocortex: Pakkenberg et al. 2003; a Purkinje cell: Napper & Harvey 1988"
            ),
            "power": WATTS,
            "rate": Value(0.16, 1, 10, "mean of cortex: Lennie 2003; Attwell & Laughlin 2001"),
            "speed": Value(0.5, 10, 120, AXON),
            "words": Value(3e7, 6e7, 1e8, "up to the age of 13: Gilkerson et al. 2017; Warstadt & Bowman 2022"),
            "learning": Value(
                WATTS.low * GROWING_UP, WATTS.best * GROWING_UP, WATTS.high * GROWING_UP, "power × 20 years"
            ),
        },
    ),
    "mouse": Side(
        "Mouse",
        {
            "neurons": Value(65e6, 71e6, 77e6, "Herculano-Houzel, Mota & Lent 2006"),
            "synapses": Value(1e11, 4e11, 1e12, "about 8,000 of each cortical neuron: Schüz & Palm 1989"),
            "fan_in": Value(4e3, 8e3, 1e4, "cortex: Schüz & Palm 1989"),
            "speed": Value(0.5, 5, 50, AXON),
            "rate": Value(0.1, 1, 10, "cortex: Buzsáki & Mizuseki 2014"),
        },
    ),
    "fly": Side(
        "Fruit fly",
        {
            "neurons": exactly(139_255, "Dorkenwald et al. 2024"),
            "synapses": exactly(54.5e6, "Dorkenwald et al. 2024"),
            "fan_in": Value(100, 54.5e6 / 139_255, 1e4, "synapses ÷ neurons"),
        },
    ),
    "worm": Side(
        "Worm (C. elegans)",
        {
            "neurons": exactly(302, "White et al. 1986"),
            "synapses": exactly(6393, "chemical ones: Varshney et al. 2011"),
            "fan_in": Value(5, 6393 / 302, 100, "synapses ÷ neurons"),
        },
    ),
}

MACHINES: dict[str, Side] = {
    "alexnet": Side(
        "AlexNet (2012)",
        {
            "neurons": exactly(650_000, "Krizhevsky, Sutskever & Hinton 2012"),
            "synapses": exactly(60e6, "Krizhevsky, Sutskever & Hinton 2012: weights, shared by many places"),
            "power": exactly(2 * 244, "two GTX 580 of 244 W: their data sheet"),
            "speed": COPPER,
            "learning": Value(
                2 * 0.244 * 24 * 5,
                2 * 0.244 * 24 * 5.5,
                2 * 0.244 * 24 * 6,
                "power × 5 … 6 days: Krizhevsky et al. 2012",
            ),
        },
    ),
    "gpt3": Side(
        "GPT-3 (2020)",
        {
            "neurons": exactly(96 * (4 + 1) * 12_288, "96 layers × 5 × 12,288: Brown et al. 2020"),
            "synapses": exactly(175e9, "Brown et al. 2020"),
            "fan_in": Value(12_288, 12_288, 4 * 12_288, "width: Brown et al. 2020"),
            "speed": COPPER,
            "words": Value(2e11, 2.25e11, 3e11, "300 billion tokens, about 3/4 of a word each: Brown et al. 2020"),
            "learning": exactly(1_287_000, "Patterson et al. 2021"),
        },
    ),
}


def own(n_in: int, width: int, n_out: int) -> Side:
    """The network of the page: counted."""
    return Side(
        "This page's network",
        {
            "neurons": exactly(width + n_out, "counted"),
            "synapses": exactly(width * (n_in + 1) + n_out * (width + 1), "counted, with biases"),
            "fan_in": Value(min(n_in, width), n_in, max(n_in, width), "counted"),
            "speed": COPPER,
        },
    )
