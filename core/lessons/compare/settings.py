"""Compare settings: whom to compare, the network that is hurt, and how."""

from typing import Literal

from pydantic import Field

from core.config import Config, titles
from core.learning.training_config import TrainingConfig
from core.lessons.compare.quantities import BRAINS, MACHINES, BrainId, MachineId
from core.settings import Settings

LOOK = {"hot": "look"}


class SidesConfig(Config):
    """Who stands beside whom."""

    brain: BrainId = Field(
        "human", title="Brain", description="Whose brain is compared.", json_schema_extra=LOOK | titles(BRAINS)
    )
    machine: MachineId = Field(
        "gpt3",
        title="Compared with",
        description="The network beside it.",
        json_schema_extra=LOOK | {"titles": {"own": "This page's network"} | titles(MACHINES)["titles"]},
    )


class HurtConfig(Config):
    """One hidden layer that reads digits, and what is taken from it."""

    width: int = Field(
        64,
        ge=8,
        le=256,
        title="Hidden neurons",
        description="Of the network that is hurt.",
        json_schema_extra={"step": 8},
    )
    dropout: float = Field(
        0.0,
        ge=0,
        le=0.9,
        title="Dropout",
        description="Share of hidden neurons switched off at random in each step.",
        json_schema_extra={"hot": True, "step": 0.05},
    )
    removed: float = Field(
        0.0,
        ge=0,
        le=0.95,
        title="Removed",
        description="Share of the hidden neurons that are taken away. A click on a neuron takes it away, or back, too.",
        json_schema_extra=LOOK | {"step": 0.05},
    )
    order: Literal["random", "most", "least"] = Field(
        "random",
        title="Which first",
        description="At random, or those first without which the loss on the training set grows most, or least.",
        json_schema_extra=LOOK
        | {"titles": {"random": "At random", "most": "The most important", "least": "The least important"}},
    )


class CompareSettings(Settings):
    """Everything that decides the page."""

    sides: SidesConfig = SidesConfig()
    model: HurtConfig = HurtConfig()
    training: TrainingConfig = TrainingConfig(optimizer="adam", lr=0.003, batch_size=32)
