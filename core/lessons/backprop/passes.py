"""Passes: gradient descent taken apart; a step of this learner is one phase of one pass of a mini-batch."""

from functools import cached_property
from typing import Any

import torch
from torch import Generator, Tensor

from core.config import extra
from core.learner import Frame, broken
from core.learning.passes import Pass, Phase, one_pass, phases
from core.lessons.backprop.settings import PassSettings
from core.losses import LOSSES, n_outputs
from core.models.mlp import MLPConfig
from core.settings import SettingError


class Passes:
    """Gradient descent phase by phase: `step` computes one thing more, and after the last phase a new pass begins.

    The mini-batches are those that the trainer takes of the same data, so that m passes end where its m-th step does.
    Everything is in float64. What is hot counts at once, for the pass under way too.
    """

    def __init__(self, settings: PassSettings) -> None:
        self.settings = settings
        self.data = settings.points().load()
        self.loss_id = settings.loss_id
        self.loss = LOSSES[self.loss_id]
        config = MLPConfig(hidden=settings.hidden, activation=settings.activation, init=settings.init)
        self.n_outputs = n_outputs(self.loss_id, settings.n_classes)
        self.model = config.build(2, self.n_outputs, Generator().manual_seed(settings.seed))
        self.flat = self.model.flat.detach().double()
        self.step_count = 0
        self.order = phases(len(self.model.shapes))

    def place(self, step: int) -> tuple[int, int]:
        """Passes completed before a step, and the number of the phase it is in."""
        return divmod(step, len(self.order))

    @property
    def phase(self) -> Phase:
        return self.order[self.place(self.step_count)[1]]

    @property
    def epoch_ended(self) -> bool:
        """Whether the pass is complete, the loss after its update included."""
        return self.phase == self.order[-1]

    @property
    def stops(self) -> bool:
        return False

    def batch(self, n: int) -> tuple[Tensor, Tensor]:
        """What goes through in the n-th pass: x (B, 2) and targets, (B, k) or classes (B,)."""
        settings, data = self.settings, self.data
        if settings.feed == "sample":
            x = torch.tensor([[settings.x1, settings.x2]], dtype=torch.float64)
            y = torch.tensor([int(settings.label)]) if settings.n_classes else torch.tensor([settings.target]).double()
        else:
            epoch, cursor = divmod(n, -(-len(data.x_train) // settings.batch_size))
            shuffled = Generator().manual_seed(settings.seed * 1_000_003 + epoch)
            order = torch.randperm(len(data.x_train), generator=shuffled)
            rows = order[cursor * settings.batch_size :][: settings.batch_size]
            x, y = data.x_train[rows].double(), data.y_train[rows]
        targets = self.loss.targets(y, self.n_outputs)
        return x, targets.double() if targets.is_floating_point() else targets

    @cached_property
    def record(self) -> Pass:
        """The pass under way."""
        x, targets = self.batch(self.place(self.step_count)[0])
        return one_pass(self.model, self.loss, self.flat, x, targets, self.settings.lr)

    def _forget(self) -> None:
        self.__dict__.pop("record", None)

    def step(self) -> None:
        """One phase further; at the end of a pass its new weights become those of the next."""
        if self.epoch_ended:
            self.flat = self.record.new_flat
            self._forget()
        self.step_count += 1

    def frame(self) -> Frame:
        n_passes, phase = self.place(self.step_count)
        record = self.record
        return Frame(
            step=self.step_count,
            progress=n_passes + phase / (len(self.order) - 1),
            metrics={"train_loss": record.new_loss if self.epoch_ended else record.loss, "lr": record.lr},
            weights={"flat": self.flat.clone(), "x": record.x, "targets": record.targets},
            epoch=n_passes,
        )

    def restore(self, frame: Frame) -> None:
        self.flat, self.step_count = frame.weights["flat"].clone(), frame.step
        self._forget()

    def change(self, **values: Any) -> None:
        """Change hot settings; raises `SettingError` for one that needs a new run, or a value out of range."""
        settings = self.settings.replace(**values)
        fields = settings.fields()
        cold = [name for name in values if not extra(fields[name], "hot")]
        if cold:
            raise SettingError(cold[0], values[cold[0]], "a new run")
        self.settings = settings
        self._forget()

    def verdict(self, frame: Frame, first: Frame) -> str | None:
        return broken(frame, first)

    def record_at(self, frame: Frame) -> Pass:
        """The pass that a frame is in the middle of, as it was then."""
        weights = frame.weights
        return one_pass(self.model, self.loss, weights["flat"], weights["x"], weights["targets"], frame.metrics["lr"])
