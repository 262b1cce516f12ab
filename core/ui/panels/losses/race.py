"""Panels of the race: two logits on their way from the same confidently wrong place, each down its own loss."""

from functools import partial

import numpy as np

from core.figures.drawing import Drawing
from core.figures.loss_curve import LossLine, loss_curve
from core.figures.scale import outward
from core.loss_race import LEARNED
from core.loss_settings import LOSS_TITLES
from core.pointwise import POINTWISE, of_logit, sigmoid
from core.ui.language import t
from core.ui.numbers import number, plain
from core.ui.panels.losses.look import LossLook
from core.ui.panels.losses.one import LOGITS, REACH, plain_short
from core.ui.panels.losses.words import Block, both, filled

ROLES = (3, 2)  # colours of the rival and of cross-entropy
SHAPES = ("square", "circle")
FASTEST = 30  # steps of the shortest axis
HEIGHT = 215
SMALLEST = 1e-4  # gradient shown


def racers(look: LossLook) -> tuple[tuple[str, str], np.ndarray]:
    """Ids of the two losses, and their logits (n_frames, 2) up to the frame shown."""
    kept = [frame for frame in look.frames if frame.step <= look.frame.step]  # type: ignore[union-attr]
    return (look.settings.rival, "bce"), np.array([frame.weights["z"].numpy() for frame in kept])


def descent_panel(look: LossLook) -> Drawing:
    """Both losses over the logit, and where each racer is on its own."""
    ids, z = racers(look)
    settings, lines = look.settings, []
    for i, id in enumerate(ids):
        loss, slope = of_logit(id, z[-1, i], settings.y, settings.delta)
        curve = of_logit(id, LOGITS, settings.y, settings.delta)[0]
        place = (float(z[-1, i]), float(loss), float(slope))
        lines.append(LossLine(t(LOSS_TITLES[id]), LOGITS, curve, ROLES[i], dashed=i == 0, ball=place, shape=SHAPES[i]))
    top = 1.06 * float(of_logit("bce", -REACH, 1)[0])
    plane = look.plane(
        6,
        HEIGHT,
        x_range=(-REACH, REACH),
        y_range=(0.0, top),
        title=t("Where each is on its own loss"),
    )
    return loss_curve(lines, plane=plane, theme=look.theme, x_title=t("logit z"), y_title="L")


def history_panel(look: LossLook, what: str) -> Drawing:
    """The probability, or the size of the gradient, of both over the steps."""
    ids, z = racers(look)
    settings, lines = look.settings, []
    steps = np.array([frame.step for frame in look.frames[: len(z)]], np.float64)
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
    plane = look.plane(
        6,
        HEIGHT,
        x_range=(0.0, outward(max(float(look.frames[-1].step), FASTEST))),
        y_range=(SMALLEST, 2.0) if gradient else (0.0, 1.0),
        log_y=gradient,
        title=t("Size of the gradient |dL/dz|") if gradient else t("What each says, p"),
    )
    return loss_curve(
        lines,
        plane=plane,
        theme=look.theme,
        x_title=t("step"),
        y_title="|dL/dz|" if gradient else "p",
        level=None if gradient else float(abs(settings.y - LEARNED)),
        level_label=t("learned"),
    )


p_panel = partial(history_panel, what="p")
slope_panel = partial(history_panel, what="slope")


def words_panel(look: LossLook) -> dict[str, list[Block]]:
    """The next step of each, with its numbers."""
    ids, z = racers(look)
    settings = look.settings
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
    (rival, _), z = racers(look)
    marks, told = look.frame.metrics, []  # type: ignore[union-attr]
    if marks["learned"] >= 0:
        p = plain_short(marks["rival_then"])
        told.append(
            t("Cross-entropy needed {n} steps; the other then said p = {p}.", n=f"{marks['learned']:,.0f}", p=p)
        )
    if marks["rival_learned"] >= 0:
        told.append(t("The other needed {n} steps.", n=f"{marks['rival_learned']:,.0f}"))
    elif not of_logit(rival, z[-1, 0], look.settings.y, look.settings.delta)[1]:
        told.append(t("The other has stopped short of the truth: its gradient is zero."))
    return [" ".join(told)] if told else []
