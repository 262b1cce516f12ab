"""Neuron look: one neuron at one step, with all its numbers, and what clicks and drags do to it."""

from functools import cached_property
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core.activations import ACTIVATIONS
from core.datasets.gates import GATES, most_right
from core.figures.scale import outward
from core.lessons.neuron.activation_facts import REACH, Facts, curve, facts
from core.lessons.neuron.perceptron import Perceptron, weighted_sum
from core.lessons.neuron.settings import EXTENT, NeuronSettings
from core.run import Run
from core.ui.language import t
from core.ui.look import Look
from core.ui.player import Player
from core.ui.views.neuron.formulas import plain

RESOLUTION = 64  # pixels a side of the map
LIMIT = 0.05  # the smallest range of values that is given the full colours
GRID = 0.05  # to which a dragged input is rounded


class NeuronLook(Look):
    """One neuron at a frame: its input, its weights, its sum z, its output y and the slope f′(z)."""

    run: Run[Perceptron]
    settings: NeuronSettings

    def __post_init__(self) -> None:
        assert self.frame is not None
        weights = self.frame.weights
        self.x = self.run.learner.shown(self.frame)
        self.own = self.run.learner.by_hand or self.frame.step == 0
        self.w, self.b = weights["w"], weights["b"].item()
        self.z = weighted_sum(self.w, self.b, self.x).item()
        self.y, self.slope = self.at(self.settings.activation)
        self.title = t(ACTIVATIONS[self.settings.activation].title)

    def at(self, id: str) -> tuple[float, float]:
        """f(z) and f′(z) of an activation where the neuron stands."""
        y, slope = curve(id, torch.tensor([self.z], dtype=torch.float64))
        return y.item(), slope.item()

    @property
    def facts(self) -> Facts:
        return facts(self.settings.activation, self.settings.flat)

    @cached_property
    def over_plane(self) -> np.ndarray:
        """y over the plane of the first two inputs, (RESOLUTION, RESOLUTION); with three on the slice at x₃."""
        axis = torch.linspace(-EXTENT, EXTENT, RESOLUTION, dtype=torch.float64)
        sums = axis[None, :] * self.w[0] + axis[:, None] * self.w[1] + self.offset
        return curve(self.settings.activation, sums)[0].numpy()

    @cached_property
    def scale(self) -> tuple[float, float]:
        """The y that has no colour, and how far from it a y has its full colour."""
        low, high = self.facts.low, self.facts.high
        if np.isfinite([low, high]).all():
            return (low + high) / 2, (high - low) / 2
        return 0.0, outward(max(float(np.abs(self.over_plane).max()), LIMIT))

    @cached_property
    def sums(self) -> Tensor:
        """z of every row of the truth table (2ⁿ,)."""
        return weighted_sum(self.w, self.b, self.run.learner.x)

    @property
    def answers(self) -> list[bool]:
        """Whether each row of the truth table is answered rightly."""
        return ((self.sums >= 0) == self.run.learner.y.bool()).tolist()

    @property
    def offset(self) -> float:
        """What the third input and the bias add to w₁x₁ + w₂x₂."""
        return self.b + (float(self.w[2] * self.x[2]) if len(self.w) == 3 else 0.0)

    def readout(self) -> list[tuple[str, str]]:
        assert self.frame is not None
        right = t("{n} of {total}", n=sum(self.answers), total=len(self.answers))
        return [
            ("z", plain(self.z)),
            ("y = f(z)", f"{self.y:.4f}".replace("-", "−")),
            ("f′(z)", f"{self.slope:.4f}".replace("-", "−")),
            (t("step"), f"{self.frame.step:,}"),
            (t("pass"), f"{self.frame.epoch + (self.frame.step > 0):,}"),
            (t("{gate} right", gate=t(GATES[self.settings.gate].title)), right),
        ]

    def notes(self) -> list[str]:
        """What is worth knowing now, on one line, so that nothing below it moves."""
        assert self.frame is not None
        said = []
        gate, cycle = t(GATES[self.settings.gate].title), int(self.frame.metrics["cycle"])
        best, n, three = most_right(self.run.learner.y), len(self.answers), len(self.w) == 3
        if best < n and self.frame.step:
            said.append(
                t(
                    "No plane separates {gate}: one neuron gets at most {best} of {n} right."
                    if three
                    else "No line separates {gate}: one neuron gets at most {best} of {n} right.",
                    gate=gate,
                    best=best,
                    n=n,
                )
            )
        if cycle:
            said.append(
                t("The weights come back after every pass: this goes on for ever.")
                if cycle == 1
                else t("The weights come back after every {n} passes: this goes on for ever.", n=cycle)
            )
        if self.frame.cursor == n and not self.frame.metrics["mistakes"]:
            said.append(
                t("A whole pass without a mistake: the line separates the answers, nothing is left to correct.")
            )
        if self.own and self.slope == 0:
            said.append(t("f′(z) = 0: dead here. Gradient descent could not move this neuron."))
        elif self.own and abs(self.slope) < self.settings.flat:
            slope = plain(abs(self.slope))
            said.append(t("|f′(z)| = {slope}: saturated here. Gradient descent would hardly move it.", slope=slope))
        return [" ".join(said)] if said else []

    @classmethod
    def clicked(cls, held: Player, event: dict[str, Any]) -> None:
        """A click on a curve or a row of the comparison chooses that activation."""
        if event["trace"] == "activation":
            held.propose(activation=list(ACTIVATIONS)[int(event["custom"][0])])

    @classmethod
    def dragged(cls, held: Player, event: dict[str, Any]) -> None:
        """On the plane the input follows the pointer; on the curve it moves along w until z is where the pointer is."""
        frame = held.frame()
        if held.run is None or frame is None:
            return
        x, y = float(event["x"]), float(event["y"])
        if event["panel"] == "plane":
            place = [GRID * round(clamp(v, EXTENT) / GRID) for v in (x, y)]
        else:
            at, w = held.run.learner.shown(frame), frame.weights["w"]
            z = weighted_sum(w, frame.weights["b"].item(), at)
            size = float(w @ w)
            place = (at + (clamp(x, REACH) - z) * w / size).tolist() if size else at.tolist()
        own = held.run.learner.shown(frame).tolist()[len(place) :]
        values = [round(clamp(v, EXTENT), 2) for v in [*place, *own]]
        held.propose(**{f"x{i + 1}": value for i, value in enumerate(values)})


def clamp(value: float, reach: float) -> float:
    return max(-reach, min(reach, value))


def width(look: Look, span: int) -> float:
    """Width in px of a panel of `span` columns."""
    return look.width * (span / 12 if look.width > 640 else 1) - 12


def breaks(found: Facts) -> str:
    """Where an activation or its slope jumps."""
    if found.jumps:
        return t("jump at {z}", z=", ".join(map(plain, found.jumps)))
    return t("kink at {z}", z=", ".join(map(plain, found.kinks))) if found.kinks else t("smooth")
