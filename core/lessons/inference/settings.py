"""Inference settings: the world, what of it is told, and the network that has to work out the rest."""

from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from core.activations import ACTIVATIONS
from core.config import Config, seed, titles
from core.learning.training_config import TrainingConfig
from core.lessons.inference.facts import WORLDS, Facts
from core.settings import SettingError, Settings

WorldId = Literal["order", "circle", "both", "sum", "modular", "maximum", "same", "family"]


class FactsConfig(Config):
    """Which world, how large, and which of its facts are told."""

    world: WorldId = Field(
        "order",
        title="World",
        description="What is asked, and what the right answer is.",
        json_schema_extra=titles(WORLDS),
    )
    n: int = Field(
        7,
        ge=4,
        le=24,
        title="How many",
        description="Things that stand in the order or in the table.",
        json_schema_extra={"step": 1},
    )
    linked: bool = Field(
        True,
        title="Tell the link",
        description="Whether the fact that joins the two halves of the order is told. Switch it on later and watch "
        "what one fact changes.",
        json_schema_extra={"hot": True},
    )
    held_out: float = Field(
        0.2,
        ge=0,
        le=0.6,
        title="Held out",
        description="Share of the questions that are never told.",
        json_schema_extra={"step": 0.05},
    )
    data_seed: int = seed("Another seed holds out other questions.", "Data seed")

    def load(self) -> Facts:
        return WORLDS[self.world].facts(self.n, self.linked, self.held_out, self.data_seed)


class PairNetConfig(Config):
    """The network: an embedding for each thing, then perhaps a hidden layer."""

    dim: int = Field(
        16,
        ge=1,
        le=32,
        title="Embedding",
        description="Numbers by which the network knows a thing.",
        json_schema_extra={"step": 1},
    )
    width: int = Field(
        64,
        ge=0,
        le=128,
        title="Hidden neurons",
        description="0: the answer is a weighted sum of the two embeddings.",
        json_schema_extra={"step": 4},
    )
    activation: Literal["relu", "gelu", "tanh", "sigmoid", "linear"] = Field(
        "relu",
        title="Activation",
        description="What each hidden neuron does with its weighted sum.",
        json_schema_extra=titles(ACTIVATIONS),
    )
    scale: float = Field(
        0.1,
        ge=0.01,
        le=5,
        title="First length of embeddings",
        description="Short ones have to be learned; long ones tell all things apart from the start, and facts are "
        "then rather learned by heart.",
        json_schema_extra={"widget": "log"},
    )


class InferenceSettings(Settings):
    """Everything that decides a run; a new world brings its own size, share held out and decay."""

    data: FactsConfig = FactsConfig()
    model: PairNetConfig = PairNetConfig()
    training: TrainingConfig = TrainingConfig(optimizer="adamw", lr=0.01, batch_size=64)

    @model_validator(mode="after")
    def world_has_room(self) -> Self:
        low, high = WORLDS[self.data.world].limits
        if not low <= self.data.n <= high:
            raise SettingError("n", self.data.n, f"{low} … {high}")
        return self

    def replace(self, /, **values: Any) -> Self:
        """As any settings; but with a new world each of its own values counts where the setting was left alone."""
        world = values.get("world", self.data.world)
        if world in WORLDS and world != self.data.world:
            now = self.values()
            alone = {name for name in WORLDS[world].own if values.get(name, now[name]) == now[name]}
            values |= {name: WORLDS[world].own[name] for name in alone}
        return super().replace(**values)

    def from_query(self, query: Mapping[str, str]) -> tuple[Self, list[SettingError]]:
        """As any settings, from those that the world of the address brings."""
        known = query.get("world") in WORLDS
        base = self.replace(world=query["world"]) if known else self
        return super(InferenceSettings, base).from_query(query)

    def to_query(self, default: Settings) -> dict[str, str]:
        """What differs from the default in this world, and the world where it is another."""
        query = super().to_query(default.replace(world=self.data.world))
        return query if self.data.world == default.values()["world"] else {"world": self.data.world} | query
