"""TrainingConfig: what every training by gradient descent on mini-batches has."""

from typing import Literal

from pydantic import Field

from core.config import Config, seed, titles
from core.optimizers import OPTIMIZERS, OptimizerId


class TrainingConfig(Config):
    """Optimiser, step length, batch, decay, seed, and when to stop."""

    optimizer: OptimizerId = Field(
        "sgd",
        title="Optimiser",
        description="How a gradient becomes a step.",
        json_schema_extra={"hot": True} | titles(OPTIMIZERS),
    )
    lr: float = Field(
        0.03,
        ge=1e-5,
        le=10,
        title="Learning rate",
        description="How far one step goes. Too small: nothing happens. Too large: it blows up.",
        json_schema_extra={"hot": True, "widget": "log"},
    )
    batch_size: int = Field(
        10,
        ge=1,
        le=2000,
        title="Batch size",
        description="Samples a step looks at; more than there are means all of them.",
        json_schema_extra={"hot": True, "widget": "log"},
    )
    l2: float = Field(
        0.0,
        ge=0,
        le=10,
        title="L2",
        description="Pulls weights towards zero in proportion to their size. With AdamW: decoupled weight decay.",
        json_schema_extra={"hot": True, "widget": "log"},
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
