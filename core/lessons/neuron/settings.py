"""Neuron settings: one neuron's inputs and first weights, and the gate that it is taught."""

from typing import Any, Literal

import torch
from pydantic import Field
from torch import Tensor

from core.activations import ACTIVATIONS, ActivationId
from core.config import seed, titles
from core.datasets.gates import GATES
from core.settings import Settings

REACH = 5.0  # of weights and bias at the start
EXTENT = 2.0  # of inputs
STEP = {"step": 0.05}
GIVEN = "What the neuron is given. You can also drag the point in the plane."
COUNTS = "How much this input counts, and in which direction. Learning starts from here."


def _input(name: str, default: float) -> Any:
    more: dict[str, Any] = {**STEP, "hot": "look"}
    return Field(default, ge=-EXTENT, le=EXTENT, title=name, description=GIVEN, json_schema_extra=more)


def _weight(name: str, default: float) -> Any:
    return Field(default, ge=-REACH, le=REACH, title=name, description=COUNTS, json_schema_extra=dict(STEP))


class NeuronSettings(Settings):
    """One neuron: its inputs, its weights before the first step, and the gate it is taught.

    `x1` … `x3`, `activation` and `flat` are only looked at: the rule knows no more of them than the sign of z.
    """

    n_inputs: int = Field(
        2,
        ge=2,
        le=3,
        title="Number of inputs",
        description="With three, the plane shows the slice at the current x₃.",
        json_schema_extra={"step": 1},
    )
    x1: float = _input("x₁", 1.0)
    x2: float = _input("x₂", 0.5)
    x3: float = _input("x₃", 1.0)
    gate: Literal["and", "or", "nand", "nor", "xor", "xnor"] = Field(
        "and",
        title="Gate to learn",
        description="The truth table that the perceptron is taught when you press play.",
        json_schema_extra=titles(GATES),
    )
    w1: float = _weight("w₁", 0.8)
    w2: float = _weight("w₂", -0.6)
    w3: float = _weight("w₃", 0.4)
    b: float = Field(
        0.3,
        ge=-REACH,
        le=REACH,
        title="Bias b",
        description="How ready the neuron is without any input: it shifts the line. Learning starts from here.",
        json_schema_extra=dict(STEP),
    )
    activation: ActivationId = Field(
        "sigmoid",
        title="Activation",
        description="What the neuron makes of its sum: y = f(z).",
        json_schema_extra={**titles(ACTIVATIONS), "hot": "look"},
    )
    flat: float = Field(
        0.05,
        ge=0.01,
        le=0.5,
        title="Flat where |f′| is under",
        description="From which slope on a part of the activation is counted, and shaded, as saturated.",
        json_schema_extra={"step": 0.01, "hot": "look"},
    )
    lr: float = Field(
        0.1,
        ge=0.01,
        le=1.0,
        title="Learning rate",
        description="The size of one correction.",
        json_schema_extra={"widget": "log", "hot": True},
    )
    shuffle: bool = Field(
        False, title="Shuffle", description="Draw a new order of the examples for each pass; else that of the table."
    )
    seed: int = seed("Decides the order.")

    @property
    def x(self) -> Tensor:
        """The person's input (n_inputs,)."""
        return torch.tensor([self.x1, self.x2, self.x3][: self.n_inputs], dtype=torch.float64)

    @property
    def w(self) -> Tensor:
        """The first weights (n_inputs,)."""
        return torch.tensor([self.w1, self.w2, self.w3][: self.n_inputs], dtype=torch.float64)
