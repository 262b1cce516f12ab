"""Deep net: backpropagation written out, with f′ and without."""

import math
from collections.abc import Mapping
from copy import copy
from itertools import pairwise
from typing import ClassVar

import torch
from torch import Generator, Tensor
from torch.nn import functional as F

from core.learner import Frame
from core.lessons.pitfalls.nets import points
from core.lessons.pitfalls.program import Program, ProgramSettings, Rows


class Deep(Program):
    """A deep network on two moons, backpropagation written out; layers of 8, batches of 20."""

    lr, batch_size, width = 0.1, 20, 8
    slopes: ClassVar = {  # f′ from a = f(z)
        "tanh": lambda a: 1 - a**2,
        "sigmoid": lambda a: a * (1 - a),
        "relu": lambda a: (a > 0).float(),
    }

    def __init__(self, settings: ProgramSettings, clock: int = 0) -> None:
        super().__init__(settings, clock)
        self.learned, self.held_out = self.given(settings)
        self.n_rows = len(self.learned.x)
        self.f, self.slope = getattr(torch, settings.activation), self.slopes[settings.activation]
        self.generator = Generator().manual_seed(settings.seed)
        sizes = [2, *[self.width] * settings.depth, 1]
        gain = 2 if settings.activation == "relu" else 1
        self.weights = [
            math.sqrt(gain / n_in) * torch.randn(n_out, n_in, generator=self.generator)
            for n_in, n_out in pairwise(sizes)
        ]
        self.biases = [torch.zeros(n_out) for n_out in sizes[1:]]
        self._order(0)

    @staticmethod
    def given(settings: ProgramSettings) -> tuple[Rows, Rows]:
        return points("moons", 300, 300, 0.1, settings.seed)

    @staticmethod
    def back(delta: Tensor, w: Tensor, slope: Tensor) -> Tensor:
        """δ_l (n, n_l) from δ_{l+1} (n, n_{l+1}), W_{l+1} and f′(z_l)."""
        raise NotImplementedError

    def _order(self, epoch: int) -> None:
        self.epoch, self.cursor = epoch, 0
        self.generator.manual_seed(self.settings.seed * 1_000_003 + epoch)
        self._places = torch.randperm(self.n_rows, generator=self.generator)

    def forward(self, x: Tensor) -> list[Tensor]:
        """a_0 = x, a_l = f(W_l a_{l−1} + b_l), and the output z."""
        a = [x]
        for w, b in zip(self.weights[:-1], self.biases[:-1], strict=True):
            a.append(self.f(F.linear(a[-1], w, b)))
        return [*a, F.linear(a[-1], self.weights[-1], self.biases[-1])]

    def gradients(self, x: Tensor, y: Tensor) -> tuple[list[Tensor], list[Tensor]]:
        """What this program takes for ∂L/∂W_l and ∂L/∂b_l, first layer first."""
        a = self.forward(x)
        delta = (torch.sigmoid(a[-1][:, 0]) - y.float())[:, None] / len(x)  # (n, 1)
        dw: list[Tensor] = []
        db: list[Tensor] = []
        for layer in reversed(range(len(self.weights))):
            dw.insert(0, delta.t() @ a[layer])
            db.insert(0, delta.sum(0))
            if layer:
                delta = self.back(delta, self.weights[layer], self.slope(a[layer]))
        return dw, db

    def outputs(self, x: Tensor, frame: Frame) -> Tensor:
        """z (n,) of x (n, 2) with the weights of a frame."""
        at = copy(self)
        n = len(self.weights)
        at.weights, at.biases = ([frame.weights[f"{kind}{i + 1}"] for i in range(n)] for kind in "Wb")
        return at.forward(x)[-1][:, 0]

    def step(self) -> None:
        if self.epoch_ended:
            self._order(self.epoch + 1)
        batch = self._places[self.cursor : self.cursor + self.batch_size]
        dw, db = self.gradients(self.learned.x[batch], self.learned.y[batch])
        for w, b, gw, gb in zip(self.weights, self.biases, dw, db, strict=True):
            w -= self.rate * gw
            b -= self.rate * gb
        self.cursor += len(batch)
        self.step_count += 1

    def metrics(self) -> dict[str, float]:
        z, new = self.forward(self.learned.x)[-1][:, 0], self.forward(self.held_out.x)[-1][:, 0]
        return {
            "train_loss": F.binary_cross_entropy_with_logits(z, self.learned.y.float()).item(),
            "test_accuracy": ((new > 0) == (self.held_out.y > 0)).float().mean().item(),
        }

    def state(self) -> dict[str, Tensor]:
        named = {f"W{i + 1}": w for i, w in enumerate(self.weights)}
        return named | {f"b{i + 1}": b for i, b in enumerate(self.biases)}

    def set_state(self, state: Mapping[str, Tensor]) -> None:
        cursor = self.cursor
        self._order(self.epoch)
        self.cursor = cursor
        self.weights = [state[f"W{i + 1}"] for i in range(len(self.weights))]
        self.biases = [state[f"b{i + 1}"] for i in range(len(self.biases))]


class NoDerivative(Deep):
    @staticmethod
    def back(delta: Tensor, w: Tensor, slope: Tensor) -> Tensor:
        return delta @ w


class WithDerivative(Deep):
    @staticmethod
    def back(delta: Tensor, w: Tensor, slope: Tensor) -> Tensor:
        return (delta @ w) * slope
