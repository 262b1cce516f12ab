"""Trainer: trains the network of an experiment."""

import math

import torch
from torch import Generator, nn

from core.descent import Descent
from core.experiment import Experiment
from core.learner import Frame
from core.learning.backprop import rule
from core.losses import LOSSES, n_outputs
from core.metrics import accuracy, r2
from core.models.mlp import MLP
from core.settings import SettingError

MAX_WEIGHT = 1e6
MAX_WATCHED = 4000  # samples of each part that the metrics of a frame are taken on


class Trainer(Descent):
    """Trains one experiment step by step. Raises `ValueError` where the data cannot be loaded."""

    settings: Experiment
    model: MLP

    def load(self) -> None:
        settings = self.settings
        self.data = data = settings.data.load()
        self.loss = LOSSES[settings.loss]
        self.x_train, self.x_test = data.encode(data.x_train), data.encode(data.x_test)
        self.n_outputs = k = n_outputs(settings.loss, data.n_classes)
        self.t_train, self.t_test = self.loss.targets(data.y_train, k), self.loss.targets(data.y_test, k)
        watched = (self.x_train[:MAX_WATCHED], self.x_test[:MAX_WATCHED])
        self._watched, self._parts = torch.cat(watched), [len(part) for part in watched]
        self.n_train = len(self.x_train)

    def build(self, generator: Generator) -> MLP:
        return self.settings.model.build(self.x_train.shape[1], self.n_outputs, generator)

    def prepare(self) -> None:
        self.model.dropout = self.settings.model.dropout
        self.rule = rule(self.model, self.settings.loss)

    def shuffle(self) -> None:
        super().shuffle()
        self._x, self._t = self.x_train[self.order], self.t_train[self.order]

    def gradient(self, batch: slice) -> None:
        generator = self.chance() if self.model.dropout else self.generator
        self.rule(self._x[batch], self._t[batch], generator)

    @torch.no_grad()
    def metrics(self, model: nn.Module) -> dict[str, float]:
        """Loss without penalty, and accuracy (R² for numbers), on the first `MAX_WATCHED` samples of train and test."""
        train, test = model(self._watched).split(self._parts)
        n_train, n_test = self._parts
        score, name = (accuracy, "accuracy") if self.data.n_classes else (r2, "r2")
        return {
            "train_loss": self.loss.value(train, self.t_train[:n_train]).item(),
            "test_loss": self.loss.value(test, self.t_test[:n_test]).item(),
            f"train_{name}": score(train, self.data.y_train[:n_train]),
            f"test_{name}": score(test, self.data.y_test[:n_test]),
        }

    def edit(self, index: int, value: float) -> None:
        """Set one weight or bias, by its place in the flat parameter; raises `ValueError` beyond ±1e6."""
        if not (math.isfinite(value) and abs(value) <= MAX_WEIGHT):
            raise SettingError("weight", value, f"−{MAX_WEIGHT:.0e} … {MAX_WEIGHT:.0e}")
        self.model.flat.data[index] = value
        self.changes.append((self.step_count, {"weight": (index, value)}))

    def model_at(self, frame: Frame) -> MLP:
        self._view.load_state_dict(frame.weights)
        return self._view
