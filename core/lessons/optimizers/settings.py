"""Race settings: the surface, the start, and who goes down it with which rates."""

from typing import Any, Literal

from pydantic import Field, model_validator

from core.config import seed, titles
from core.lessons.optimizers.surfaces import SURFACES, Surface
from core.optimizers import OPTIMIZERS, OptimizerId
from core.settings import SettingError, Settings

SurfaceId = Literal["bowl", "ravine", "saddle", "rosenbrock", "beale", "himmelblau", "network"]

LOG: dict[str, Any] = {"widget": "log", "hot": True}
FINE: dict[str, Any] = {"step": 0.001, "hot": True}
PLACE: dict[str, Any] = {"widget": "number", "step": 0.1}
FIRST: SurfaceId = "ravine"


class RaceSettings(Settings):
    """Everything that decides a race; a new surface brings its own start and learning rate."""

    surface: SurfaceId = Field(
        FIRST, title="Surface", description="The loss to go down.", json_schema_extra=titles(SURFACES)
    )
    x: float = Field(
        SURFACES[FIRST].start[0],
        ge=-10,
        le=10,
        title="Start: first weight",
        description="Or click on the map.",
        json_schema_extra=PLACE,
    )
    y: float = Field(
        SURFACES[FIRST].start[1],
        ge=-10,
        le=10,
        title="Start: second weight",
        description="Or click on the map.",
        json_schema_extra=PLACE,
    )
    noise: float = Field(
        0.0,
        ge=0,
        le=100,
        title="Gradient noise",
        description="Standard deviation of what is added to each part of the gradient at every step. Mini-batches make "
        "gradients noisy in a like way.",
        json_schema_extra=LOG,
    )
    seed: int = seed("The same seed gives every optimiser, and every race, the same noise.", "Seed of the noise")
    optimizers: tuple[OptimizerId, ...] = Field(
        ("sgd", "momentum", "rmsprop", "adam"),
        min_length=1,
        title="Optimisers",
        description="Who takes part.",
        json_schema_extra=titles(OPTIMIZERS) | {"allowed": "-".join(OPTIMIZERS)},
    )
    lr: float = Field(
        SURFACES[FIRST].lr,
        ge=1e-5,
        le=10,
        title="Learning rate α of SGD, momentum, Nesterov",
        description="Their steps grow with the gradient: α times as long, or more with momentum.",
        json_schema_extra=LOG,
    )
    adaptive_lr: float = Field(
        0.1,
        ge=1e-5,
        le=10,
        title="Learning rate α of the adaptive ones",
        description="Adagrad, RMSprop, Adam and AdamW divide by the size of the gradient, so a step is about α long in "
        "each weight.",
        json_schema_extra=LOG,
    )
    momentum: float = Field(
        0.9,
        ge=0.01,
        le=0.99,
        title="Momentum μ",
        description="How much of its velocity momentum or Nesterov keeps at each step.",
        json_schema_extra={"step": 0.01, "hot": True},
    )
    rho: float = Field(
        0.99,
        ge=0,
        le=0.999,
        title="ρ of RMSprop",
        description="How slowly its mean of squared gradients forgets.",
        json_schema_extra=FINE,
    )
    beta1: float = Field(
        0.9,
        ge=0,
        le=0.999,
        title="β₁ of Adam",
        description="How slowly its mean of gradients forgets.",
        json_schema_extra=FINE,
    )
    beta2: float = Field(
        0.999,
        ge=0,
        le=0.999,
        title="β₂ of Adam",
        description="How slowly its mean of squared gradients forgets.",
        json_schema_extra=FINE,
    )
    weight_decay: float = Field(
        0.01,
        ge=0,
        le=1,
        title="Weight decay λ of AdamW",
        description="At each step the weights also shrink by αλ of themselves.",
        json_schema_extra={"step": 0.01, "hot": True},
    )
    n_steps: int = Field(
        300,
        ge=10,
        le=3000,
        title="Length of the race",
        description="It is over after so many steps.",
        json_schema_extra={"widget": "log"},
    )

    @model_validator(mode="before")
    @classmethod
    def split(cls, values: Any) -> Any:
        """An address writes the optimisers joined by "-"."""
        if isinstance(values, dict) and isinstance(values.get("optimizers"), str):
            return values | {"optimizers": tuple(values["optimizers"].split("-"))}
        return values

    @model_validator(mode="after")
    def each_once(self) -> "RaceSettings":
        if len(set(self.optimizers)) < len(self.optimizers):
            raise SettingError("optimizers", "-".join(self.optimizers), "-".join(OPTIMIZERS))
        return self

    def replace(self, /, **values: Any) -> "RaceSettings":
        """As any settings; but with a new surface each of x, y and lr becomes its own where it was left alone."""
        surface = values.get("surface", self.surface)
        if surface in SURFACES and surface != self.surface:
            x, y = SURFACES[surface].start
            own = {"x": x, "y": y, "lr": SURFACES[surface].lr}
            alone = {name for name in own if values.get(name, getattr(self, name)) == getattr(self, name)}
            values |= {name: own[name] for name in alone}
        return super().replace(**values)

    def to_query(self, default: Settings) -> dict[str, str]:
        """What differs from the default on this surface, and the surface where it is another."""
        query = super().to_query(default.replace(surface=self.surface))
        return query if "surface" not in self.differences(default) else {"surface": self.surface} | query

    @property
    def place(self) -> Surface:
        return SURFACES[self.surface]

    def rate(self, id: str) -> str:
        """The name of the setting that is an optimiser's learning rate."""
        return "adaptive_lr" if OPTIMIZERS[id].adaptive else "lr"

    def arguments(self, id: str) -> dict[str, Any]:
        """The keywords with which `torch.optim` makes an optimiser of the race."""
        tuned = {"momentum": self.momentum, "alpha": self.rho, "betas": (self.beta1, self.beta2)}
        return OPTIMIZERS[id].arguments(getattr(self, self.rate(id)), self.weight_decay, **tuned)
