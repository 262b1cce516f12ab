"""Aim: what a run of regression goes to, and everything its pictures need that learning does not change."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch

from core.datasets.line import LineConfig
from core.lessons.regression.line_experiment import LineExperiment
from core.lessons.regression.regression import REGRESSIONS, Answer, Array, Regression

LINE = 241  # places along x at which a curve is drawn
SIDE = 61  # places along each side of the plane of two classes
EDGE = 5.5  # both axes of that plane end at ±EDGE, as does x
HEIGHTS = (-10.0, 20.0)  # least range of y
DEGREES = range(1, 13)


@dataclass
class Aim:
    """Data, objective and answer of settings that can be learned from; raises `ValueError` for others."""

    settings: LineExperiment

    def __post_init__(self) -> None:
        self.config = self.settings.data
        self.data = self.config.load()
        self.regression = regression(self.config, self.settings.training.l2)

    @cached_property
    def start(self) -> Array:
        """The parameters before the first step, (k + 1,)."""
        model = self.settings.model.build(len(self.data.input_names), 1, torch.Generator())
        return model.flat.detach().numpy().astype(np.float64)

    @cached_property
    def answer(self) -> Answer:
        return self.regression.answer(self.start)

    @cached_property
    def places(self) -> Array:
        """Where the pictures need the model's output: x (LINE, 1), or x₁, x₂ (SIDE², 2) row by row from below."""
        if not self.config.n_classes:
            return np.linspace(-EDGE, EDGE, LINE)[:, None]
        axis = np.linspace(-EDGE, EDGE, SIDE)
        return np.stack(np.meshgrid(axis, axis), axis=2).reshape(-1, 2)

    @cached_property
    def features(self) -> Array:
        """What the model reads there, and a column of ones."""
        read = self.data.encode(torch.from_numpy(self.places)).numpy()
        return np.column_stack([read, np.ones(len(read))])

    def output(self, theta: Array) -> Array:
        """The model's output at the places: ŷ (LINE,), or z (SIDE, SIDE), row 0 lowest."""
        with np.errstate(over="ignore", invalid="ignore"):
            z = self.features @ theta
        return z.reshape(SIDE, SIDE) if self.config.n_classes else z

    @cached_property
    def answer_output(self) -> Array:
        return self.output(self.answer.theta)

    @cached_property
    def truth(self) -> Array | None:
        """The true curve at the places, or x₂ above it; None for own points."""
        height = self.config.truth(torch.from_numpy(self.places[:, 0]))
        if height is None:
            return None
        return (self.places[:, 1] - height.numpy()).reshape(SIDE, SIDE) if self.config.n_classes else height.numpy()

    @cached_property
    def y_range(self) -> tuple[float, float]:
        """Heights that hold all points, in steps of 5."""
        y = torch.cat([self.data.y_train, self.data.y_test]).numpy()
        low, high = min(HEIGHTS[0], y.min()), max(HEIGHTS[1], y.max())
        return float(5 * np.floor(low / 5)), float(5 * np.ceil(high / 5))

    @cached_property
    def degrees(self) -> tuple[Array, Array]:
        """Loss on train and test of the answer for each of `DEGREES`; NaN on test where there is none."""
        train, test = np.transpose([answer_losses(self.config, d, self.settings.training.l2) for d in DEGREES])
        return train, test


def regression(config: LineConfig, l2: float, test: bool = False) -> Regression:
    """The objective on a data set's training points, or that on its test points."""
    data = config.load()
    x, y = (data.x_test, data.y_test) if test else (data.x_train, data.y_train)
    return REGRESSIONS[config.task](data.encode(x.double()).numpy(), y.numpy().astype(np.float64), l2)


def answer_losses(config: LineConfig, degree: int, l2: float) -> tuple[float, float]:
    config = config.model_copy(update={"degree": degree})
    train = regression(config, l2)
    answer = train.answer(np.zeros(train.a.shape[1]))
    if answer.kind == "none":
        return 0.0, float("nan")
    return train.loss(answer.theta), regression(config, l2, test=True).loss(answer.theta)
