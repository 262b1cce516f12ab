"""Net: a program that trains an MLP, with a method for each line that can go wrong."""

from collections.abc import Mapping
from typing import ClassVar

import torch
from torch import Generator, Tensor
from torch.nn import functional as F

from core.initializations import INITIALIZATIONS
from core.learner import Frame
from core.lessons.pitfalls.program import Program, ProgramSettings, Rows
from core.metrics import accuracy
from core.models.mlp import MLP


class Net(Program):
    """An MLP that learns classes by mini-batch gradient descent with autograd, as most programs do.

    `sizes` are the widths of its layers; a first width of 0 means as many as there are columns.
    """

    sizes: ClassVar[tuple[int, ...]]
    shape: ClassVar[str] = "relu"  # of the hidden neurons
    batch_size: ClassVar[int] = 20
    standardised: ClassVar[bool] = False  # columns scaled by the mean and spread of the samples to learn from

    def __init__(self, settings: ProgramSettings, clock: int = 0) -> None:
        super().__init__(settings, clock)
        given, self.given_held_out = self.split(*self.given(settings))
        self.learned = Rows(*self.rows(*self.read(*given)))
        self.held_out = Rows(*self.read(*self.given_held_out))
        if self.standardised:
            middle, spread = self.learned.x.mean(0), self.learned.x.std(0)
            self.learned, self.held_out = (Rows((x - middle) / spread, y) for x, y in (self.learned, self.held_out))
        self.n_rows = len(self.learned.x)
        self.generator = Generator().manual_seed(self.seeded(settings.seed, clock))
        sizes = (self.sizes[0] or self.learned.x.shape[1], *self.sizes[1:])
        self.model = MLP(sizes[0], sizes[1:-1], sizes[-1], activation=self.shape)
        self._view = MLP(sizes[0], sizes[1:-1], sizes[-1], activation=self.shape)
        with torch.no_grad():
            for weight in self.model.weights:
                INITIALIZATIONS["he"].fill(weight, self.generator)
        self._order(0)

    @staticmethod
    def seeded(seed: int, clock: int) -> int:
        return seed

    @staticmethod
    def split(learned: Rows, held_out: Rows) -> tuple[Rows, Rows]:
        return learned, held_out

    @staticmethod
    def read(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        return x, y

    @staticmethod
    def rows(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        return x, y

    @staticmethod
    def order(n: int, generator: Generator) -> Tensor:
        return torch.randperm(n, generator=generator)

    @staticmethod
    def output(z: Tensor) -> Tensor:
        return z

    @staticmethod
    def loss(output: Tensor, y: Tensor) -> Tensor:
        return F.cross_entropy(output, y)

    @staticmethod
    def scored(learned: Rows, held_out: Rows) -> Rows:
        return held_out

    def _order(self, epoch: int) -> None:
        """The order of the samples in this pass."""
        self.epoch, self.cursor = epoch, 0
        self.generator.manual_seed(self.seeded(self.settings.seed, self.clock) * 1_000_003 + epoch)
        self._places = self.order(self.n_rows, self.generator)

    def step(self) -> None:
        """One mini-batch."""
        if self.epoch_ended:
            self._order(self.epoch + 1)
        batch = self._places[self.cursor : self.cursor + self.batch_size]
        flat = self.model.flat
        loss = self.loss(self.output(self.model(self.learned.x[batch])), self.learned.y[batch])
        (gradient,) = torch.autograd.grad(loss, flat)
        flat.data.sub_(gradient, alpha=self.rate)
        self.cursor += len(batch)
        self.step_count += 1
        self.after(loss.item())

    def after(self, loss: float) -> None:
        """What a program does with the loss of a batch."""

    def train_loss(self) -> float:
        """The loss over everything that is learned from, as the program computes it."""
        return self.loss(self.output(self.model(self.learned.x)), self.learned.y).item()

    def truth(self) -> Tensor:
        """What the held-out samples really are."""
        return self.held_out.y

    def metrics(self) -> dict[str, float]:
        """The loss, the score that the program reports, and the score on held-out samples against the truth."""
        scored = self.scored(self.learned, self.held_out)
        return {
            "train_loss": self.train_loss(),
            "reported": accuracy(self.model(scored.x), scored.y),
            "test_accuracy": accuracy(self.model(self.held_out.x), self.truth()),
        }

    def state(self) -> dict[str, Tensor]:
        return {"flat": self.model.flat.data}

    def set_state(self, state: Mapping[str, Tensor]) -> None:
        cursor = self.cursor
        self._order(self.epoch)
        self.cursor = cursor
        self.model.flat.data.copy_(state["flat"])

    def model_at(self, frame: Frame) -> MLP:
        """The network as it was at a frame; valid until the next call."""
        self._view.flat.data.copy_(frame.weights["flat"])
        return self._view
