"""Passes: gradient descent taken apart; a step of this learner is one phase of one pass of a mini-batch."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self

import torch
from pydantic import BeforeValidator, Field, model_validator
from torch import Generator, Tensor

from core.activations import ACTIVATIONS
from core.config import extra, titles
from core.datasets.points import DATASETS, PointsConfig
from core.experiment import fitting
from core.initializations import INITIALIZATIONS
from core.learner import Frame, broken
from core.learning.passes import Pass, Phase, one_pass, phases
from core.losses import LOSSES, n_outputs, resolve
from core.models.mlp import MLPConfig
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
        title="Target y",
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
    activation: Literal[
        "step", "linear", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "selu", "gelu", "silu", "softplus", "mish"
    ] = Field(
        "tanh",
        title="Activation",
        description="What each hidden neuron does with its weighted sum.",
        json_schema_extra=titles(ACTIVATIONS),
    )
    init: Literal["xavier", "he", "uniform", "zeros", "too_large"] = Field(
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
    seed: int = Field(
        0,
        ge=0,
        le=999_999,
        title="Seed",
        description="The same seed gives the same first weights and the same order of samples.",
        json_schema_extra={"widget": "number", "step": 1},
    )

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


class Passes:
    """Gradient descent phase by phase: `step` computes one thing more, and after the last phase a new pass begins.

    The mini-batches are those that the trainer takes of the same data, so that m passes end where its m-th step does.
    Everything is in float64. What is hot counts at once, for the pass under way too.
    """

    def __init__(self, settings: PassSettings) -> None:
        self.settings = settings
        self.data = settings.points().load()
        self.loss_id = settings.loss_id
        self.loss = LOSSES[self.loss_id]
        config = MLPConfig(hidden=settings.hidden, activation=settings.activation, init=settings.init)
        self.n_outputs = n_outputs(self.loss_id, settings.n_classes)
        self.model = config.build(2, self.n_outputs, Generator().manual_seed(settings.seed))
        self.flat = self.model.flat.detach().double()
        self.step_count = 0
        self.order = phases(len(self.model.shapes))

    def place(self, step: int) -> tuple[int, int]:
        """Passes completed before a step, and the number of the phase it is in."""
        return divmod(step, len(self.order))

    @property
    def phase(self) -> Phase:
        return self.order[self.place(self.step_count)[1]]

    @property
    def epoch_ended(self) -> bool:
        """Whether the pass is complete, the loss after its update included."""
        return self.phase == self.order[-1]

    @property
    def stops(self) -> bool:
        return False

    def batch(self, n: int) -> tuple[Tensor, Tensor]:
        """What goes through in the n-th pass: x (B, 2) and targets, (B, k) or classes (B,)."""
        settings, data = self.settings, self.data
        if settings.feed == "sample":
            x = torch.tensor([[settings.x1, settings.x2]], dtype=torch.float64)
            y = torch.tensor([int(settings.label)]) if settings.n_classes else torch.tensor([settings.target]).double()
        else:
            epoch, cursor = divmod(n, -(-len(data.x_train) // settings.batch_size))
            shuffled = Generator().manual_seed(settings.seed * 1_000_003 + epoch)
            order = torch.randperm(len(data.x_train), generator=shuffled)
            rows = order[cursor * settings.batch_size :][: settings.batch_size]
            x, y = data.x_train[rows].double(), data.y_train[rows]
        targets = self.loss.targets(y, self.n_outputs)
        return x, targets.double() if targets.is_floating_point() else targets

    @cached_property
    def record(self) -> Pass:
        """The pass under way."""
        x, targets = self.batch(self.place(self.step_count)[0])
        return one_pass(self.model, self.loss, self.flat, x, targets, self.settings.lr)

    def _forget(self) -> None:
        self.__dict__.pop("record", None)

    def step(self) -> None:
        """One phase further; at the end of a pass its new weights become those of the next."""
        if self.epoch_ended:
            self.flat = self.record.new_flat
            self._forget()
        self.step_count += 1

    def frame(self) -> Frame:
        n_passes, phase = self.place(self.step_count)
        record = self.record
        return Frame(
            step=self.step_count,
            progress=n_passes + phase / (len(self.order) - 1),
            metrics={"train_loss": record.new_loss if self.epoch_ended else record.loss, "lr": record.lr},
            weights={"flat": self.flat.clone(), "x": record.x, "targets": record.targets},
            epoch=n_passes,
        )

    def restore(self, frame: Frame) -> None:
        self.flat, self.step_count = frame.weights["flat"].clone(), frame.step
        self._forget()

    def change(self, **values: Any) -> None:
        """Change hot settings; raises `SettingError` for one that needs a new run, or a value out of range."""
        settings = self.settings.replace(**values)
        fields = settings.fields()
        cold = [name for name in values if not extra(fields[name], "hot")]
        if cold:
            raise SettingError(cold[0], values[cold[0]], "a new run")
        self.settings = settings
        self._forget()

    def verdict(self, frame: Frame, first: Frame) -> str | None:
        return broken(frame, first)

    def record_at(self, frame: Frame) -> Pass:
        """The pass that a frame is in the middle of, as it was then."""
        weights = frame.weights
        return one_pass(self.model, self.loss, weights["flat"], weights["x"], weights["targets"], frame.metrics["lr"])
