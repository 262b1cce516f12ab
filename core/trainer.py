"""Trainer: the only training loop."""

import math
from typing import Any

import torch
from torch import Generator, Tensor, nn

from core.config import extra
from core.experiment import Experiment
from core.learner import Frame, broken
from core.learning.backprop import rule
from core.learning.penalty import Penalty
from core.losses import LOSSES, n_outputs
from core.metrics import accuracy, r2
from core.models.mlp import MLP
from core.optimizers import OPTIMIZERS, update
from core.settings import SettingError

MAX_WEIGHT = 1e6
MAX_WATCHED = 4000  # samples of each part that the metrics of a frame are taken on


class Trainer:
    """Trains one experiment step by step; all chance comes from (seed, epoch) and (seed, step), never the global state.

    So a frame needs no generator state, and `restore(frame)` followed by `step()` repeats the run exactly.
    Raises `ValueError` where the data cannot be loaded.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.initial = self.settings = experiment
        self.data = data = experiment.data.load()
        self.loss = LOSSES[experiment.loss]
        self.generator = Generator()
        self.x_train, self.x_test = data.encode(data.x_train), data.encode(data.x_test)
        self.n_outputs = k = n_outputs(experiment.loss, data.n_classes)
        self.t_train, self.t_test = self.loss.targets(data.y_train, k), self.loss.targets(data.y_test, k)
        watched = (self.x_train[:MAX_WATCHED], self.x_test[:MAX_WATCHED])
        self._watched, self._parts = torch.cat(watched), [len(part) for part in watched]
        seeded = self.generator.manual_seed(experiment.training.seed)
        self.model = experiment.model.build(self.x_train.shape[1], k, seeded)
        self._view = experiment.model.build(self.x_train.shape[1], k, Generator())
        self.step_count = self.epoch = self.cursor = 0
        self.changes: list[tuple[int, dict[str, Any]]] = []
        self._prepare()

    def _prepare(self) -> None:
        """What follows from the hot settings: gradient rule, penalty and optimiser."""
        training = self.settings.training
        self.model.dropout = self.settings.model.dropout
        self.rule = rule(self.model, self.settings.loss)
        entry = OPTIMIZERS[training.optimizer]
        self.optimizer = entry.make(list(self.model.parameters()), training.lr, training.l2)
        self._update = update(self.optimizer)
        l2 = 0.0 if entry.decoupled else training.l2
        self.penalty = Penalty(self.model, l1=training.l1, l2=l2) if training.l1 or l2 else None
        self._shuffle()

    def _shuffle(self) -> None:
        """The order of this epoch's samples."""
        seed = self.settings.training.seed * 1_000_003 + self.epoch
        order = torch.randperm(len(self.x_train), generator=self.generator.manual_seed(seed))
        self._x, self._t = self.x_train[order], self.t_train[order]

    @torch.no_grad()
    def step(self) -> None:
        """One mini-batch: its gradient, the penalty, the update."""
        if self.cursor == len(self._x):
            self.epoch, self.cursor = self.epoch + 1, 0
            self._shuffle()
        batch = slice(self.cursor, min(self.cursor + self.settings.training.batch_size, len(self._x)))
        if self.model.dropout:
            self.generator.manual_seed(self.settings.training.seed * 1_000_003 + self.step_count)
        self.rule(self._x[batch], self._t[batch], self.generator)
        if self.penalty:
            self.penalty()
        self._update()
        self.cursor = batch.stop
        self.step_count += 1

    @property
    def epoch_ended(self) -> bool:
        return self.cursor == len(self._x)

    @property
    def stops(self) -> bool:
        return self.epoch_ended and self.settings.training.stop != "never"

    def verdict(self, frame: Frame, first: Frame) -> str | None:
        """How the loss broke, or "done" at the end of an epoch that meets the condition to stop at."""
        training, metrics = self.settings.training, frame.metrics
        reached = {
            "never": False,
            "test_loss": metrics["test_loss"] <= training.stop_value,
            "test_accuracy": metrics.get("test_accuracy", metrics.get("test_r2", 0)) >= training.stop_value,
            "epochs": frame.progress >= training.stop_value,
        }
        return broken(frame, first) or ("done" if reached[training.stop] and self.epoch_ended else None)

    def frame(self) -> Frame:
        """The state now, with loss and accuracy (R² for numbers) on train and test."""
        epoch, cursor = (self.epoch + 1, 0) if self.epoch_ended else (self.epoch, self.cursor)
        return Frame(
            step=self.step_count,
            epoch=self.epoch,
            cursor=self.cursor,
            progress=epoch + cursor / len(self._x),
            metrics=self.metrics(self.model),
            weights={name: value.clone() for name, value in self.model.state_dict().items()},
            optimizer=[_copy(self.optimizer.state[p]) for p in self.model.parameters() if p in self.optimizer.state],
        )

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

    @torch.no_grad()
    def restore(self, frame: Frame) -> None:
        """Go back (or on) to a frame; changes made after it are forgotten, the settings of now stay."""
        self.model.load_state_dict(frame.weights)
        self.step_count, self.epoch, self.cursor = frame.step, frame.epoch, frame.cursor
        self.changes = [  # a setting changed at this very step counts as changed again now
            (step, change)
            for step, change in self.changes
            if step < frame.step or (step == frame.step and "weight" in change)
        ]
        then = self.initial.replace(**{k: v for _, change in self.changes for k, v in change.items() if k != "weight"})
        changed = self.settings.differences(then)
        if changed:
            self.changes.append((frame.step, changed))
        self._prepare()
        if "optimizer" not in changed:
            for parameter, state in zip(self.model.parameters(), frame.optimizer, strict=False):
                self.optimizer.state[parameter] = _copy(state)

    def change(self, **settings: Any) -> None:
        """Change hot settings while the run goes on; a new optimiser starts with empty memory.

        Raises `SettingError` for a setting that needs a new run, or a value out of range.
        """
        experiment = self.settings.replace(**settings)
        fields = experiment.fields()
        cold = [name for name in settings if not extra(fields[name], "hot")]
        if cold:
            raise SettingError(cold[0], settings[cold[0]], "a new run")
        kept = self.optimizer
        self.settings = experiment
        self.changes.append((self.step_count, settings))
        self._prepare()
        if type(kept) is type(self.optimizer) and "optimizer" not in settings:
            self.optimizer.state = kept.state

    def edit(self, index: int, value: float) -> None:
        """Set one weight or bias, by its place in the flat parameter; raises `ValueError` beyond ±1e6."""
        if not (math.isfinite(value) and abs(value) <= MAX_WEIGHT):
            raise SettingError("weight", value, f"−{MAX_WEIGHT:.0e} … {MAX_WEIGHT:.0e}")
        self.model.flat.data[index] = value
        self.changes.append((self.step_count, {"weight": (index, value)}))

    def model_at(self, frame: Frame) -> MLP:
        """The network as it was at a frame, to look into; valid until the next call."""
        self._view.load_state_dict(frame.weights)
        return self._view


def _copy(state: dict[str, Any]) -> dict[str, Any]:
    return {name: value.clone() if isinstance(value, Tensor) else value for name, value in state.items()}
