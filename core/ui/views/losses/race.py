"""Panels of the race: two logits on their way from the same confidently wrong place, each down its own loss."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from core.figures.drawing import Drawing
from core.figures.loss_curve import LossLine, loss_curve
from core.figures.scale import outward
from core.lessons.losses.pointwise import POINTWISE, of_logit, sigmoid
from core.lessons.losses.race import LEARNED, MARKS
from core.lessons.losses.settings import LOSS_TITLES
from core.ui.language import t
from core.ui.numbers import number, plain
from core.ui.views.losses.look import LossLook
from core.ui.views.losses.one import LOGITS, REACH, ROOM, plain_short
from core.ui.views.losses.words import Block, both, filled

ROLES = (3, 2)  # colours of the rival and of cross-entropy
SHAPES = ("square", "circle")
FASTEST = 30  # steps of the shortest axis
HEIGHT = 215
SMALLEST = 1e-4  # gradient shown


@dataclass(frozen=True)
class Racers:
    """Both racers up to the frame shown: ids of their losses, steps (n,), logits (n, 2) and what the learner noted."""

    ids: tuple[str, str]
    steps: np.ndarray
    z: np.ndarray
    marks: dict[str, float]


def racers(look: LossLook) -> Racers:
    """The rival and cross-entropy; before there is a race, where they will start."""
    ids = (look.settings.rival, "bce")
    if look.frame is None:
        return Racers(ids, np.zeros(1), np.full((1, 2), look.settings.start), dict.fromkeys(MARKS, -1.0))
    kept = [frame for frame in look.frames if frame.step <= look.frame.step]
    steps = np.array([frame.step for frame in kept], np.float64)
    return Racers(ids, steps, np.array([frame.weights["z"].numpy() for frame in kept]), look.frame.metrics)


def descent_panel(look: LossLook) -> Drawing:
    """Both losses over the logit, and where each racer is on its own."""
    seen, settings, lines = racers(look), look.settings, []
    ids, z = seen.ids, seen.z
    for i, id in enumerate(ids):
        loss, slope = of_logit(id, z[-1, i], settings.y, settings.delta)
        curve = of_logit(id, LOGITS, settings.y, settings.delta)[0]
        place = (float(z[-1, i]), float(loss), float(slope))
        lines.append(LossLine(t(LOSS_TITLES[id]), LOGITS, curve, ROLES[i], dashed=i == 0, ball=place, shape=SHAPES[i]))
    top = ROOM * max(float(line.y.max()) for line in lines)
    axes = look.axes(
        6,
        HEIGHT,
        x_range=(-REACH, REACH),
        y_range=(0.0, top),
        title=t("Where each is on its own loss"),
    )
    return loss_curve(lines, axes=axes, theme=look.theme, x_title=t("logit z"), y_title="L")


def history_panel(look: LossLook, what: str) -> Drawing:
    """The probability, or the size of the gradient, of both over the steps."""
    seen, settings, lines = racers(look), look.settings, []
    ids, steps, z = seen.ids, seen.steps, seen.z
    for i, id in enumerate(ids):
        if what == "p":
            values = sigmoid(z[:, i])
        else:
            values = np.abs(of_logit(id, z[:, i], settings.y, settings.delta)[1])
            values[values == 0] = np.nan
        ball = (float(steps[-1]), float(values[-1]), float("nan")) if np.isfinite(values[-1]) else None
        label = plain_short(float(values[-1]))
        lines.append(
            LossLine(
                t(LOSS_TITLES[id]), steps, values, ROLES[i], dashed=i == 0, ball=ball, shape=SHAPES[i], label=label
            )
        )
    gradient = what == "slope"
    axes = look.axes(
        6,
        HEIGHT,
        x_range=(0.0, outward(max(look.frames[-1].step if look.frames else 0, FASTEST))),
        y_range=(SMALLEST, 2.0) if gradient else (0.0, 1.0),
        log_y=gradient,
        title=t("Size of the gradient |dL/dz|") if gradient else t("What each says, p"),
    )
    return loss_curve(
        lines,
        axes=axes,
        theme=look.theme,
        x_title=t("step"),
        y_title="|dL/dz|" if gradient else "p",
        level=None if gradient else float(abs(settings.y - LEARNED)),
        level_label=t("counts as learned"),
    )


p_panel = partial(history_panel, what="p")
slope_panel = partial(history_panel, what="slope")


def words_panel(look: LossLook) -> dict[str, list[Block]]:
    """The next step of each, with its numbers."""
    seen, settings = racers(look), look.settings
    ids, z = seen.ids, seen.z
    blocks: list[Block] = []
    for i, id in enumerate(ids):
        here, loss = float(z[-1, i]), POINTWISE[id]
        p = float(sigmoid(here))
        slope = float(of_logit(id, here, settings.y, settings.delta)[1])
        form = loss.slopes if loss.logit else f"{loss.slopes}·{{p}}·{{q}}"
        lines = [
            f"p = σ({plain(here)}) = {plain(p)}",
            f"dL/dz = {both(form, filled(p, settings.y, settings.delta, here))} = {plain(slope)}",
            f"z ← z − η·dL/dz = {plain(here)} − {plain(settings.lr)}·{number(slope)}"
            f" = {plain(here - settings.lr * slope)}",
        ]
        blocks.append((t(LOSS_TITLES[id]), lines))
    return {"text": blocks}


def notes(look: LossLook) -> list[str]:
    """When each got there, and where the other was when cross-entropy did."""
    seen = racers(look)
    marks, told = seen.marks, []
    if marks["learned"] >= 0:
        p = plain_short(marks["rival_then"])
        told.append(
            t("Cross-entropy needed {n} steps; the other then said p = {p}.", n=f"{marks['learned']:,.0f}", p=p)
        )
    if marks["rival_learned"] >= 0:
        told.append(t("The other needed {n} steps.", n=f"{marks['rival_learned']:,.0f}"))
    elif not of_logit(seen.ids[0], seen.z[-1, 0], look.settings.y, look.settings.delta)[1]:
        told.append(t("The other has stopped short of the truth: its gradient is zero."))
    return [" ".join(told)] if told else []
