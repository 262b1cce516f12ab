"""Pass settings: a network small enough to read every number of, and what goes through it."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from core.activations import ACTIVATIONS, ActivationId
from core.config import seed, titles
from core.datasets.points import DATASETS, PointsConfig
from core.experiment import fitting
from core.initializations import INITIALIZATIONS, InitializationId
from core.losses import LOSSES, resolve
from core.settings import SettingError, Settings, choices

N_SAMPLES = 100  # half of them to learn from, as in the playground
CLASSES = ("0", "1", "2", "3")


def _widths(value: object) -> object:
    if isinstance(value, str):
        return value.split("-") if value else []
    return value


class PassSettings(Settings):
    """A network small enough to read, and what goes through it: one sample of a person's making, or a mini-batch."""

    feed: Literal["sample", "batch"] = Field(
        "sample",
        title="What goes through",
        description="One sample that you set, or mini-batches of the data set as in the playground.",
        json_schema_extra={"titles": {"sample": "One sample", "batch": "A mini-batch"}},
    )
    dataset: Literal[
        "circle",
        "xor",
        "gaussians",
        "spiral",
        "moons",
        "checkerboard",
        "pinwheel3",
        "pinwheel4",
        "plane",
        "multi_gauss",
    ] = Field(
        "circle",
        title="Data set",
        description="The pattern the network has to learn.",
        json_schema_extra=titles({id: entry for id, entry in DATASETS.items() if id != "own"}),
    )
    x1: float = Field(
        1.0,
        ge=-5,
        le=5,
        title="Input x₁",
        description="Or drag the sample over the plane.",
        json_schema_extra={"hot": True, "step": 0.05},
    )
    x2: float = Field(
        -0.5,
        ge=-5,
        le=5,
        title="Input x₂",
        description="Or drag the sample over the plane.",
        json_schema_extra={"hot": True, "step": 0.05},
    )
    label: Literal["0", "1", "2", "3"] = Field(
        "1",
        title="Class of the sample",
        description="What the network should answer.",
        json_schema_extra={"hot": True, "titles": {id: f"class {id}" for id in CLASSES}},
    )
    target: float = Field(
        0.5,
        ge=-2,
        le=2,
        title="Target of the sample",
        description="What the network should answer.",
        json_schema_extra={"hot": True, "step": 0.05},
    )
    batch_size: int = Field(
        4,
        ge=1,
        le=8,
        title="Batch size",
        description="Samples that go through together; a gradient is the mean of theirs.",
        json_schema_extra={"step": 1},
    )
    sample: int = Field(
        1,
        ge=1,
        le=8,
        title="Sample in the diagram",
        description="Whose z, a and δ the diagram shows; the gradients are those of the whole batch.",
        json_schema_extra={"hot": True, "step": 1},
    )
    hidden: Annotated[tuple[Annotated[int, Field(ge=1, le=4)], ...], BeforeValidator(_widths)] = Field(
        (3, 2),
        max_length=3,
        title="Hidden layers",
        description="How many layers stand between inputs and output.",
        json_schema_extra={"allowed": "0 … 3 × 1 … 4 (3-2)", "widest": 4, "deepest": 3},
    )
    activation: ActivationId = Field(
        "tanh",
        title="Activation",
        description="What each hidden neuron does with its weighted sum.",
        json_schema_extra=titles(ACTIVATIONS),
    )
    init: InitializationId = Field(
        "xavier",
        title="Initial weights",
        description="How the weights are drawn before the first step.",
        json_schema_extra=titles(INITIALIZATIONS),
    )
    loss: Literal["auto", "mse", "mae", "huber", "bce", "cross_entropy", "hinge"] = Field(
        "auto",
        title="Loss function",
        description="How wrong an answer is. Automatic: cross-entropy for classes, squared error for numbers.",
        json_schema_extra={"titles": {"auto": "Automatic"} | titles(LOSSES)["titles"]},
    )
    lr: float = Field(
        0.1,
        ge=1e-4,
        le=100,
        title="Learning rate",
        description="How far one step goes. Too small: nothing happens. Too large: it blows up.",
        json_schema_extra={"hot": True, "widget": "log"},
    )
    seed: int = seed("The same seed gives the same first weights and the same order of samples.")

    @property
    def n_classes(self) -> int:
        """Number of classes, 0 for numbers."""
        return DATASETS[self.dataset].n_classes

    @property
    def loss_id(self) -> str:
        """The loss in use, where "auto" is resolved."""
        return resolve(self.loss, self.n_classes)

    @model_validator(mode="after")
    def fit_the_task(self) -> Self:
        for name in ("loss", "label"):
            possible = self.offered(name, {"dataset": self.dataset})
            if getattr(self, name) not in possible:
                raise SettingError(name, getattr(self, name), ", ".join(possible))
        return self

    def offered(self, name: str, values: Mapping[str, Any]) -> tuple[str, ...]:
        n_classes = DATASETS[values["dataset"]].n_classes
        if name == "loss":
            return fitting(n_classes)
        return CLASSES[: n_classes or None] if name == "label" else choices(self.fields()[name])

    def points(self) -> PointsConfig:
        return PointsConfig(dataset=self.dataset, n_samples=N_SAMPLES)
