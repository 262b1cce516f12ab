"""Line: points around a line or a wave, to be predicted, or on its two sides, to be told apart."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import numpy as np
import torch
from pydantic import Field, field_validator
from torch import Generator, Tensor

from core.config import Config, titles
from core.datasets.data import Data
from core.datasets.own_points import decode_points, encode_points
from core.datasets.polynomials import BASES, HALF, encode, names

N_TEST = 50
EXTENT = (HALF, 20.0)  # where own points lie: |x| and |y|
TASKS: dict[str, str] = {"linear": "Linear regression", "logistic": "Logistic regression"}
TOO_FEW: dict[str, str] = {
    "linear": "Click into the plane to put at least 2 points there, and the line starts to learn them.",
    "logistic": "Click into the plane to put points of both classes there, and the line starts to learn them.",
}
OUTSIDE = "For two classes both coordinates go from −5 to 5, and some of your points lie beyond; erase them first."


# An exported script carries the source of these functions, so each stands alone on torch and math.
def line(x: torch.Tensor, slope: float, intercept: float) -> torch.Tensor:
    """A straight line."""
    return slope * x + intercept


def wave(x: torch.Tensor, slope: float, intercept: float) -> torch.Tensor:
    """One period of a sine over −5…5, as high as 2 slope."""
    return 2 * slope * torch.sin(torch.pi * x / 5) + intercept


@dataclass(frozen=True)
class Curve:
    """What the points are scattered around: y = function(x, slope, intercept)."""

    title: str
    formula: str
    function: Callable[[Tensor, float, float], Tensor]


CURVES: dict[str, Curve] = {
    "line": Curve("Line", "{slope}x + {intercept}", line),
    "wave": Curve("Wave", "2·{slope} sin(πx/5) + {intercept}", wave),
}

TASK_TITLES: dict[str, Any] = {"titles": TASKS}
POINT_TITLES: dict[str, Any] = {"titles": titles(CURVES)["titles"] | {"own": "Your own points"}}


class LineConfig(Config):
    """Points around a curve y = f(x) + noise·N(0, 1), or of two classes on its two sides; or a person's own `points`.

    All made points train; 50 further ones test. An own point's label is its class, and 2 more where it tests.
    """

    kind: Literal["line"] = "line"
    task: Literal["linear", "logistic"] = Field(
        "linear",
        title="Task",
        description="Predict a number from x, or tell two classes apart from x₁ and x₂.",
        json_schema_extra=TASK_TITLES,
    )
    dataset: Literal["line", "wave", "own"] = Field(
        "line",
        title="Points",
        description="What the points are scattered around; for two classes, what parts them.",
        json_schema_extra=POINT_TITLES,
    )
    n_samples: int = Field(
        100,
        ge=3,
        le=500,
        title="Training points",
        description="50 further points, never trained on, are the test.",
        json_schema_extra={"step": 1},
    )
    slope: float = Field(2.0, ge=-3, le=3, title="True slope", description="The slope that is to be found.")
    intercept: float = Field(
        3.0, ge=-5, le=5, title="True intercept", description="The height at x = 0 that is to be found."
    )
    noise: float = Field(
        1.0, ge=0, le=5, title="Noise", description="Standard deviation of what is added to the true curve."
    )
    data_seed: int = Field(
        0,
        ge=0,
        le=9999,
        title="Data seed",
        description="Another seed draws the same set anew.",
        json_schema_extra={"widget": "number", "step": 1},
    )
    degree: int = Field(
        1,
        ge=1,
        le=12,
        title="Polynomial degree",
        description="Degree 1 is a straight line; a higher one bends as often as it likes.",
        json_schema_extra={"step": 1},
    )
    basis: Literal["legendre", "powers"] = Field(
        "legendre",
        title="Features",
        description="The same curves, written in features that are uncorrelated (Legendre), or in powers of x, which "
        "are nearly copies of each other and slow gradient descent down.",
        json_schema_extra=titles(BASES),
    )
    points: str = Field(
        "",
        title="Your points",
        description="The points you set, as text that fits into a link.",
        json_schema_extra={"allowed": "base64url"},
    )

    @field_validator("points")
    @classmethod
    def check_text(cls, value: str) -> str:
        decode_points(value, EXTENT)
        return value

    @property
    def n_classes(self) -> int:
        return 2 if self.task == "logistic" else 0

    @property
    def inputs(self) -> tuple[str, ...]:
        return ("x₁", "x₂") if self.n_classes else ("x",)

    @property
    def own(self) -> np.ndarray:
        """A person's own points, (n, 3) of x, y, label."""
        return decode_points(self.points, EXTENT)

    @property
    def has_test(self) -> bool:
        """False where all own points train; then the test repeats the training points."""
        return self.dataset != "own" or bool((self.own[:, 2] >= 2).any())

    @property
    def problem(self) -> str:
        """Why own points cannot be learned from; empty where they can."""
        if self.dataset != "own":
            return ""
        _, y, label = self.own.T
        train = label < 2
        if self.n_classes and (np.abs(y) > HALF).any():
            return OUTSIDE
        enough = len(set(label[train] % 2)) == 2 if self.n_classes else train.sum() >= 2
        return "" if enough else TOO_FEW[self.task]

    def truth(self, x: Tensor) -> Tensor | None:
        """The curve behind made points, (n,) → (n,); None for own ones."""
        return None if self.dataset == "own" else CURVES[self.dataset].function(x, self.slope, self.intercept)

    def make(self, n_samples: int, generator: Generator) -> tuple[Tensor, Tensor]:
        """x (n, 1) and y (n,) around the curve; or x (n, 2) and y (n,) = 1 above the noisy curve, else 0."""
        x = 10 * torch.rand(n_samples, generator=generator) - 5
        noisy = CURVES[self.dataset].function(x, self.slope, self.intercept)
        noisy = noisy + self.noise * torch.randn(n_samples, generator=generator)
        if not self.n_classes:
            return x[:, None], noisy
        x2 = 10 * torch.rand(n_samples, generator=generator) - 5
        return torch.stack([x, x2], dim=1), (x2 > noisy).long()

    def load(self) -> Data:
        """Makes the training points, then the test points; raises `ValueError` where own points have a `problem`."""
        if self.problem:
            raise ValueError(self.problem)
        if self.dataset == "own":
            points = torch.from_numpy(self.own)
            x = (points[:, :2] if self.n_classes else points[:, :1]).float()
            y = points[:, 2].long() % 2 if self.n_classes else points[:, 1].float()
            test = points[:, 2] >= 2
            (x_train, y_train), (x_test, y_test) = (x[~test], y[~test]), (x[test], y[test])
            if not self.has_test:
                x_test, y_test = x_train, y_train
        else:
            generator = Generator().manual_seed(self.data_seed)
            x_train, y_train = self.make(self.n_samples, generator)
            x_test, y_test = self.make(N_TEST, generator)
        features = partial(encode, self.basis, self.degree)
        written = names(self.basis, self.degree, self.inputs)
        return Data(x_train, y_train, x_test, y_test, self.n_classes, written, features)

    def as_own(self) -> str:
        """The points that are there as text, to go on with as own ones; those that leave the picture stay out."""
        if self.dataset == "own":
            return self.points
        data = self.load()
        x, y = torch.cat([data.x_train, data.x_test]), torch.cat([data.y_train, data.y_test])
        test = (torch.arange(len(x)) >= len(data.x_train)).double()
        label = 2 * test + (y if self.n_classes else 0)
        points = torch.stack([x[:, 0], x[:, 1] if self.n_classes else y, label], dim=1).double().numpy()
        return encode_points(points[(np.abs(points[:, :2]) <= EXTENT).all(axis=1)], EXTENT)
