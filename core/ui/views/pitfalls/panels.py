"""Panels of a mistake and its cure: what each of the two shows, their curves together, and their numbers."""

import re
from functools import cached_property
from typing import Any

import numpy as np
import torch

from core import probe
from core.datasets.own_points import EXTENT
from core.figures.curves import Curve, curves
from core.lessons.pitfalls.learner import PitfallPair
from core.lessons.pitfalls.pitfall import lines
from core.lessons.pitfalls.worked import WORKED
from core.pair import PairFrame
from core.ui import transport
from core.ui.language import t
from core.ui.look import Look, Panel
from core.ui.views.pitfalls.sides import FIGURES, HEIGHT, RESOLUTION, ROLES, Figure

LOW, NUMBERS = 162, 235
DASHES = {"a": "solid", "b": "7px,3px"}

BUTTONS = transport.BUTTONS | {
    "new_weights": (
        "Other sides",
        "The next seed draws other data and first weights, and perhaps swaps A and B",
        "casino",
    )
}


class PitfallLook(Look):
    """Two programs at one frame; whether the person has answered decides what is told."""

    def __post_init__(self) -> None:
        assert self.run is not None and isinstance(self.frame, PairFrame)
        self.pair: PitfallPair = self.run.learner
        self.now: PairFrame = self.frame
        self.pitfall = self.pair.pitfall

    @property
    def answered(self) -> bool:
        return answer(self.picked, self.settings) is not None

    @property
    def panel_width(self) -> float:
        return self.width * (0.5 if self.width > 640 else 1) - 12

    @cached_property
    def grid(self) -> torch.Tensor:
        return probe.grid(RESOLUTION, EXTENT)

    def name(self, side: str) -> str:
        """A or B, and once answered what it is."""
        role = t("the mistake") if side == self.pair.wrong else t("the cure")
        name = f"{side.upper()} · {role}" if self.answered else side.upper()
        return f"{name} · {t('diverged')}" if self.diverged(side) else name

    def diverged(self, side: str) -> bool:
        """Whether a side's loss is no longer a number, while the other may go on."""
        return side in self.now.sides and not self.now.sides[side].finite

    def message(self, side: str) -> str:
        """The error that stopped a side by the frame shown, if one did."""
        return self.now.errors.get(side, "")

    @property
    def undecided(self) -> bool:
        """Whether showing only the side that can be looked at before its first step would answer the question."""
        return not self.answered and not self.now.errors and len(self.now.sides) < 2

    def readout(self) -> list[tuple[str, str]]:
        """For each side what its two curves show now."""
        told = [(t("step"), f"{self.now.step:,}")]
        if self.undecided:
            return [*told, ("A", "–"), ("B", "–")]
        for side in "ab":
            values = [(self.now.metrics.get(f"{side}.{names[0]}"), kind) for _, names, kind in self.pitfall.curves]
            texts = [
                f"{value:.1%}" if kind == "share" else f"{value:.4f}" for value, kind in values if value is not None
            ]
            state = t("stopped") if self.message(side) else t("diverged") if self.diverged(side) else ""
            told.append((side.upper(), state or " · ".join(texts)))
        return told

    def notes(self) -> list[str]:
        """Once answered, the symptom with the numbers of now, or how long it still needs."""
        if not self.answered:
            return []
        ripe, stopped = self.pitfall.ripe, next(iter(self.now.errors.values()), "")
        if self.pitfall.loud and not stopped:
            return []
        if self.now.step < ripe and stopped:
            return [t("It stopped with “{message}”; the cure needs some {n} steps.", message=stopped, n=ripe)]
        if self.now.step < ripe:
            return [t("The symptom needs some {n} steps to show.", n=ripe)]
        return [re.sub(r"-(?=\d)", "−", t(self.pitfall.symptom, **self.pair.symptom(self.now)))]


def key(settings: Any) -> str:
    """What a person's answer belongs to: this mistake with this seed."""
    return f"{settings.pitfall} {settings.seed}"


def answer(picked: dict[str, Any], settings: Any) -> str | None:
    """The side that the person took for the mistake, None before they did."""
    found = picked.get(key(settings))
    return found if found in ("a", "b") else None


def side_panel(look: PitfallLook, side: str) -> Figure:
    """The symptom figure of one side; its error message where one stopped it."""
    if look.undecided:
        return {"text": [(look.name(side), [t("Press play.")])]}
    message = look.message(side)
    if message or side not in look.now.sides:
        program = look.pitfall.mistake if side == look.pair.wrong else look.pitfall.cure
        shown = [f"Traceback, {t('step {n}', n=1)}:", message] if message else [t("Press play.")]
        return {"text": [(look.name(side), [*lines(program), "", *shown])]}
    return FIGURES[look.pitfall.figure](look, look.pair.sides[side], look.now.sides[side], look.name(side))


def curve_panel(look: PitfallLook, place: int) -> Figure:
    """One metric of both sides over the steps."""
    title, names, kind = look.pitfall.curves[place]
    frames = [] if look.undecided else look.frames
    x = np.array([kept.step for kept in frames])
    drawn = []
    for side in "ab":
        for n, name in enumerate(names):
            y = np.array([kept.metrics.get(f"{side}.{name}", np.nan) for kept in frames])
            dash = DASHES[side] if n == 0 else "2px,4px"
            drawn.append(Curve(side.upper() if n == 0 else "", x, y, role=ROLES[side], dash=dash))
    return curves(
        drawn,
        theme=look.theme,
        title=t(title),
        x_title=t("step"),
        cursor=look.now.step if look.frame is not look.frames[-1] else None,
        log=kind == "log",
        y_range=(0, 1) if kind == "share" else None,
    )


def numbers_panel(look: PitfallLook, side: str) -> Figure:
    """The formulas of one side with their numbers, once the question is answered."""
    if look.undecided or side not in look.now.sides or look.message(side):
        shown = [look.message(side) or t("Press play.")]
    elif not look.answered:
        shown = [t("Answer first: which of the two is it?")]
    else:
        program, frame = look.pair.sides[side], look.now.sides[side]
        shown = WORKED[look.settings.pitfall](program, frame, look.pitfall.measure(program, frame))
    return {"text": [(t("{name} in numbers", name=look.name(side)), shown)]}


PANELS: dict[str, Panel] = {
    "a": Panel(lambda look: side_panel(look, "a"), 6, HEIGHT, "What program A shows"),
    "b": Panel(lambda look: side_panel(look, "b"), 6, HEIGHT, "What program B shows"),
    "first": Panel(lambda look: curve_panel(look, 0), 6, LOW, "First curve of both programs over the steps", 2),
    "second": Panel(lambda look: curve_panel(look, 1), 6, LOW, "Second curve of both programs over the steps", 2, 1),
    "numbers_a": Panel(
        lambda look: numbers_panel(look, "a"), 6, NUMBERS, "Program A in formulas with its numbers", 4, 1
    ),
    "numbers_b": Panel(
        lambda look: numbers_panel(look, "b"), 6, NUMBERS, "Program B in formulas with its numbers", 4, 3
    ),
}
