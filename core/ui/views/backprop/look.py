"""Pass look: one pass at one of its phases, what the view says of it, and what it hears."""

import re
from functools import cached_property
from typing import Any, Literal

import numpy as np
import torch
from pydantic import Field, field_validator
from torch import Tensor

from core.learner import Frame
from core.learning.gradient_check import Check, check
from core.learning.passes import Parameter, Pass, Phase, parameters
from core.lessons.backprop.passes import Passes
from core.run import Run
from core.ui.language import t
from core.ui.look import Look
from core.ui.picture import Picture
from core.ui.player import Player
from core.ui.views.backprop.chain_rule import Written, name
from core.ui.views.backprop.terms import BLANK, plain

SHALLOW = 2  # hidden layers that leave room beside the diagram
NEAR = 0.3  # how close to a point of the data a press takes it
WEIGHT = re.compile(r"\d{1,2}-\d{1,2}-(\d{1,2}|b)")


class PassPicture(Picture):
    """How a pass is looked at: how fast it goes, and the weight whose gradient is followed."""

    speed: Literal["slow", "step", "epoch", "fastest"] = Field(  # type: ignore[assignment]
        "slow",
        title="Speed",
        description="How much is learned between two pictures.",
        json_schema_extra={
            "titles": {
                "slow": "1 phase a second",
                "step": "10 phases a second",
                "epoch": "1 pass a picture",
                "fastest": "As fast as it goes",
            }
        },
    )
    weight: str = Field(
        "1-1-1",
        title="Weight",
        description="Layer, neuron it leads to, neuron it comes from; b for the bias.",
        json_schema_extra={"allowed": "1-1-1 … 4-4-4, 1-1-b … 4-4-b"},
    )

    @field_validator("weight")
    @classmethod
    def check_weight(cls, value: str) -> str:
        if not WEIGHT.fullmatch(value):
            raise ValueError("a weight is written 1-2-1, a bias 1-2-b")
        return value


def weight_id(parameter: Parameter) -> str:
    """As the address writes it, counted from 1."""
    source = "b" if parameter.source is None else str(parameter.source + 1)
    return f"{parameter.layer}-{parameter.to + 1}-{source}"


def apart(before: float, after: float) -> int:
    """Significant digits, at least 4, with which two numbers read differently; 17 tell all doubles apart."""
    return next((d for d in range(4, 17) if f"{before:.{d}g}" != f"{after:.{d}g}"), 17 if before != after else 4)


