"""Nets: programs that learn points or a table; a mistake and its cure differ in what stands in their classes."""

import torch
from torch import Generator, Tensor
from torch.nn import functional as F

from core.datasets.embedded import breast_cancer
from core.datasets.points import DATASETS
from core.lessons.pitfalls.net import Net
from core.lessons.pitfalls.program import ProgramSettings, Rows


def points(dataset: str, n: int, n_held_out: int, noise: float, seed: int) -> tuple[Rows, Rows]:
    """Two classes of points on the plane, to learn from and held out."""
    x, y = DATASETS[dataset].make(n + n_held_out, noise, Generator().manual_seed(seed))
    return Rows(x[:n], y[:n]), Rows(x[n:], y[n:])


class Points(Net):
    """Points of two classes; one output, whose sign decides."""

    shape, lr = "tanh", 0.1

    @staticmethod
    def loss(output: Tensor, y: Tensor) -> Tensor:
        return F.binary_cross_entropy_with_logits(output[:, 0], y.float())


class Moons(Points):
    sizes, lr = (2, 8, 8, 1), 0.3

    @staticmethod
    def given(settings: ProgramSettings) -> tuple[Rows, Rows]:
        return points("moons", 300, 300, 0.1, settings.seed)


class DoubleSigmoid(Moons):
    @staticmethod
    def output(z: Tensor) -> Tensor:
        return torch.sigmoid(z)


class SingleSigmoid(Moons):
    @staticmethod
    def output(z: Tensor) -> Tensor:
        return z


class Ring(Points):
    sizes = (2, 16, 16, 1)

    @staticmethod
    def given(settings: ProgramSettings) -> tuple[Rows, Rows]:
        return points("circle", settings.n_samples, 1000, 0.1, settings.seed)


def turned(x: Tensor) -> Tensor:
    """Points (n, 2) turned about the middle, each by another angle (multiples of the golden angle)."""
    angle = 2.39996 * (1 + torch.arange(len(x)))
    cos, sin = angle.cos(), angle.sin()
    return torch.stack([cos * x[:, 0] - sin * x[:, 1], sin * x[:, 0] + cos * x[:, 1]], 1)


class StackedRows(Ring):
    @staticmethod
    def rows(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        return torch.cat([x, x]), torch.cat([y, y])


class TurnedRows(Ring):
    @staticmethod
    def rows(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        return torch.cat([x, turned(x)]), torch.cat([y, y])


class Overlap(Points):
    sizes = (2, 32, 32, 1)

    @staticmethod
    def given(settings: ProgramSettings) -> tuple[Rows, Rows]:
        return points("gaussians", settings.n_samples, 1000, 0.5, settings.seed)


class ScoredOnTraining(Overlap):
    @staticmethod
    def scored(learned: Rows, held_out: Rows) -> Rows:
        return learned


class ScoredOnHeldOut(Overlap):
    @staticmethod
    def scored(learned: Rows, held_out: Rows) -> Rows:
        return held_out


class Tumours(Net):
    """A table of 30 measurements with the diagnosis in its last column."""

    sizes, lr, standardised = (0, 16, 2), 0.05, True

    @staticmethod
    def given(settings: ProgramSettings) -> tuple[Rows, Rows]:
        table, _ = breast_cancer()
        order = torch.randperm(len(table), generator=Generator().manual_seed(settings.seed))
        table = table[order]
        y = table[:, -1].long()
        return Rows(table[:400], y[:400]), Rows(table[400:], y[400:])

    def truth(self) -> Tensor:
        return self.given_held_out.y


class LabelDeleted(Tumours):
    @staticmethod
    def read(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        x = x[:, :-1]  # "cleaned" of the last column
        return x[:, :-1], x[:, -1].long()


class LabelKept(Tumours):
    @staticmethod
    def read(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        return x[:, :-1], x[:, -1].long()
