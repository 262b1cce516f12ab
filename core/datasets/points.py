"""Points on the plane: made sets, a person's own, and the features a network may read from them."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

import torch
from pydantic import Field, field_validator
from torch import Tensor

from core.config import Config, titles
from core.datasets.data import Data
from core.datasets.own_points import decode_points

TOO_FEW = "Draw at least 4 points, of at least 2 classes, and the network starts to learn them."


# An exported script carries the source of these functions, so each stands alone on torch and math.
def circle(n_samples: int, noise: float, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """A disc of class 1 inside a ring of class 0."""
    y = torch.arange(n_samples) % 2
    u, angle = torch.rand(2, n_samples, generator=generator)
    radius = torch.where(y == 1, 2.5 * u.sqrt(), 3.5 + 1.5 * u)
    x = radius[:, None] * torch.stack([torch.cos(2 * math.pi * angle), torch.sin(2 * math.pi * angle)], dim=1)
    return x + 2 * noise * torch.randn(n_samples, 2, generator=generator), y


def xor(n_samples: int, noise: float, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Four squares: class 1 where x₁ and x₂ have the same sign, class 0 elsewhere."""
    y = torch.arange(n_samples) % 2
    size = 0.4 + 4.6 * torch.rand(n_samples, 2, generator=generator)
    sign = 2 * torch.randint(2, (n_samples,), generator=generator) - 1
    x = size * torch.stack([sign, sign * (2 * y - 1)], dim=1)
    return x + 2 * noise * torch.randn(n_samples, 2, generator=generator), y


