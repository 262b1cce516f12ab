"""By hand: programs whose gradient is written out, each with a mistake or without."""

from collections.abc import Mapping

import torch
from torch import Generator, Tensor
from torch.nn import functional as F

from core.lessons.pitfalls.nets import points
from core.lessons.pitfalls.program import Program, ProgramSettings, Rows


class Batch(Program):
    """Gradient descent on all samples at once: an epoch is one step."""

    def __init__(self, settings: ProgramSettings, clock: int = 0) -> None:
        super().__init__(settings, clock)
        self.learned, self.held_out = self.given(settings)
        self.n_rows = len(self.learned.x)
        self.cursor = self.n_rows
        self.epoch = -1

    def ended(self) -> None:
        self.step_count += 1
        self.epoch += 1


class Line(Batch):
    """Linear regression: 100 points, x in −5…5, y = 2x + 3 + N(0, 1); α = 0.01, from w = b = 0."""

    lr = 0.01

    def __init__(self, settings: ProgramSettings, clock: int = 0) -> None:
        super().__init__(settings, clock)
        self.w, self.b = torch.zeros(()), torch.zeros(())

    @staticmethod
    def given(settings: ProgramSettings) -> tuple[Rows, Rows]:
        generator = Generator().manual_seed(settings.seed)
        x = 10 * torch.rand(200, generator=generator) - 5
        y = 2 * x + 3 + torch.randn(200, generator=generator)
        return Rows(x[:100], y[:100]), Rows(x[100:], y[100:])

    @staticmethod
    def gradient(error: Tensor, x: Tensor) -> tuple[Tensor, Tensor]:
        """∂L/∂w and ∂L/∂b of L = (1/n) Σ error², error = wx + b − y (n,)."""
        raise NotImplementedError

    def step(self) -> None:
        x, y = self.learned
        dw, db = self.gradient(self.w * x + self.b - y, x)
        self.w, self.b = self.w - self.rate * dw, self.b - self.rate * db
        self.ended()

    def metrics(self) -> dict[str, float]:
        """Mean squared errors; with a weight for each sample, held-out sample i meets the weight of sample i."""
        losses = [((self.w * x + self.b - y) ** 2).mean().item() for x, y in (self.learned, self.held_out)]
        return {"train_loss": losses[0], "test_loss": losses[1], "n_weights": float(self.w.numel())}

    def state(self) -> dict[str, Tensor]:
        return {"w": self.w, "b": self.b}

    def set_state(self, state: Mapping[str, Tensor]) -> None:
        self.w, self.b = state["w"], state["b"]


class OwnLines(Line):
    @staticmethod
    def gradient(error: Tensor, x: Tensor) -> tuple[Tensor, Tensor]:
        return 2 * error * x, 2 * error


class OneLine(Line):
    @staticmethod
    def gradient(error: Tensor, x: Tensor) -> tuple[Tensor, Tensor]:
        return 2 * (error * x).mean(), 2 * error.mean()


class Logistic(Batch):
    """Logistic regression on points of two overlapping classes 0 and 1: p = σ(w·x + b), from small random weights."""

    lr = 0.3

    def __init__(self, settings: ProgramSettings, clock: int = 0) -> None:
        super().__init__(settings, clock)
        generator = Generator().manual_seed(settings.seed)
        self.w, self.b = 0.3 * torch.randn(2, generator=generator), torch.zeros(())

    @staticmethod
    def given(settings: ProgramSettings) -> tuple[Rows, Rows]:
        return points("gaussians", 200, 1000, 0.3, settings.seed)

    @staticmethod
    def loss(z: Tensor, y: Tensor) -> Tensor:
        raise NotImplementedError

    @staticmethod
    def slope(p: Tensor, y: Tensor) -> Tensor:
        """∂L/∂z of each sample (n,)."""
        raise NotImplementedError

    def step(self) -> None:
        x, y = self.learned
        slope = self.slope(torch.sigmoid(x @ self.w + self.b), y.float())
        self.w, self.b = self.w - self.rate * (slope @ x) / len(x), self.b - self.rate * slope.mean()
        self.ended()

    def metrics(self) -> dict[str, float]:
        """The loss that the program believes in, the true cross-entropy, and the score on held-out points."""
        z, y = self.learned.x @ self.w + self.b, self.learned.y.float()
        new = self.held_out.x @ self.w + self.b
        return {
            "train_loss": self.loss(z, y).item(),
            "true_loss": F.binary_cross_entropy_with_logits(z, y).item(),
            "test_accuracy": ((new > 0) == (self.held_out.y > 0)).float().mean().item(),
        }

    def state(self) -> dict[str, Tensor]:
        return {"w": self.w, "b": self.b}

    def set_state(self, state: Mapping[str, Tensor]) -> None:
        self.w, self.b = state["w"], state["b"]


class WrongSign(Logistic):
    @staticmethod
    def loss(z: Tensor, y: Tensor) -> Tensor:
        return F.softplus(-y * z).mean()

    @staticmethod
    def slope(p: Tensor, y: Tensor) -> Tensor:
        return (y - p) * p * (1 - p)


class RightSign(Logistic):
    @staticmethod
    def loss(z: Tensor, y: Tensor) -> Tensor:
        return F.softplus(-(2 * y - 1) * z).mean()

    @staticmethod
    def slope(p: Tensor, y: Tensor) -> Tensor:
        return p - y
