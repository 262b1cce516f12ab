"""Panels of one prediction: its loss and the loss's slope, over the probability, over the logit, or over a number."""

from collections.abc import Callable

import numpy as np

from core.figures.drawing import Drawing
from core.figures.loss_curve import LossLine, loss_curve
from core.lessons.losses.pointwise import NUMBERS, POINTWISE, of_logit, of_number, of_probability, sigmoid
from core.lessons.losses.settings import LOSS_TITLES
from core.ui.language import t
from core.ui.views.losses.look import LossLook
from core.ui.views.losses.words import Block, a_number, yes_no

REACH = 8.0  # of the logits shown
LOGITS = np.linspace(-REACH, REACH, 321)
WIDE = np.linspace(-14, 14, 421)  # logits of the probabilities at which a curve is drawn
PREDICTIONS = np.linspace(-4, 4, 321)
ROOM = 1.06  # of the largest value, so that a curve does not touch the frame
STEEPEST = 10.0  # slope shown
TALL, LOW = 285, 235
LOOKS = {  # how each loss is drawn beside the chosen one: colour of a class, dashed
    "mse": (3, True),
    "mae": (4, False),
    "huber": (6, True),
    "bce": (2, False),
    "cross_entropy": (1, True),
    "hinge": (0, False),
}
Judge = Callable[..., tuple[np.ndarray, np.ndarray]]


def panel(look: LossLook, which: int, over: str, span: int, height: int) -> Drawing:
    """The loss (`which` 0) or its slope (1) over "p", "z" or "number", the chosen one and, to compare, the others."""
    settings = look.settings
    y = settings.target if over == "number" else settings.y
    judge, x, at, letter = axis(look, over)
    ids: list[str] = [settings.loss]
    if settings.others:
        ids += [id for id in (NUMBERS if over == "number" else POINTWISE) if id != settings.loss]
    lines = []
    for id in ids:
        here = [float(v) for v in judge(id, at, y, settings.delta)]
        chosen = id == settings.loss
        slope = here[1] if which == 0 else float("nan")
        role, dashed = LOOKS[id]
        label = f"{'L' if which == 0 else f'dL/d{letter}'} = {plain_short(here[which])}"
        lines.append(
            LossLine(
                t(LOSS_TITLES[id]),
                x,
                judge(id, x, y, settings.delta)[which],
                role=role if not chosen else "text" if which == 0 else "gradient",
                dashed=dashed and not chosen,
                faint=not chosen,
                ball=(at, here[which], slope) if chosen else None,
                label=label,
            )
        )
    limit = max(tallest(judge, id, over, y, settings.delta, which) for id in ids)
    y_range = (0.0, limit) if which == 0 else slopes_shown(over, settings.y, limit)
    titles = {"p": t("probability p"), "z": t("logit z"), "number": t("prediction ŷ")}
    axes = look.axes(
        span,
        height,
        x_range=(float(x[0]), float(x[-1])) if over != "p" else (0.0, 1.0),
        y_range=y_range,
        title=t("Loss over {what}", what=titles[over]) if which == 0 else f"dL/d{letter}",
    )
    return loss_curve(
        lines,
        axes=axes,
        theme=look.theme,
        x_title=titles[over],
        y_title="L" if which == 0 else "",
        level=None if which == 0 else 0.0,
        named=which == 0,
    )


def axis(look: LossLook, over: str) -> tuple[Judge, np.ndarray, float, str]:
    """How to judge, the places drawn, the place now, and its letter."""
    settings = look.settings
    if over == "p":
        return of_probability, sigmoid(WIDE), float(sigmoid(settings.z)), "p"
    if over == "z":
        return of_logit, LOGITS, settings.z, "z"
    return of_number, PREDICTIONS, settings.prediction, "ŷ"


def tallest(judge: Judge, id: str, over: str, y: float, delta: float, which: int) -> float:
    """The end of the y axis that shows a loss, or the size of its slope; does not depend on where the prediction is."""
    places = {"p": sigmoid(LOGITS), "z": LOGITS, "number": PREDICTIONS}[over]
    if over == "number":  # the target moves too, the axis does not
        places, y = np.array([-5.0, 5.0]), 0.0
    size = float(np.abs(judge(id, places, y, delta)[which]).max())
    return ROOM * (size if which == 0 else min(size, STEEPEST))


def slopes_shown(over: str, y: int, limit: float) -> tuple[float, float]:
    """Both signs for a number; for a yes/no answer the slope has the sign that its truth gives it."""
    if over == "number":
        return -limit, limit
    return (-limit, 0.15 * limit) if y else (-0.15 * limit, limit)


def plain_short(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")


def words_panel(look: LossLook) -> dict[str, list[Block]]:
    settings = look.settings
    if settings.answer == "number":
        return {"text": a_number(settings)}
    return {"text": yes_no(settings.loss, settings.z, settings.y, settings.delta)}


def notes(look: LossLook) -> list[str]:
    """How much of the gradient the sigmoid lets through, beside cross-entropy's."""
    settings = look.settings
    if settings.answer == "number" or POINTWISE[settings.loss].logit:
        return []
    p = float(sigmoid(settings.z))
    here = float(np.abs(of_logit(settings.loss, settings.z, settings.y, settings.delta)[1]))
    there = float(np.abs(of_logit("bce", settings.z, settings.y)[1]))
    if p * (1 - p) > 0.1 or not here:
        return []
    return [
        t(
            "The sigmoid is flat here: of dL/dp only {share} reaches the logit. "
            "Cross-entropy's gradient is {times} times as large.",
            share=f"{100 * p * (1 - p):.2g}%",
            times=plain_short(there / here),
        )
    ]