class PassLook(Look):
    """A pass at one of its phases."""

    run: Run[Passes]
    frame: Frame

    def __post_init__(self) -> None:
        self.learner = self.run.learner
        newest = self.frame is self.run.newest
        self.record: Pass = self.learner.record if newest else self.learner.record_at(self.frame)
        self.n_passes, self.at = self.learner.place(self.frame.step)
        self.phase: Phase = self.learner.order[self.at]
        self.last = len(self.record.weights)
        self.sample = min(self.settings.sample, len(self.record.x)) - 1
        every = parameters(self.learner.model.shapes)
        wanted = self.picked.get("weight", self.picture.weight)
        self.parameter = next((p for p in every if weight_id(p) == wanted), every[0])
        activation = self.settings.activation
        self.written = Written(self.record, self.at, self.learner.loss_id, activation, self.sample)

    def known(self, kind: str, layer: int = 0) -> bool:
        return self.written.known(kind, layer)

    @property
    def deep(self) -> bool:
        """Whether the diagram needs the whole width."""
        return len(self.settings.hidden) > SHALLOW

    @property
    def after(self) -> bool:
        """Whether the network already has its new weights."""
        return self.phase.kind in ("update", "after")

    def per_layer(self, kind: str, values: list[Tensor]) -> list[np.ndarray | None]:
        """The values of each layer where they are known by now."""
        layers = enumerate(values, start=1)
        return [value.numpy() if self.known(kind, layer) else None for layer, value in layers]

    @cached_property
    def check(self) -> Check:
        index, record = self.parameter.index(self.learner.model.shapes), self.record
        return check(self.learner.model, self.learner.loss, record.flat, record.x, record.targets, index)

    @property
    def gradient(self) -> float:
        return self.parameter.of(self.record.weight_grads, self.record.bias_grads)

    # What the view says.
    def layer_name(self, layer: int) -> str:
        return t("Output layer") if layer == self.last else t("Layer {n}", n=layer)

    def title(self) -> str:
        layer = self.layer_name(self.phase.layer)
        return {
            "input": t("What goes in"),
            "z": t("{layer}: weighted sums z", layer=layer),
            "a": t("{layer}: activations a = f(z)", layer=layer),
            "loss": t("The loss"),
            "delta": t("{layer}: error signals δ = ∂L/∂z", layer=layer),
            "gradient": t("{layer}: gradients of its weights and biases", layer=layer),
            "update": t("Every weight takes its step"),
            "after": t("Forward again: the loss after the step"),
        }[self.phase.kind]

    def readout(self) -> list[tuple[str, str]]:
        loss = f"{self.record.loss:.6g}" if self.known("loss") else BLANK
        after = f"{self.record.new_loss:.6g}" if self.phase.kind == "after" else BLANK
        return [
            (t("pass"), f"{self.n_passes + 1:,}"),
            (t("phase {n} of {total}", n=self.at + 1, total=len(self.learner.order)), self.title()),
            (t("loss before"), loss),
            (t("loss after"), after),
        ]

    def notes(self) -> list[str]:
        record, kind = self.record, self.phase.kind
        if kind == "after":
            change = record.new_loss - record.loss
            digits = apart(record.loss, record.new_loss)
            found = t(
                "The loss went from {before} to {after}. On a straight slope it changes by −α‖∇L‖² = {expected}.",
                before=plain(record.loss, digits),
                after=plain(record.new_loss, digits),
                expected=plain(-record.lr * record.gradient.square().sum().item(), 3),
            )
            worse = t("It rose: the step was too long. Make the learning rate smaller while you look.")
            return [f"{found} {worse}" if change > 0 else found]
        says = {
            "input": t("What goes in is known, and what should come out. All else is unknown. Press Step, or play."),
            "z": t("Each neuron adds up what comes in, times its weights, and its bias."),
            "a": t("The activation bends the sum. Without it, all layers together were one linear layer."),
            "loss": t("One number for how wrong the answer is. From here the way leads back."),
            "delta": t("δ of the layer after comes back through the same weights; f′(z) says how much of it passes."),
            "gradient": t("A weight's share: δ of the neuron it leads to, times the activation it comes from."),
            "update": t("All weights move at once, against their gradients. Drag the learning rate and look."),
        }
        if kind == "delta" and self.phase.layer == self.last:
            return [t("How the loss changes with the output: the way back begins here.")]
        return [says[kind]]

    # What can be chosen.
    def choices(self) -> list[tuple[str, str]]:
        every = parameters(self.learner.model.shapes)
        return [(weight_id(p), t("Gradient of {weight}", weight=name(p))) for p in every]

    def choice(self) -> str:
        return weight_id(self.parameter)

    def choice_label(self) -> str:
        return t("Weight whose gradient is followed")

    @classmethod
    def chosen(cls, held: Player, id: str) -> None:
        if WEIGHT.fullmatch(id):
            held.picked["weight"], held.refresh = id, True

    @classmethod
    def clicked(cls, held: Player, event: dict[str, Any]) -> None:
        """A click on an edge or on the square of a bias follows its gradient."""
        if event["trace"] in ("weights", "biases"):
            layer, to, source = (int(v) for v in event["custom"][:3])
            cls.chosen(held, weight_id(Parameter(layer, to, None if source < 0 else source)))

    @classmethod
    def dragged(cls, held: Player, event: dict[str, Any]) -> None:
        """On the plane a press takes a point of the data, and a drag moves the sample."""
        learner: Passes | None = held.run.learner if held.run else None
        if learner is None:
            return
        place = torch.tensor([event["x"], event["y"]], dtype=torch.float64).clamp(-5, 5)
        single = learner.settings.feed == "sample"
        points = learner.data.x_train.double() if single else learner.record.x
        distance = (points - place).norm(dim=1)
        nearest = int(distance.argmin())
        taken = distance[nearest] < NEAR
        if not single:
            if event.get("start") and taken:
                held.propose(sample=nearest + 1)
            return
        if not (event.get("start") and taken):
            held.propose(x1=round(float(place[0]), 2), x2=round(float(place[1]), 2))
            return
        x1, x2 = (round(v, 2) for v in points[nearest].clamp(-5, 5).tolist())
        y = learner.data.y_train[nearest].item()
        told = {"label": str(y)} if learner.settings.n_classes else {"target": round(max(-2.0, min(2.0, y)), 2)}
        held.propose(x1=x1, x2=x2, **told)
