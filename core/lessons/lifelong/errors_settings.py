"""Errors settings: which rules learn side by side, and what each needs to be told its part of the error."""

from typing import Any, Literal

from pydantic import Field, field_validator

from core.activations import ACTIVATIONS
from core.config import Config, titles
from core.learning.error_signals import ERROR_SIGNALS

RuleId = Literal["backprop", "feedback", "direct", "kolen_pollack", "sign", "predictive"]
OWN: dict[str, dict[str, Any]] = {  # what the part brings with it
    "": {"width": 64, "depth": 2, "optimizer": "sgd", "lr": 0.1, "batch_size": 64}
}


class ErrorsConfig(Config):
    """The rules, the neurons, and the ways back."""

    rules: tuple[RuleId, ...] = Field(
        ("backprop", "feedback", "predictive"),
        min_length=1,
        title="Rules",
        description="Each teaches a network of its own, from the same first weights, with the same examples.",
        json_schema_extra=titles(ERROR_SIGNALS) | {"allowed": "-".join(ERROR_SIGNALS)},
    )
    neuron: Literal["tanh", "relu", "sigmoid"] = Field(
        "tanh",
        title="Activation",
        description="What each hidden neuron does with its weighted sum.",
        json_schema_extra=titles({id: ACTIVATIONS[id] for id in ("tanh", "relu", "sigmoid")}),
    )
    back_scale: float = Field(
        1.0,
        ge=0.01,
        le=10,
        title="Size of B",
        description="The random feedback weights are drawn as the forward ones are, times this.",
        json_schema_extra={"widget": "log"},
    )
    frozen: bool = Field(
        False,
        title="Hold the output layer still",
        description="Its weights learn no more. Feedback alignment works by them coming to fit B: see what is left.",
        json_schema_extra={"hot": True},
    )
    n_relax: int = Field(
        10,
        ge=0,
        le=100,
        title="Settling steps",
        description="Predictive coding: how long the neurons settle before the synapses learn. Each step carries the "
        "error one layer further back.",
        json_schema_extra={"hot": True, "step": 1},
    )
    relax_rate: float = Field(
        0.2,
        ge=0.01,
        le=1,
        title="Settling rate",
        description="Predictive coding: how far a neuron goes in one of these steps. Too far, and it never settles.",
        json_schema_extra={"hot": True, "widget": "log"},
    )
    nudge: float = Field(
        1.0,
        ge=0.001,
        le=10,
        title="Nudge β",
        description="Predictive coding: how hard the right answer pulls at the output. The weaker, the nearer to "
        "backpropagation.",
        json_schema_extra={"hot": True, "widget": "log"},
    )

    @field_validator("rules", mode="before")
    @classmethod
    def split_rules(cls, value: object) -> object:
        return value.split("-") if isinstance(value, str) else value

    @field_validator("rules")
    @classmethod
    def order_rules(cls, value: tuple[RuleId, ...]) -> tuple[RuleId, ...]:
        if len(set(value)) < len(value):
            raise ValueError("each can be named only once")
        return tuple(sorted(value, key=list(ERROR_SIGNALS).index))