def gaussians(n_samples: int, noise: float, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Two round clouds around (2, 2) and (−2, −2)."""
    y = torch.arange(n_samples) % 2
    centre = (4.0 * y - 2)[:, None]
    return centre + (0.7 + 2.6 * noise) * torch.randn(n_samples, 2, generator=generator), y


def spiral(n_samples: int, noise: float, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Two arms of one and a half turns, wound into each other."""
    y = torch.arange(n_samples) % 2
    t = torch.rand(n_samples, generator=generator).sqrt()  # the root spreads the samples evenly along an arm
    angle = 3 * math.pi * t + math.pi * y
    x = (0.4 + 4.6 * t)[:, None] * torch.stack([torch.sin(angle), torch.cos(angle)], dim=1)
    return x + 0.8 * noise * torch.randn(n_samples, 2, generator=generator), y


def moons(n_samples: int, noise: float, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Two half circles, each with an end inside the other."""
    y = torch.arange(n_samples) % 2
    side = 1 - 2 * y  # +1 for the upper moon, −1 for the lower
    angle = math.pi * torch.rand(n_samples, generator=generator)
    x = side[:, None] * torch.stack([3.2 * torch.cos(angle) - 1.6, 3.2 * torch.sin(angle) - 0.8], dim=1)
    return x + 1.6 * noise * torch.randn(n_samples, 2, generator=generator), y


def checkerboard(n_samples: int, noise: float, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Sixteen squares of alternating class."""
    y = torch.arange(n_samples) % 2
    column = torch.randint(4, (n_samples,), generator=generator)
    row = 2 * torch.randint(2, (n_samples,), generator=generator) + (column + y) % 2
    inside = 0.1 + 0.8 * torch.rand(n_samples, 2, generator=generator)
    x = 2.5 * (torch.stack([column, row], dim=1) + inside) - 5
    return x + noise * torch.randn(n_samples, 2, generator=generator), y


def pinwheel3(n_samples: int, noise: float, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Three bent blades around the middle."""
    y = torch.arange(n_samples) % 3
    radius = 1.2 + 3.8 * torch.rand(n_samples, generator=generator)
    angle = 2 * math.pi * y / 3 + 0.4 * radius
    x = radius[:, None] * torch.stack([torch.cos(angle), torch.sin(angle)], dim=1)
    return x + (0.15 + 1.5 * noise) * torch.randn(n_samples, 2, generator=generator), y


def pinwheel4(n_samples: int, noise: float, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Four bent blades around the middle."""
    y = torch.arange(n_samples) % 4
    radius = 1.2 + 3.8 * torch.rand(n_samples, generator=generator)
    angle = 2 * math.pi * y / 4 + 0.4 * radius
    x = radius[:, None] * torch.stack([torch.cos(angle), torch.sin(angle)], dim=1)
    return x + (0.15 + 1.5 * noise) * torch.randn(n_samples, 2, generator=generator), y


def plane(n_samples: int, noise: float, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """A slope, y = (x₁ + x₂) / 10."""
    x = 10 * torch.rand(n_samples, 2, generator=generator) - 5
    y = x.sum(dim=1) / 10
    return x + 2 * noise * torch.randn(n_samples, 2, generator=generator), y


def multi_gauss(n_samples: int, noise: float, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Three hills and three hollows, y = Σ ±exp(−d² / 2σ²) with σ = 1.4, d the distance to each centre."""
    x = 10 * torch.rand(n_samples, 2, generator=generator) - 5
    centres = torch.tensor([[-4, 2.5], [0, 2.5], [4, 2.5], [-4, -2.5], [0, -2.5], [4, -2.5]])
    signs = torch.tensor([1.0, -1, 1, -1, 1, -1])
    distance = (x[:, None] - centres).norm(dim=2)  # (n_samples, 6)
    y = torch.exp(-(distance**2) / (2 * 1.4**2)) @ signs
    return x + 2 * noise * torch.randn(n_samples, 2, generator=generator), y


def own(n_samples: int, noise: float, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Nothing: these points come from a person, through `PointsConfig.points`."""
    return torch.empty(0, 2), torch.empty(0, dtype=torch.int64)


@dataclass(frozen=True)
class Dataset:
    """A set of points; n_classes is 0 for regression, noise between 0 (clean) and 0.5 widens the spread."""

    title: str
    n_classes: int
    make: Callable[[int, float, torch.Generator], tuple[Tensor, Tensor]]


DATASETS: dict[str, Dataset] = {
    "circle": Dataset("Disc and ring", 2, circle),
    "xor": Dataset("XOR", 2, xor),
    "gaussians": Dataset("Two Gaussians", 2, gaussians),
    "spiral": Dataset("Spiral", 2, spiral),
    "moons": Dataset("Moons", 2, moons),
    "checkerboard": Dataset("Checkerboard", 2, checkerboard),
    "pinwheel3": Dataset("Pinwheel, 3 classes", 3, pinwheel3),
    "pinwheel4": Dataset("Pinwheel, 4 classes", 4, pinwheel4),
    "plane": Dataset("Plane (regression)", 0, plane),
    "multi_gauss": Dataset("Hills (regression)", 0, multi_gauss),
    "own": Dataset("Your own points", 2, own),
}

# fmt: off
DatasetId = Literal["circle", "xor", "gaussians", "spiral", "moons", "checkerboard",
                    "pinwheel3", "pinwheel4", "plane", "multi_gauss", "own"]
FeatureId = Literal["x1", "x2", "x1sq", "x2sq", "x1x2", "sinx1", "sinx2", "cosx1", "cosx2"]
FEATURES: dict[str, Callable[[Tensor], Tensor]] = {  # each (n, 2) → (n,)
    "x1": lambda x: x[:, 0],               "x2": lambda x: x[:, 1],
    "x1sq": lambda x: x[:, 0] ** 2,        "x2sq": lambda x: x[:, 1] ** 2,
    "x1x2": lambda x: x[:, 0] * x[:, 1],
    "sinx1": lambda x: torch.sin(x[:, 0]), "sinx2": lambda x: torch.sin(x[:, 1]),
    "cosx1": lambda x: torch.cos(x[:, 0]), "cosx2": lambda x: torch.cos(x[:, 1]),
}
FEATURE_CODE: dict[str, str] = {  # the same for an exported script
    "x1": "x[:, 0]",               "x2": "x[:, 1]",
    "x1sq": "x[:, 0] ** 2",        "x2sq": "x[:, 1] ** 2",
    "x1x2": "x[:, 0] * x[:, 1]",
    "sinx1": "torch.sin(x[:, 0])", "sinx2": "torch.sin(x[:, 1])",
    "cosx1": "torch.cos(x[:, 0])", "cosx2": "torch.cos(x[:, 1])",
}
FEATURE_LABELS: dict[str, str] = {
    "x1": "x₁", "x2": "x₂", "x1sq": "x₁²", "x2sq": "x₂²", "x1x2": "x₁x₂",
    "sinx1": "sin x₁", "sinx2": "sin x₂", "cosx1": "cos x₁", "cosx2": "cos x₂",
}
# fmt: on


def encode(features: tuple[str, ...], x: Tensor) -> Tensor:
    """The chosen features of x, (n, 2) → (n, n_features)."""
    return torch.stack([FEATURES[feature](x) for feature in features], dim=1)


class PointsConfig(Config):
    """Points on the plane, split into train and test; `points` counts only where dataset is own."""

    kind: Literal["points"] = "points"
    dataset: DatasetId = Field(
        "circle",
        title="Data set",
        description="The pattern the network has to learn.",
        json_schema_extra=titles(DATASETS),
    )
    n_samples: int = Field(500, ge=10, le=2000, title="Samples", description="Points to train and test on, together.")
    noise: float = Field(0.1, ge=0, le=0.5, title="Noise", description="How far points stray; more makes sets overlap.")
    train_share: float = Field(0.5, ge=0.1, le=0.9, title="Training share", description="The rest tests the network.")
    data_seed: int = Field(
        0,
        ge=0,
        le=9999,
        title="Data seed",
        description="Another seed draws the same set anew.",
        json_schema_extra={"widget": "number", "step": 1},
    )
    features: tuple[FeatureId, ...] = Field(
        ("x1", "x2"),
        min_length=1,
        max_length=9,
        title="Inputs",
        description="What the network reads of each point.",
        json_schema_extra={"titles": {**FEATURE_LABELS}, "allowed": "-".join(FEATURES)},
    )
    points: str = Field(
        "",
        title="Your points",
        description="The points you drew, as text that fits into a link.",
        json_schema_extra={"allowed": "base64url"},
    )

    @field_validator("features", mode="before")
    @classmethod
    def split_features(cls, value: object) -> object:
        return value.split("-") if isinstance(value, str) else value

    @field_validator("features")
    @classmethod
    def order_features(cls, value: tuple[FeatureId, ...]) -> tuple[FeatureId, ...]:
        if len(set(value)) < len(value):
            raise ValueError("each input can be named only once")
        return tuple(sorted(value, key=list(FEATURES).index))

    @field_validator("points")
    @classmethod
    def check_text(cls, value: str) -> str:
        decode_points(value)
        return value

    @property
    def n_classes(self) -> int:
        """Number of classes, 0 for regression; own points: the largest label + 1, at least 2."""
        if self.dataset != "own":
            return DATASETS[self.dataset].n_classes
        return max(2, 1 + int(decode_points(self.points)[:, 2].max(initial=0)))

    @property
    def ready(self) -> bool:
        """False while a person's own points are too few to learn from."""
        labels = decode_points(self.points)[:, 2]
        return self.dataset != "own" or (len(labels) >= 4 and len(set(labels)) >= 2)

    def load(self) -> Data:
        """Makes and splits the points; raises `ValueError` if they are not `ready`."""
        generator = torch.Generator().manual_seed(self.data_seed)
        x, y = DATASETS[self.dataset].make(self.n_samples, self.noise, generator)
        if self.dataset == "own":
            if not self.ready:
                raise ValueError(TOO_FEW)
            points = torch.from_numpy(decode_points(self.points))
            x, y = points[:, :2].float(), points[:, 2].long()
        order = torch.randperm(len(x), generator=generator)
        n_train = min(max(round(self.train_share * len(x)), 1), len(x) - 1)
        train, test = order[:n_train], order[n_train:]
        labels = tuple(FEATURE_LABELS[feature] for feature in self.features)
        return Data(x[train], y[train], x[test], y[test], self.n_classes, labels, partial(encode, self.features))
