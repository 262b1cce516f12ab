"""Images experiment: everything that decides a run on pictures, and the networks of the textbook by name."""

from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import Field

from core.config import Config, seed, titles
from core.datasets.image_augmentation import AugmentationConfig
from core.datasets.images import ImagesConfig
from core.models.cnn import CNNConfig
from core.models.layer_table import Row
from core.optimizers import OPTIMIZERS, OptimizerId
from core.settings import Settings


class ImagesTraining(Config):
    """Gradient descent on mini-batches of pictures, with cross-entropy as the loss."""

    optimizer: OptimizerId = Field(
        "adam",
        title="Optimiser",
        description="How a gradient becomes a step.",
        json_schema_extra={"hot": True} | titles(OPTIMIZERS),
    )
    lr: float = Field(
        0.003,
        ge=1e-5,
        le=10,
        title="Learning rate",
        description="How far one step goes. Too small: nothing happens. Too large: it blows up.",
        json_schema_extra={"hot": True, "widget": "log"},
    )
    batch_size: int = Field(
        32,
        ge=1,
        le=512,
        title="Batch size",
        description="Pictures a step looks at.",
        json_schema_extra={"hot": True, "widget": "log"},
    )
    l2: float = Field(
        0.0,
        ge=0,
        le=1,
        title="L2",
        description="Pulls weights towards zero in proportion to their size. With AdamW: decoupled weight decay.",
        json_schema_extra={"hot": True, "widget": "log"},
    )
    precision: Literal["auto", "float32", "bfloat16"] = Field(
        "auto",
        title="Precision",
        description="How many bits the sums are made of. 16 are faster where the processor has instructions for them; "
        "weights always keep 32.",
        json_schema_extra={"titles": {"auto": "Automatic", "float32": "32 bits", "bfloat16": "16 bits (bfloat16)"}},
    )
    seed: int = seed("The same seed gives the same first weights and the same order of samples.")
    stop: Literal["never", "test_loss", "test_accuracy", "epochs"] = Field(
        "never",
        title="Stop when",
        description="End the run by itself when this is reached.",
        json_schema_extra={
            "hot": True,
            "titles": {
                "never": "Never",
                "test_loss": "Test loss is at most",
                "test_accuracy": "Test accuracy (or R²) is at least",
                "epochs": "Epochs are done",
            },
        },
    )
    stop_value: float = Field(
        0.1,
        ge=0,
        le=1_000_000,
        title="Stop at",
        description="The loss, the accuracy (0…1; R² for numbers) or the number of epochs to reach.",
        json_schema_extra={"hot": True, "widget": "number", "step": 0.01},
    )


class ImagesExperiment(Settings):
    """Data, augmentation, model and training; two equal experiments give the same run."""

    data: ImagesConfig = ImagesConfig()
    augmentation: AugmentationConfig = AugmentationConfig()
    model: CNNConfig = CNNConfig(channels=(8, 16), padding="same", hidden=(32,))
    training: ImagesTraining = ImagesTraining()

    @property
    def rows(self) -> list[Row]:
        """The layer table; its last row has a `problem` where the network is impossible."""
        return self.model.rows(self.data.shape, self.data.n_classes)

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
        return CNNConfig(**self.model).model_dump(exclude={"kind"}) | self.training | self.data


SGD: dict[str, Any] = {"optimizer": "momentum", "lr": 0.01, "batch_size": 64}
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
        {"dataset": "mnist"},
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
