"""Descent: a network that learns by gradient descent on mini-batches; the base of every learner of that kind."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

import torch
from torch import Generator, Tensor, nn

from core.config import extra
from core.learner import Frame, broken
from core.learning.penalty import Penalty
from core.optimizers import OPTIMIZERS, update
from core.settings import SettingError

STRIDE = 1_000_003  # between the chance of two seeds


class Descent(ABC):
    """Trains a network step by step; all chance comes from (seed, epoch) and (seed, step), never the global state.

    So a frame needs no generator state, and `restore(frame)` followed by `step()` repeats the run exactly. The settings
    have a part `training`, a `TrainingConfig`. A subclass gives `load`, `build`, `gradient` and `metrics`.
    Raises `ValueError` where the data cannot be loaded.
    """

    parallel = False  # whether a step is faster on several cores
    n_train: int  # samples in an epoch
    order: Tensor  # (n_train,) of this epoch's samples
    penalty: Callable[[], None] | None

    def __init__(self, settings: Any) -> None:
        self.initial = self.settings = settings
        self.generator = Generator()
        self.load()
        self.model = self.build(self.generator.manual_seed(settings.training.seed))
        self._view = self.build(Generator()).eval()
        self.step_count = self.epoch = self.cursor = 0
        self.changes: list[tuple[int, dict[str, Any]]] = []
        self._prepare()

    @abstractmethod
    def load(self) -> None:
        """Get the data and set `n_train`; raises `ValueError` where there is nothing to learn from."""

    @abstractmethod
    def build(self, generator: Generator) -> Any:
        """The network with its first weights."""

    @abstractmethod
    def gradient(self, batch: slice) -> None:
        """Leave ∂L/∂w in the `grad` of every parameter, for the samples `order[batch]`; called without recording."""

    @abstractmethod
    def metrics(self, model: Any) -> dict[str, float]:
        """Losses and scores of the network, in evaluation mode; with "train_loss" at least."""

    def prepare(self) -> None:  # noqa: B027
        """What else follows from the hot settings: here nothing."""

    def shuffle(self) -> None:
        """The order of this epoch's samples."""
        seed = self.settings.training.seed * STRIDE + self.epoch
        self.order = torch.randperm(self.n_train, generator=self.generator.manual_seed(seed))

    def chance(self) -> Generator:
        """The generator of this step: what it draws depends on seed and step alone."""
        return self.generator.manual_seed(self.settings.training.seed * STRIDE + self.step_count)

    def _prepare(self) -> None:
        """What follows from the hot settings: optimiser, penalty, and what the subclass adds."""
        training = self.settings.training
        entry = OPTIMIZERS[training.optimizer]
        self.optimizer = entry.make(list(self.model.parameters()), training.lr, training.l2)
        self._update = update(self.optimizer)
        l1, l2 = getattr(training, "l1", 0.0), 0.0 if entry.decoupled else training.l2
        self.penalty = Penalty(self.model, l1=l1, l2=l2) if l1 or l2 else None
        self.prepare()
        self.shuffle()

    @torch.no_grad()
    def step(self) -> None:
        """One mini-batch: its gradient, the penalty, the update."""
        if self.cursor == self.n_train:
            self.epoch, self.cursor = self.epoch + 1, 0
            self.shuffle()
        batch = slice(self.cursor, min(self.cursor + self.settings.training.batch_size, self.n_train))
        self.gradient(batch)
        if self.penalty:
            self.penalty()
        self._update()
        self.cursor = batch.stop
        self.step_count += 1

    @property
    def epoch_ended(self) -> bool:
        return self.cursor == self.n_train

    @property
    def stops(self) -> bool:
        return self.epoch_ended and self.settings.training.stop != "never"

    def verdict(self, frame: Frame, first: Frame) -> str | None:
        """How the loss broke, or "done" at the end of an epoch that meets the condition to stop at."""
        training, metrics = self.settings.training, frame.metrics
        reached = {
            "never": False,
            "test_loss": metrics.get("test_loss", torch.inf) <= training.stop_value,
            "test_accuracy": metrics.get("test_accuracy", metrics.get("test_r2", 0)) >= training.stop_value,
            "epochs": frame.progress >= training.stop_value,
        }
        return broken(frame, first) or ("done" if reached[training.stop] and self.epoch_ended else None)

    @torch.no_grad()
    def frame(self) -> Frame:
        """The state now, with its metrics."""
        epoch, cursor = (self.epoch + 1, 0) if self.epoch_ended else (self.epoch, self.cursor)
        self.model.eval()
        metrics = self.metrics(self.model)
        self.model.train()
        return Frame(
            step=self.step_count,
            epoch=self.epoch,
            cursor=self.cursor,
            progress=epoch + cursor / self.n_train,
            metrics=metrics,
            weights={name: value.clone() for name, value in self.model.state_dict().items()},
            optimizer=[_copy(self.optimizer.state[p]) for p in self.model.parameters() if p in self.optimizer.state],
        )

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
        changed = self._counting(self.settings.differences(then))
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
        changed = self.settings.replace(**settings)
        fields = changed.fields()
        cold = [name for name in settings if not extra(fields[name], "hot")]
        if cold:
            raise SettingError(cold[0], settings[cold[0]], "a new run")
        kept = self.optimizer
        self.settings = changed
        if not self._counting(settings):
            return
        self.changes.append((self.step_count, settings))
        self._prepare()
        if type(kept) is type(self.optimizer) and "optimizer" not in settings:
            self.optimizer.state = kept.state

    def _counting(self, settings: dict[str, Any]) -> dict[str, Any]:
        """Those of some settings that change what is learned, and not only how it is looked at."""
        fields = self.settings.fields()
        return {name: value for name, value in settings.items() if extra(fields[name], "hot") != "look"}

    def model_at(self, frame: Frame) -> nn.Module:
        """The network as it was at a frame, to look into; valid until the next call."""
        self._view.load_state_dict(frame.weights)
        return self._view


def _copy(state: dict[str, Any]) -> dict[str, Any]:
    return {name: value.clone() if isinstance(value, Tensor) else value for name, value in state.items()}
