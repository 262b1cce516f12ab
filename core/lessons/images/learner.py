"""Images learner: a CNN or MLP that learns pictures."""

import math
from dataclasses import replace

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from core import cores
from core.datasets.image_augmentation import augment
from core.descent import STRIDE, Descent
from core.learner import Frame
from core.learning.cnn_gradient import rule
from core.learning.shards import Shards, together
from core.lessons.images.settings import ImagesExperiment
from core.metrics import accuracy
from core.models.cnn import CNN
from core.precision import chosen, outputs

# Numbers of operations:
WATCHED = 1_100_000_000  # that the metrics of a frame may take
WHOLE = 80_000_000_000  # that the whole test set may take at the end of an epoch, where a picture waits for it
LIGHT = 100_000  # for one picture, up to which a frame costs little
PARALLEL = 20_000_000  # for a batch, from which on several cores are faster than one
HEAVY = 200_000_000  # for a batch, from which on a few steps take as long as a picture may

LEAST, MOST = 90, 600  # pictures that metrics are taken on
CHUNK = 500  # pictures that go through the network at once, or as many as
CACHED = 4_000_000  # numbers that its layers answer to them: more, and they are written to memory and read again


class ImagesLearner(Descent):
    """Trains a network on pictures that stay bytes until a batch needs them.

    The metrics of a frame are taken on `watched` pictures, spread evenly over train and test set. At the end of every
    epoch `whole_test_accuracy` is that on the whole test set, and keeps its value until the next; it is NaN before the
    first, and always where the network is too large to ask it so often.
    Raises `ImageError` where the pictures are not here and `ShapeError` where the network is impossible.
    """

    settings: ImagesExperiment
    model: CNN

    def load(self) -> None:
        self.data = data = self.settings.data.load()
        self.n_train = len(data.x_train)
        self.flops = sum(row.flops for row in self.settings.rows)
        self.chunk = min(CHUNK, max(1, CACHED // self.settings.numbers))
        n = max(LEAST, min(MOST, WATCHED // max(self.flops, 1)))
        self.watched = {
            "train": spread(self.n_train, n // 3),
            "test": spread(len(data.x_test), n - n // 3),
        }
        parts = {"train": (data.x_train, data.y_train), "test": (data.x_test, data.y_test)}
        self._watched = {name: (x[self.watched[name]], y[self.watched[name]]) for name, (x, y) in parts.items()}
        self.whole = math.nan
        self.stride = 8 if self.flops < LIGHT else 16

    def build(self, generator: Generator) -> CNN:
        model = self.settings.model.build(self.settings.data.shape, self.data.n_classes, generator)
        return model.to(memory_format=torch.channels_last)

    def prepare(self) -> None:
        self.model.dropout = self.settings.model.dropout
        self.precision = chosen(self.settings.training.precision, self.flops)
        batch = self.flops * self.settings.training.batch_size
        self.parallel, self.slice = batch >= PARALLEL, 0.1 if batch >= HEAVY else 0.03
        whole = self.settings.model.batch_norm or not self.parallel  # a batch is normalised as one
        self.rule = rule(self.model)
        self.shards = Shards(self.model, 1 if whole else cores.CORES)

    def gradient(self, batch: slice) -> None:
        places, generator, x = self.order[batch], self.chance(), None
        if self.settings.augmentation.active:
            x = augment(self.pictures(places), self.settings.augmentation, generator)
        masks = self.model.masks(len(places), generator)

        def leave(model: CNN, part: slice) -> None:
            read = self.read(self.pictures(places[part]) if x is None else x[part])
            y = self.data.y_train.index_select(0, places[part])
            self.rule(model, read, y, len(places), self.precision, [mask[part] for mask in masks])

        self.shards(leave, len(places))

    def pictures(self, places: Tensor) -> Tensor:
        """Those of the training set at some places, (n, c, h, w), the channels of a pixel side by side."""
        return self.data.x_train.permute(0, 2, 3, 1).index_select(0, places).permute(0, 3, 1, 2)

    def read(self, x: Tensor) -> Tensor:
        """Bytes (n, c, h, w) as the numbers that the network reads, the channels of a pixel side by side."""
        return self.data.encode(x.contiguous(memory_format=torch.channels_last))

    def answers(self, model: CNN, x: Tensor) -> Tensor:
        """Outputs (n, k) for pictures of bytes (n, c, h, w), a part at a time, in evaluation mode."""

        @torch.no_grad()
        def answer(part: Tensor) -> Tensor:
            return outputs(model, self.read(part), self.precision)

        n = min(self.chunk, math.ceil(len(x) / (cores.CORES if self.parallel else 1)))
        return torch.cat(together([lambda part=part: answer(part) for part in x.split(n)]))  # type: ignore[misc]

    @torch.no_grad()
    def metrics(self, model: CNN) -> dict[str, float]:
        found: dict[str, float] = {}
        for name, (x, y) in self._watched.items():
            answers = self.answers(model, x)
            found |= {f"{name}_loss": F.cross_entropy(answers, y).item(), f"{name}_accuracy": accuracy(answers, y)}
        if self.epoch_ended and self.flops * len(self.data.x_test) <= WHOLE:
            self.whole = accuracy(self.answers(model, self.data.x_test), self.data.y_test)
        return found | {"whole_test_accuracy": self.whole}

    @property
    def stops(self) -> bool:
        """At every end of an epoch, for the accuracy on the whole test set."""
        return self.epoch_ended

    def verdict(self, frame: Frame, first: Frame) -> str | None:
        """As for any descent; the accuracy to stop at is that on the whole test set where it is known."""
        whole = frame.metrics["whole_test_accuracy"]
        known = {} if math.isnan(whole) else {"test_accuracy": whole}
        return super().verdict(replace(frame, metrics=frame.metrics | known), first)

    def restore(self, frame: Frame) -> None:
        self.whole = frame.metrics["whole_test_accuracy"]
        super().restore(frame)

    def batch_after(self, frame: Frame) -> Tensor:
        """Places in the training set of the pictures that the step after a frame looks at."""
        epoch, start = (frame.epoch + 1, 0) if frame.cursor == self.n_train else (frame.epoch, frame.cursor)
        generator = Generator().manual_seed(self.settings.training.seed * STRIDE + epoch)
        return torch.randperm(self.n_train, generator=generator)[start : start + self.settings.training.batch_size]

    def model_at(self, frame: Frame) -> CNN:
        self._view.load_state_dict(frame.weights)
        return self._view


def spread(n: int, wanted: int) -> Tensor:
    """Places of at most `wanted` of n samples, as far apart as possible."""
    k = min(n, wanted)
    return torch.arange(k) * n // k
