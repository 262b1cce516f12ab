"""Imagination settings: which kind of generator, how narrow its code, and how it is trained."""

from typing import Literal

from pydantic import Field

from core.config import Config
from core.learning.training_config import TrainingConfig
from core.settings import Settings


class MakerConfig(Config):
    """A network that makes pictures from a few numbers, the code."""

    maker: Literal["autoencoder", "vae", "gan"] = Field(
        "vae",
        title="Network",
        description="Squeeze pictures through a few numbers; the same with codes that fill a cloud; or fool a judge.",
        json_schema_extra={
            "titles": {"autoencoder": "Autoencoder", "vae": "Variational autoencoder", "gan": "GAN (maker and judge)"}
        },
    )
    code: int = Field(
        2,
        ge=2,
        le=16,
        title="Numbers in a code",
        description="With two, the map shows all there is; with more, a slice of it.",
        json_schema_extra={"step": 1},
    )
    width: int = Field(
        128, ge=16, le=512, title="Hidden neurons", description="In each hidden layer.", json_schema_extra={"step": 16}
    )
    beta: float = Field(
        0.3,
        ge=0,
        le=10,
        title="Weight β of the cloud",
        description="How strongly the codes of a variational autoencoder are drawn into one round cloud.",
        json_schema_extra={"hot": True, "widget": "log"},
    )
    gamma: float = Field(
        1.0,
        ge=0,
        le=10,
        title="Calm the judge γ",
        description="How strongly a GAN's judge is kept from steep slopes at real pictures. At 0 the maker often "
        "collapses onto one digit.",
        json_schema_extra={"hot": True, "widget": "log"},
    )


class ImaginationSettings(Settings):
    """Everything that decides a run."""

    model: MakerConfig = MakerConfig()
    training: TrainingConfig = TrainingConfig(optimizer="adam", lr=0.002, batch_size=32)
