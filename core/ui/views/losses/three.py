"""Panels of three classes: logits, softmax, cross-entropy and its gradient p − y."""

import numpy as np

from core.figures.class_bars import class_bars
from core.figures.drawing import Drawing
from core.figures.loss_curve import LossLine, loss_curve
from core.lessons.losses.pointwise import softmax
from core.ui.language import t
from core.ui.numbers import number, plain
from core.ui.views.losses.look import LossLook
from core.ui.views.losses.one import LOGITS, REACH, plain_short
from core.ui.views.losses.words import Block

INDEX = "₁₂₃"
TALL, LOW = 250, 270


def names() -> list[str]:
    return [t("class {n}", n=k) for k in (1, 2, 3)]


def logits_panel(look: LossLook) -> Drawing:
    z = np.array(look.settings.logits)
    axes = look.axes(4, TALL, x_range=(-0.6, 2.6), y_range=(-REACH, REACH), title=t("Logits z"))
    numbers = [plain_short(v) for v in z]
    return class_bars(z, axes=axes, theme=look.theme, names=names(), numbers=numbers, y_title="z")


def bars_panel(look: LossLook) -> Drawing:
    p, y = softmax(look.settings.logits), np.eye(3)[true(look)]
    axes = look.axes(4, TALL, x_range=(-0.6, 2.6), y_range=(0.0, 1.0), title=t("Softmax p, and the truth"))
    numbers = [f"{v:.3g}" for v in p]
    return class_bars(p, axes=axes, theme=look.theme, names=names(), numbers=numbers, target=y, y_title="p")


def true(look: LossLook) -> int:
    """The number of the true class, from 0."""
    return int(look.settings.label) - 1


def curve_panel(look: LossLook) -> Drawing:
    """Cross-entropy over the true class's logit, the others staying as they are."""
    z, k = np.array(look.settings.logits), true(look)
    tried = np.tile(z, (len(LOGITS), 1))
    tried[:, k] = LOGITS
    values = -np.log(softmax(tried)[:, k])
    p = float(softmax(z)[k])
    line = LossLine("", LOGITS, values, ball=(float(z[k]), -np.log(p), p - 1), label=f"L = {plain_short(-np.log(p))}")
    title = t("Loss over the true class's logit")
    axes = look.axes(4, TALL, x_range=(-REACH, REACH), y_range=(0.0, 2 * REACH + 1.2), title=title)
    return loss_curve([line], axes=axes, theme=look.theme, x_title=f"z{INDEX[k]}", y_title="L")


def words_panel(look: LossLook) -> dict[str, list[Block]]:
    """Softmax, loss and gradient with the numbers put in."""
    z, k = look.settings.logits, true(look)
    p, y = softmax(z), np.eye(3)[true(look)]
    powers = np.exp(z)
    sums = " + ".join(f"exp {number(v)}" for v in z)
    soft = [
        f"p{INDEX[i]} = exp {number(z[i])} / ({sums}) = {plain(powers[i])} / {plain(powers.sum())} = {plain(p[i])}"
        for i in range(3)
    ]
    slope = [
        f"dL/dz{INDEX[i]} = p{INDEX[i]} − y{INDEX[i]} = {plain(p[i])} − {y[i]:.0f} = {plain(p[i] - y[i])}"
        for i in range(3)
    ]
    ends = " + ".join(number(v) for v in p - y)
    return {
        "text": [
            ("Softmax", soft),
            (
                t("Categorical cross-entropy"),
                [f"L = −Σ yₖ·ln pₖ = −ln p{INDEX[k]} = −ln {plain(p[k])} = {plain(-np.log(p[k]))}"],
            ),
            (t("Gradient"), [*slope, f"{ends} = {plain(round(float((p - y).sum()), 12))}"]),
        ]
    }
