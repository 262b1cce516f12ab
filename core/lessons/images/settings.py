"""Images experiment: everything that decides a run on pictures, and the networks of the textbook by name."""

import math
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from core.datasets.image_augmentation import AugmentationConfig
from core.datasets.images import ImagesConfig
from core.learning.training_config import TrainingConfig
from core.models.cnn import CNNConfig
from core.models.layer_table import Row, ShapeError
from core.settings import SettingError, Settings

ROOM = 128_000_000  # numbers that the layers may answer to a batch: half a gigabyte with all that goes with them


class ImagesTraining(TrainingConfig):
    """Training on pictures, with cross-entropy as the loss."""

    precision: Literal["auto", "float32", "bfloat16"] = Field(
        "auto",
        title="Precision",
        description="How many bits products and sums have. 16 are faster where the processor has instructions for "
        "them; the weights themselves always have 32.",
        json_schema_extra={
            "hot": True,
            "titles": {"auto": "Automatic", "float32": "32 bits", "bfloat16": "16 bits (bfloat16)"},
        },
    )


class ImagesExperiment(Settings):
    """Data, augmentation, model and training; two equal experiments give the same run."""

    data: ImagesConfig = ImagesConfig()
    augmentation: AugmentationConfig = AugmentationConfig()
    model: CNNConfig = CNNConfig(channels=(8, 16), padding="same", hidden=(32,))
    training: ImagesTraining = ImagesTraining(optimizer="adam", lr=0.003, batch_size=32)

    @model_validator(mode="after")
    def a_batch_fits_into_memory(self) -> Self:
        if not self.rows[-1].problem and self.training.batch_size > self.most_pictures:
            raise SettingError("batch_size", self.training.batch_size, f"1 … {self.most_pictures:,}")
        return self

    @property
    def most_pictures(self) -> int:
        """How many pictures a batch may have, so that no network takes a server's memory from the others."""
        return ROOM // self.numbers

    @property
    def numbers(self) -> int:
        """How many numbers the layers answer to a picture."""
        return sum(math.prod(row.shape) for row in self.rows)

    @property
    def rows(self) -> list[Row]:
        """The layer table; its last row has a `problem` where the network is impossible."""
        return self.model.rows(self.data.shape, self.data.n_classes)

    @property
    def problem(self) -> ShapeError | None:
        """Why the network is impossible, if so."""
        return self.model.problem(self.data.shape, self.data.n_classes)

    @property
    def architecture(self) -> str:
        """The id in `ARCHITECTURES` that the network is, "" for none of them."""
        found = (id for id, entry in ARCHITECTURES.items() if self.model == CNNConfig(**entry.model))
        return next(found, "")


@dataclass(frozen=True)
class Architecture:
    """A network of the textbook: the settings that make it, and those it is trained with on its own data set."""

    title: str
    model: dict[str, Any]
    training: dict[str, Any]
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def settings(self) -> dict[str, Any]:
        """Everything, for `ImagesExperiment.replace`."""
        model = CNNConfig(**self.model).model_dump(exclude={"kind"})
        return model | self.training | {"pixels": ImagesConfig().pixels} | self.data


ARCHITECTURES: dict[str, Architecture] = {
    "small": Architecture(
        "Small CNN",
        {"channels": (8, 16), "padding": "same", "hidden": (32,)},
        {"optimizer": "adam", "lr": 0.003, "batch_size": 32},
    ),
    "mlp": Architecture(
        "Multilayer perceptron, 128–128",
        {"channels": (), "hidden": (128, 128)},
        {"optimizer": "adam", "lr": 0.001, "batch_size": 128},
        {"dataset": "mnist", "pixels": "unit"},
    ),
    "mnist_cnn": Architecture(
        "CNN for MNIST, 32–64",
        {"channels": (32, 64), "hidden": (128,)},
        {"optimizer": "momentum", "lr": 0.01, "batch_size": 64},
        {"dataset": "mnist"},
    ),
    "lenet": Architecture(
        "LeNet, 6–16",
        {"channels": (6, 16), "kernel": 5, "hidden": (120, 84)},
        {"optimizer": "momentum", "lr": 0.001, "batch_size": 100},
        {"dataset": "cifar10"},
    ),
}
