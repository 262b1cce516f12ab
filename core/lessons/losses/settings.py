"""Loss settings: what the page of losses looks at: one prediction, a race, a few rows, three names, three classes."""

from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from core.datasets.rows import ROWS
from core.lessons.losses.pointwise import NUMBERS
from core.losses import LOSSES
from core.settings import SettingError, Settings

SCENES = {
    "one": "One prediction",
    "race": "Confidently wrong",
    "rows": "A little data set",
    "same": "Three names, one loss",
    "three": "Three classes",
}
LOSS_TITLES = {id: entry.title for id, entry in LOSSES.items()}
RIVALS = ("mse", "mae", "huber", "hinge")


def titled(titles: dict[str, str]) -> dict[str, Any]:
    """What a choice field's ids are called."""
    return {"titles": titles}


class LossSettings(Settings):
    """Flat settings of all scenes; `loss` must fit the question that is asked."""

    scene: Literal["one", "race", "rows", "same", "three"] = Field(
        "one", title="Scene", description="What is looked at.", json_schema_extra=titled(SCENES)
    )
    loss: Literal["mse", "mae", "huber", "bce", "cross_entropy", "hinge"] = Field(
        "mse",
        title="Loss",
        description="How a prediction is judged. For numbers only the first three make sense.",
        json_schema_extra=titled(LOSS_TITLES),
    )
    answer: Literal["yes_no", "number"] = Field(
        "yes_no",
        title="Kind of answer",
        description="A probability p = σ(z) for a yes/no question, or a number as it is.",
        json_schema_extra=titled({"yes_no": "Yes or no", "number": "A number"}),
    )
    truth: Literal["1", "0"] = Field(
        "1",
        title="Truth y",
        description="What the answer should have been.",
        json_schema_extra={"titles": {"1": "1 (yes)", "0": "0 (no)"}},
    )
    z: float = Field(
        -4.0,
        ge=-8,
        le=8,
        title="Logit z",
        description="What the neuron says before the sigmoid: p = σ(z).",
        json_schema_extra={"step": 0.01},
    )
    prediction: float = Field(
        -2.0,
        ge=-4,
        le=4,
        title="Prediction ŷ",
        description="The number that is answered.",
        json_schema_extra={"step": 0.01},
    )
    target: float = Field(
        1.0,
        ge=-4,
        le=4,
        title="Target y",
        description="The number that would have been right.",
        json_schema_extra={"step": 0.01},
    )
    delta: float = Field(
        1.0,
        ge=0.1,
        le=500,
        title="Huber's δ",
        description="Errors up to δ count squared, larger ones in proportion.",
        json_schema_extra={"widget": "log"},
    )
    others: bool = Field(False, title="Compare", description="Draw the other losses too, thin.")
    start: float = Field(
        -4.0,
        ge=-8,
        le=8,
        title="Start z",
        description="The logit that both racers start from.",
        json_schema_extra={"step": 0.05},
    )
    rival: Literal["mse", "mae", "huber", "hinge"] = Field(
        "mse",
        title="Against cross-entropy",
        description="The loss that races against cross-entropy.",
        json_schema_extra={"titles": {id: LOSS_TITLES[id] for id in RIVALS}},
    )
    lr: float = Field(
        0.5,
        ge=0.01,
        le=10,
        title="Learning rate",
        description="Both racers take steps of this rate times their own gradient.",
        json_schema_extra={"widget": "log"},
    )
    rows: Literal["jumps", "diabetes", "iris"] = Field(
        "jumps",
        title="Which rows",
        description="A few real rows; Background names their source.",
        json_schema_extra=titled({id: entry.title for id, entry in ROWS.items()}),
    )
    shape: Literal["constant", "line"] = Field(
        "constant",
        title="Prediction",
        description="The same answer for every row, or one that depends on the input.",
        json_schema_extra=titled({"constant": "One for all rows", "line": "A line"}),
    )
    height: float = Field(
        120.0,
        ge=0,
        le=300,
        title="Height",
        description="What is predicted, for a line: in the middle of the rows.",
        json_schema_extra={"step": 0.5},
    )
    chance: float = Field(
        0.8,
        ge=0.005,
        le=0.995,
        title="Probability p",
        description="How likely yes is said to be, for a line: in the middle of the rows.",
        json_schema_extra={"step": 0.005},
    )
    slope: float = Field(
        0.0,
        ge=-20,
        le=20,
        title="Slope",
        description="How much the prediction (for yes or no: its logit) grows with the input.",
        json_schema_extra={"step": 0.01},
    )
    stretch: float = Field(
        1.0,
        ge=0,
        le=1.25,
        title="Outlier",
        description="Distance of the farthest row from the median: 1 as measured, 0 on the median.",
        json_schema_extra={"step": 0.01},
    )
    unit: Literal["nats", "bits"] = Field(
        "nats",
        title="Unit",
        description="Natural logarithms give nats, logarithms to base 2 give bits.",
        json_schema_extra=titled({"nats": "nats (ln)", "bits": "bits (log₂)"}),
    )
    z1: float = Field(2.0, ge=-8, le=8, title="Logit z₁", description="Of class 1.", json_schema_extra={"step": 0.01})
    z2: float = Field(0.5, ge=-8, le=8, title="Logit z₂", description="Of class 2.", json_schema_extra={"step": 0.01})
    z3: float = Field(-1.0, ge=-8, le=8, title="Logit z₃", description="Of class 3.", json_schema_extra={"step": 0.01})
    label: Literal["1", "2", "3"] = Field(
        "3",
        title="True class",
        description="The class that is right.",
        json_schema_extra=titled({"1": "Class 1", "2": "Class 2", "3": "Class 3"}),
    )

    @model_validator(mode="after")
    def loss_fits_question(self) -> Self:
        if self.numbers and self.loss not in NUMBERS:
            raise SettingError("loss", self.loss, ", ".join(NUMBERS))
        return self

    @property
    def numbers(self) -> bool:
        """Whether numbers are predicted in this scene, not classes."""
        return numbers(self.values())

    @property
    def y(self) -> int:
        return int(self.truth)

    @property
    def logits(self) -> tuple[float, float, float]:
        return self.z1, self.z2, self.z3

    def offered(self, name: str, values: Mapping[str, Any]) -> tuple[str, ...]:
        """For numbers only the losses of numbers."""
        return NUMBERS if name == "loss" and numbers(values) else super().offered(name, values)


def numbers(values: Mapping[str, Any]) -> bool:
    """Whether numbers are predicted, not classes."""
    one = values["scene"] == "one" and values["answer"] == "number"
    return one or (values["scene"] == "rows" and not ROWS[values["rows"]].classes)
