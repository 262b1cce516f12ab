"""Perceptron: one neuron with a threshold that learns a gate by Rosenblatt's rule.

    ŷ = 1 if w · x + b ≥ 0 else 0        w ← w + α (y − ŷ) x        b ← b + α (y − ŷ)

It ends with a line that separates the examples if there is one (Rosenblatt 1958; Novikoff 1962), and never if there is
none (Minsky & Papert 1969).
"""

from typing import Any

import torch
from torch import Generator, Tensor

from core.config import extra
from core.datasets.gates import truth_table
from core.learner import Frame
from core.lessons.neuron.settings import NeuronSettings
from core.settings import SettingError

DECIMALS = 9  # to which weights and sums are rounded, so that 0.1 added three times is 0.3, as on paper


def weighted_sum(w: Tensor, b: float, x: Tensor) -> Tensor:
    """z = w · x + b for inputs (n, n_inputs) or (n_inputs,), rounded to `DECIMALS`."""
    return torch.round((x * w).sum(-1) + b, decimals=DECIMALS)


class Perceptron:
    """Learns one example of a gate a step; a pass goes through its whole truth table.

    A frame's weights are `w` (n_inputs,) and `b`, both as they were `before` the step (n_inputs + 1,), the number of
    the `example`, and what `_watch` keeps. Its metrics are the mistakes of the pass so far, the accuracy over the
    table, as `train_loss` the perceptron criterion Σ max(0, (1 − 2y) z) / n (Bishop 2006, 4.1.7), and in `cycle` after
    how many passes the weights were the same again (0 while they were not).
    """

    def __init__(self, settings: NeuronSettings) -> None:
        self.settings = settings
        self.x, self.y = truth_table(settings.gate, settings.n_inputs)
        self.w, self.b = settings.w, settings.b
        self.before = self._state()
        self.example = -1
        self.step_count = self.epoch = self.cursor = self.mistakes = 0
        self.by_hand = True  # no step since the person last set an input
        self.rates = {0: settings.lr}  # step from which a learning rate holds
        self.generator = Generator()
        self._look_out()
        self._order()

    def _state(self) -> Tensor:
        return torch.cat([self.w, torch.tensor([self.b], dtype=torch.float64)])

    def _order(self) -> None:
        """The order of this pass's examples."""
        seed = self.settings.seed * 1_000_003 + self.epoch
        n = len(self.x)
        shuffled = torch.randperm(n, generator=self.generator.manual_seed(seed)).tolist()
        self.order = shuffled if self.settings.shuffle else list(range(n))

    def step(self) -> None:
        """One example: answer, compare, correct."""
        if self.cursor == len(self.x):
            self.epoch, self.cursor, self.mistakes = self.epoch + 1, 0, 0
            self._order()
        self.before, self.by_hand = self._state(), False
        self.example = self.order[self.cursor]
        x, y = self.x[self.example], int(self.y[self.example])
        error = y - int(weighted_sum(self.w, self.b, x) >= 0)
        self.w = torch.round(self.w + self.settings.lr * error * x, decimals=DECIMALS)
        self.b = round(self.b + self.settings.lr * error, DECIMALS)
        self.mistakes += abs(error)
        self.cursor += 1
        self.step_count += 1
        if self.epoch_ended and not self.settings.shuffle:
            self._watch()

    def _look_out(self) -> None:
        """Start to look out for weights that come back."""
        self.anchor, self.anchor_pass, self.patience, self.cycle = self._state(), self.epoch, 1, 0

    def _watch(self) -> None:
        """Compare the weights after a pass with those kept; keep newer ones ever more rarely (Brent 1980)."""
        passed = self.epoch + 1 - self.anchor_pass
        if self.cycle:
            return
        if torch.equal(self.anchor, self._state()):
            self.cycle = passed
        elif passed >= self.patience:
            self.anchor, self.anchor_pass, self.patience = self._state(), self.epoch + 1, 2 * self.patience

    @property
    def epoch_ended(self) -> bool:
        return self.cursor == len(self.x)

    @property
    def stops(self) -> bool:
        return self.epoch_ended and self.mistakes == 0

    def frame(self) -> Frame:
        epoch, cursor = (self.epoch + 1, 0) if self.epoch_ended else (self.epoch, self.cursor)
        z = weighted_sum(self.w, self.b, self.x)
        sign = 1 - 2 * self.y
        return Frame(
            step=self.step_count,
            progress=epoch + cursor / len(self.x),
            metrics={
                "train_loss": (sign * z).clamp_min(0).mean().item(),
                "train_accuracy": ((z >= 0) == self.y.bool()).double().mean().item(),
                "mistakes": float(self.mistakes),
                "cycle": float(self.cycle),
            },
            weights={
                "w": self.w.clone(),
                "b": torch.tensor(self.b, dtype=torch.float64),
                "before": self.before.clone(),
                "example": torch.tensor(self.example),
                "anchor": self.anchor.clone(),
                "watch": torch.tensor([self.anchor_pass, self.patience]),
            },
            epoch=self.epoch,
            cursor=self.cursor,
        )

    def restore(self, frame: Frame) -> None:
        """Go back, or on, to a frame; the settings of now stay."""
        weights = frame.weights
        self.w, self.b, self.before = weights["w"].clone(), weights["b"].item(), weights["before"].clone()
        self.example = int(weights["example"])
        self.step_count, self.epoch, self.cursor = frame.step, frame.epoch, frame.cursor
        self.mistakes, self.cycle = int(frame.metrics["mistakes"]), int(frame.metrics["cycle"])
        self.anchor, (self.anchor_pass, self.patience) = weights["anchor"].clone(), weights["watch"].tolist()
        self.by_hand = frame.step == 0
        self._set_rate()
        self._order()

    def change(self, **values: Any) -> None:
        """Change hot settings while the run goes on; raises `SettingError` for the others."""
        fields = self.settings.fields()
        cold = [name for name in values if name in fields and not extra(fields[name], "hot")]
        if cold:
            raise SettingError(cold[0], values[cold[0]], "a new run")
        self.settings = self.settings.replace(**values)
        self.by_hand |= not values.keys().isdisjoint({"x1", "x2", "x3"})
        if "lr" in values:
            self._set_rate()
            self._look_out()

    def _set_rate(self) -> None:
        """The rate of now holds from this step on."""
        earlier = {step: lr for step, lr in self.rates.items() if step < self.step_count}
        self.rates = earlier | {self.step_count: self.settings.lr}

    def verdict(self, frame: Frame, first: Frame) -> str | None:
        """ "done" after a whole pass without a mistake."""
        return "done" if frame.cursor == len(self.x) and frame.metrics["mistakes"] == 0 else None

    def shown(self, frame: Frame) -> Tensor:
        """The input (n_inputs,) to look at: the frame's example; before any, and once it was set, the person's own."""
        own = self.by_hand or frame.step == 0
        return self.settings.x if own else self.x[int(frame.weights["example"])]
