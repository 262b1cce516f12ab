"""Digit nets: programs that learn handwritten digits, each with a mistake or without."""

from collections.abc import Mapping

import torch
from torch import Generator, Tensor
from torch.nn import functional as F

from core.datasets.embedded import digits
from core.lessons.pitfalls.net import Net
from core.lessons.pitfalls.program import ProgramSettings, Rows
from core.metrics import accuracy


def images(n: int, seed: int) -> tuple[Rows, Rows]:
    """Handwritten digits (n, 8, 8), shuffled by the seed: n to learn from, the last 797 held out."""
    x, y = digits()
    order = torch.randperm(len(x), generator=Generator().manual_seed(seed))
    return Rows(x[order[:n]], y[order[:n]]), Rows(x[order[1000:]], y[order[1000:]])


class Digits(Net):
    """Ten classes of handwritten digits, 64 pixels each."""

    sizes, lr = (64, 32, 10), 0.1

    @staticmethod
    def given(settings: ProgramSettings) -> tuple[Rows, Rows]:
        return images(1000, settings.seed)

    @staticmethod
    def read(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        return x.flatten(1), y  # (n, 64)


class TwoOutputs(Digits):
    sizes = (64, 32, 2)


class TenOutputs(Digits):
    sizes = (64, 32, 10)


class OwnLoss(Digits):
    """Cross-entropy written by hand: a label beyond the outputs gives a row of zeros, and no error."""

    @staticmethod
    def loss(output: Tensor, y: Tensor) -> Tensor:
        onehot = (y[:, None] == torch.arange(output.shape[1])).float()  # (n, n_outputs)
        return -(onehot * output.log_softmax(1)).sum(1).mean()


class TwoOutputsOwnLoss(OwnLoss):
    sizes = (64, 32, 2)


class TenOutputsOwnLoss(OwnLoss):
    sizes = (64, 32, 10)


class NotFlattened(Digits):
    @staticmethod
    def read(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        return x, y


class Flattened(Digits):
    @staticmethod
    def read(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        return x.flatten(1), y


class PixelRows(Digits):
    sizes = (8, 32, 10)

    @staticmethod
    def read(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        return x.reshape(-1, 8), y.repeat_interleave(8)


class WholeImages(Digits):
    sizes = (64, 32, 10)

    @staticmethod
    def read(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        return x.reshape(-1, 64), y


class LabelLoss(Digits):
    """Digits with the categorical cross-entropy of one-hot labels written by hand."""

    lr = 0.05


class IntegerLabels(LabelLoss):
    @staticmethod
    def loss(output: Tensor, y: Tensor) -> Tensor:
        return -(y * output.log_softmax(1)).sum(1).mean()


class OneHotLabels(LabelLoss):
    @staticmethod
    def loss(output: Tensor, y: Tensor) -> Tensor:
        return -(F.one_hot(y, 10) * output.log_softmax(1)).sum(1).mean()


class Ten(LabelLoss):
    """As many samples in a batch as there are classes."""

    batch_size = 10

    def train_loss(self) -> float:
        """The mean over the first 20 batches in the order of the table."""
        x, y = (part[:200] for part in self.learned)
        batches = self.model(x).view(20, 10, -1), y.view(20, 10)
        return torch.vmap(self.loss)(*batches).mean().item()


class IntegerLabelsOfTen(Ten):
    @staticmethod
    def loss(output: Tensor, y: Tensor) -> Tensor:
        return -(y * output.log_softmax(1)).sum(1).mean()


class OneHotLabelsOfTen(Ten):
    @staticmethod
    def loss(output: Tensor, y: Tensor) -> Tensor:
        return -(F.one_hot(y, 10) * output.log_softmax(1)).sum(1).mean()


class Folders(Digits):
    """Digits as files are read, folder by folder: all zeros first, all nines last."""

    @staticmethod
    def given(settings: ProgramSettings) -> tuple[Rows, Rows]:
        (x, y), held_out = images(400, settings.seed)
        order = y.argsort(stable=True)
        return Rows(x[order], y[order]), held_out

    def truth(self) -> Tensor:
        return self.held_out.y

    def metrics(self) -> dict[str, float]:
        """Also the score on new digits, whatever the program thinks is held out."""
        x, y = self.read(*self.given(self.settings)[1])
        return super().metrics() | {"test_accuracy": accuracy(self.model(x), y)}


class NotReproducible(Folders):
    @staticmethod
    def seeded(seed: int, clock: int) -> int:
        return clock

    @staticmethod
    def split(learned: Rows, held_out: Rows) -> tuple[Rows, Rows]:
        return learned, learned

    @staticmethod
    def order(n: int, generator: Generator) -> Tensor:
        return torch.arange(n)


class Reproducible(Folders):
    @staticmethod
    def seeded(seed: int, clock: int) -> int:
        return seed

    @staticmethod
    def split(learned: Rows, held_out: Rows) -> tuple[Rows, Rows]:
        return learned, held_out

    @staticmethod
    def order(n: int, generator: Generator) -> Tensor:
        return torch.randperm(n, generator=generator)


class Logged(Digits):
    """500 batches of two digits an epoch, with a line printed now and then."""

    batch_size, lr = 2, 0.01
    most = 200  # lines kept

    def __init__(self, settings: ProgramSettings, clock: int = 0) -> None:
        super().__init__(settings, clock)
        self.log = torch.empty(0, 3)  # epoch, batch, mean loss since the last line
        self.running = torch.zeros(2)  # sum and count

    @staticmethod
    def prints(batch: int, step: int, every: int) -> bool:
        raise NotImplementedError

    def after(self, loss: float) -> None:
        self.running += torch.tensor([loss, 1.0])
        batch = self.cursor // self.batch_size - 1
        if self.prints(batch, self.step_count - 1, self.settings.report_every):
            line = torch.tensor([[self.epoch + 1.0, batch + 1.0, (self.running[0] / self.running[1]).item()]])
            self.log, self.running = torch.cat([self.log, line])[-self.most :], torch.zeros(2)

    def metrics(self) -> dict[str, float]:
        return super().metrics() | {"lines": float(len(self.log))}

    def state(self) -> dict[str, Tensor]:
        return super().state() | {"log": self.log, "running": self.running}

    def set_state(self, state: Mapping[str, Tensor]) -> None:
        super().set_state(state)
        self.log, self.running = state["log"], state["running"]


class SilentLog(Logged):
    @staticmethod
    def prints(batch: int, step: int, every: int) -> bool:
        return batch % every == every - 1


class SpeakingLog(Logged):
    @staticmethod
    def prints(batch: int, step: int, every: int) -> bool:
        return step % every == every - 1
