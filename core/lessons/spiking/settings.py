"""Spiking settings: the task, how it is written into spikes, the neurons, and what is counted."""

from typing import Any, Literal

from pydantic import Field

from core.config import Config, titles
from core.datasets.data import Data
from core.datasets.images import digits
from core.datasets.points import DATASETS, PointsConfig
from core.datasets.receptive_fields import receptive_fields
from core.learning.training_config import TrainingConfig
from core.lessons.spiking.operations import NUMBERS, NumberId
from core.neurons.encodings import ENCODINGS, EncodingId
from core.settings import Settings

LOOK: dict[str, Any] = {"hot": "look"}
PLANES = ("circle", "xor", "gaussians", "spiral", "moons", "checkerboard", "pinwheel3", "pinwheel4")
TaskId = Literal["digits", "circle", "xor", "gaussians", "spiral", "moons", "checkerboard", "pinwheel3", "pinwheel4"]
TITLES: dict[str, Any] = {"titles": {"digits": "Digits, 8 × 8"} | {id: DATASETS[id].title for id in PLANES}}


class TaskConfig(Config):
    """What both networks learn."""

    task: TaskId = Field(
        "digits",
        title="Task",
        description="Digits of 8 × 8 pixels, or points on the plane that arrive through receptive fields.",
        json_schema_extra=TITLES,
    )
    noise: float = Field(0.1, ge=0, le=0.5, title="Noise", description="How far points stray; more makes sets overlap.")

    @property
    def plane(self) -> bool:
        return self.task != "digits"

    def load(self) -> Data:
        """Pictures (n, 64) of 0…1, or points (n, 2); `encode` makes of them the numbers of 0…1 that both read."""
        if self.task != "digits":
            made = PointsConfig(dataset=self.task, noise=self.noise).load()
            return Data(made.x_train, made.y_train, made.x_test, made.y_test, made.n_classes, encode=receptive_fields)
        parts = digits()
        x_train, x_test = (parts[f"x_{part}"].flatten(1).float() / 255 for part in ("train", "test"))
        y_train, y_test = (parts[f"y_{part}"].long() for part in ("train", "test"))
        return Data(x_train, y_train, x_test, y_test, 10)


class NeuronsConfig(Config):
    """The hidden neurons of both networks, and what makes those of one of them spike."""

    encoding: EncodingId = Field(
        "rate",
        title="Encoding",
        description="How each number is written into spikes: in how many there are, or in when one comes.",
        json_schema_extra={"hot": True} | titles(ENCODINGS),
    )
    n_steps: int = Field(
        20,
        ge=1,
        le=60,
        title="Time steps",
        description="How long the spiking network has for one decision.",
        json_schema_extra={"hot": True, "step": 1},
    )
    beta: float = Field(
        0.9,
        ge=0,
        le=1,
        title="β, what a membrane keeps",
        description="Share of its potential that is left after a step: 0 forgets at once, 1 never leaks.",
        json_schema_extra={"hot": True, "step": 0.01},
    )
    threshold: float = Field(
        1.0,
        ge=0.1,
        le=5,
        title="Threshold θ",
        description="The potential above which a neuron spikes; a spike takes as much away from it.",
        json_schema_extra={"hot": True, "step": 0.1},
    )
    slope: float = Field(
        10.0,
        ge=0.5,
        le=100,
        title="Steepness k of the surrogate",
        description="How fast the gradient fades away from the threshold. Large: only neurons about to spike learn.",
        json_schema_extra={"hot": True, "widget": "log"},
    )
    width: int = Field(
        64,
        ge=8,
        le=128,
        title="Hidden neurons",
        description="In the one hidden layer of each network.",
        json_schema_extra={"step": 8},
    )


class CountConfig(Config):
    """Which decision is looked at, and how its operations are turned into energy."""

    example: int = Field(
        1,
        ge=1,
        le=355,
        title="Test example",
        description="The example whose spikes are shown; a click on another picture or point chooses it.",
        json_schema_extra=LOOK | {"step": 1},
    )
    unit: int = Field(
        1,
        ge=1,
        le=128,
        title="Hidden neuron shown",
        description="The hidden neuron whose membrane is shown; a click on its row among the spikes chooses it.",
        json_schema_extra=LOOK | {"step": 1},
    )
    draw: int = Field(
        1,
        ge=1,
        le=100,
        title="Random draw",
        description="A rate code is drawn by chance: another draw of the same example.",
        json_schema_extra=LOOK | {"step": 1},
    )
    numbers: NumberId = Field(
        "float32",
        title="Kind of numbers",
        description="What adding and multiplying such numbers would cost. The networks here use the first.",
        json_schema_extra=LOOK | titles(NUMBERS),
    )
    skip: bool = Field(
        False,
        title="The ordinary one skips zeros",
        description="A chip could leave out products with an input or a hidden value that is 0, too.",
        json_schema_extra=LOOK,
    )


class SpikingSettings(Settings):
    """Everything that decides the page."""

    data: TaskConfig = TaskConfig()
    model: NeuronsConfig = NeuronsConfig()
    count: CountConfig = CountConfig()
    training: TrainingConfig = TrainingConfig(optimizer="adam", lr=0.005, batch_size=32)
