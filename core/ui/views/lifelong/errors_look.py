"""Errors look: networks taught by different rules, and what one neuron is told of one digit."""

from functools import cached_property
from typing import Any

import numpy as np

from core.figures.digits import sub
from core.figures.figure import Array
from core.learning.error_signals import ERROR_SIGNALS
from core.learning.signals import Signals
from core.lessons.lifelong.errors import SIDE, ErrorRules, TaughtNet
from core.pair import PairFrame
from core.run import Run
from core.ui.language import t
from core.ui.look import Look
from core.ui.player import Player

SHOWN = 20  # training digits to choose from
EXPLODED = 1000.0  # a training loss that will not come back
UNSETTLED = 80.0  # degrees that no neurons at rest come to
ROLES: dict[str, str | int] = {  # rule → its colour
    "backprop": "train",
    "feedback": "positive",
    "direct": 2,
    "kolen_pollack": 3,
    "sign": 6,
    "predictive": "negative",
}


class ErrorsLook(Look):
    """Every network at a frame; a layer, a neuron of it and a digit are looked into."""

    run: Run[ErrorRules]
    frame: PairFrame

    @property
    def rules(self) -> list[str]:
        return list(self.frame.sides)

    @property
    def n_hidden(self) -> int:
        return int(self.settings.model.depth)

    @property
    def layer(self) -> int:
        """The hidden layer that is looked into, from 1."""
        return min(int(self.picked.get("layer", 1)), self.n_hidden)

    @property
    def rule(self) -> str:
        """The rule that is looked into: the one clicked, or the first that is not backpropagation."""
        others = [rule for rule in self.rules if rule != "backprop"] or self.rules
        picked = self.picked.get("rule")
        return picked if picked in self.rules else others[0]

    @property
    def unit(self) -> int:
        return min(int(self.picked.get("unit", 0)), int(self.settings.model.width) - 1)

    @property
    def digit(self) -> int:
        return int(self.picked.get("digit", 0))

    def side(self, rule: str) -> TaughtNet:
        return self.run.learner.sides[rule]

    @cached_property
    def digits(self) -> tuple[Array, list[str]]:
        """The first training digits as pictures of 0…1, and what they show."""
        side = self.side(self.rules[0])
        shown = slice(0, SHOWN)
        return side.x_train[shown].view(-1, SIDE, SIDE).numpy(), [str(int(y)) for y in side.y_train[shown]]

    @cached_property
    def messages(self) -> dict[str, tuple[Signals, Signals]]:
        """What each network's neurons are told of the digit, and what backpropagation would tell them."""
        return {rule: self.side(rule).messages(self.frame.sides[rule], self.digit) for rule in self.rules}

    def told(self, rule: str) -> tuple[Array, Array]:
        """What the neurons of the chosen layer are told (n,), and the gradient (n,)."""
        ours, exact = self.messages[rule]
        return ours.post[self.layer - 1][0].numpy(), exact.post[self.layer - 1][0].numpy()

    def history(self, rule: str, name: str) -> tuple[Array, Array]:
        """Steps up to the one shown, and a metric of a network at each."""
        key = f"{rule}.{name}"
        kept = [f for f in self.frames if f.step <= self.frame.step and key in f.metrics]
        return np.array([f.step for f in kept], float), np.array([f.metrics[key] for f in kept])

    def metric(self, rule: str, name: str) -> float:
        return self.frame.metrics.get(f"{rule}.{name}", float("nan"))

    def room(self, columns: int) -> float:
        """Width in px of a panel that spans so many of the 12 columns."""
        return max(200.0, self.width * (columns / 12 if self.width > 640 else 1) - 12)

    def readout(self) -> list[tuple[str, str]]:
        right = [(t(ERROR_SIGNALS[rule].title), f"{self.metric(rule, 'test_accuracy'):.1%}") for rule in self.rules]
        return [*super().readout(), *right]

    def notes(self) -> list[str]:
        broken = [rule for rule in self.rules if not self.metric(rule, "train_loss") < EXPLODED]
        found = [t("{rule} exploded: lower the learning rate.", rule=t(ERROR_SIGNALS[rule].title)) for rule in broken]
        if any(self.metric("predictive", f"angle_{i + 1}") > UNSETTLED for i in range(self.n_hidden)):
            found.append(t("Predictive coding: its neurons do not settle. Lower the settling rate or the nudge β."))
        return found[:1]

    def choices(self) -> list[tuple[str, str]]:
        return [
            (f"{rule}-{layer}", f"{t(ERROR_SIGNALS[rule].title)}, h{sub(layer)}")
            for rule in self.rules
            for layer in range(1, self.n_hidden + 1)
        ]

    def choice(self) -> str:
        return f"{self.rule}-{self.layer}"

    def choice_label(self) -> str:
        return t("Looked into")

    @classmethod
    def chosen(cls, held: Player, id: str) -> None:
        rule, _, layer = id.rpartition("-")
        if rule in ERROR_SIGNALS and layer.isdigit():
            held.picked |= {"rule": rule, "layer": max(1, int(layer))}

    @classmethod
    def clicked(cls, held: Player, event: dict[str, Any]) -> None:
        name = event.get("trace")
        if name == "layer":
            number, layer = (int(v) for v in event["custom"][:2])
            held.picked |= {"rule": held.settings.errors.rules[number], "layer": layer}
        elif name == "unit":
            held.picked["unit"] = max(0, round(float(event["x"])) - 1)
        elif name == "picture":
            held.picked["digit"] = min(max(int(event["custom"][0]), 0), SHOWN - 1)
