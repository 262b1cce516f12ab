"""Panels of a little data set: the rows and the prediction, the loss over the prediction, and what each row adds."""

import numpy as np

from core.datasets.rows import ROWS, outlier, rows
from core.figures.drawing import Drawing
from core.figures.loss_curve import Best, LossLine, loss_curve
from core.figures.loss_rows import contributions, rows_and_prediction
from core.figures.scale import outward
from core.lessons.losses.best_prediction import best_line, best_logit, best_number, best_share
from core.lessons.losses.pointwise import POINTWISE, logit, of_logit, of_number, sigmoid
from core.lessons.losses.script import slope_name
from core.lessons.losses.settings import LOSS_TITLES, LossSettings
from core.ui.language import t
from core.ui.numbers import plain
from core.ui.views.losses.look import LossLook, predicted
from core.ui.views.losses.one import plain_short
from core.ui.views.losses.words import LETTERS, NUMBER_LETTERS, Block, explained, total

STEEPEST = 20.0  # slope of a best line
BEST = {  # what the best constant is called, for numbers and for a share
    "mse": ("the mean", "share of yes"),
    "mae": ("the median", "the majority"),
    "huber": ("least", "share of yes"),
    "bce": ("", "share of yes"),
    "cross_entropy": ("", "share of yes"),
    "hinge": ("", "the margin"),
}
TALL, LOW = 285, 235


def judged(settings: LossSettings, height: np.ndarray | float) -> tuple[np.ndarray, np.ndarray]:
    """Loss of every row and its slope by the height, for heights (…, 1): a number, or the probability in the middle."""
    x, y = rows(settings.rows, settings.stretch)
    away = (settings.slope if settings.shape == "line" else 0.0) * (x - x.mean())
    if settings.numbers:
        return of_number(settings.loss, height + away, y, settings.delta)
    height = np.asarray(height, np.float64)
    value, slope = of_logit(settings.loss, logit(height) + away, y, settings.delta)
    return value, slope / (height * (1 - height))


def best_height(settings: LossSettings) -> tuple[float, float] | None:
    """Least and greatest of the best heights at the slope there is; None where the loss has more than one valley."""
    x, y = rows(settings.rows, settings.stretch)
    away = (settings.slope if settings.shape == "line" else 0.0) * (x - x.mean())
    if settings.numbers:
        return best_number(settings.loss, y - away, settings.delta)
    if not away.any():
        return best_share(settings.loss, y, settings.delta)
    if POINTWISE[settings.loss].logit:
        low, high = best_logit(settings.loss, y, away)
        return float(sigmoid(low)), float(sigmoid(high))
    return None


def best_label(settings: LossSettings) -> str:
    """What the best height is called, with its value."""
    found = best_height(settings)
    if found is None:
        return ""
    constant = settings.shape == "constant" or settings.slope == 0
    name = t(BEST[settings.loss][0 if settings.numbers else 1]) if constant else t("least")
    low, high = plain_short(found[0]), plain_short(found[1])
    return f"{name}: {low}" if low == high else f"{name}: {low} … {high}"


def rows_panel(look: LossLook) -> Drawing:
    settings, entry = look.settings, ROWS[look.settings.rows]
    x, y = rows(settings.rows, settings.stretch)
    across = np.linspace(*entry.x_range, 121)
    best, label = None, ""
    if settings.shape == "line" and (settings.numbers or POINTWISE[settings.loss].logit):
        height, slope = best_line(settings.loss, x, y, settings.delta, steepest=STEEPEST)
        line = height + slope * (across - x.mean())
        best, label = (across, line if settings.numbers else sigmoid(line)), t("best line")
    elif settings.shape == "constant":
        found = best_height(settings)
        if found:
            best, label = (across, np.full(len(across), float(np.mean(found)))), best_label(settings)
    margin = 0.0 if not entry.classes else 0.12
    axes = look.axes(
        6,
        TALL,
        x_range=entry.x_range,
        y_range=(entry.y_range[0] - margin, entry.y_range[1] + margin),
        title=t(entry.title),
    )
    return rows_and_prediction(
        x,
        y,
        predicted(settings, x),
        judged(settings, height_now(settings))[0],
        line=(across, predicted(settings, across)),
        axes=axes,
        theme=look.theme,
        classes=entry.classes,
        best=best,
        best_label=label,
        outlier=None if entry.classes else outlier(settings.rows),
        x_title=t(entry.names[0]),
        y_title=t(entry.names[1]),
    )


def height_now(settings: LossSettings) -> float:
    return settings.height if settings.numbers else settings.chance


def total_panel(look: LossLook) -> Drawing:
    """The loss of the whole data set over the height of the prediction."""
    settings = look.settings
    low, high = (0.0, 300.0) if settings.numbers else (0.0, 1.0)
    grid = np.linspace(low, high, 241) if settings.numbers else sigmoid(np.linspace(-9, 9, 241))
    values = judged(settings, grid[:, None])[0].mean(1)
    now = height_now(settings)
    value, slope = (float(v.mean()) for v in judged(settings, now))
    found = best_height(settings)
    shown = values if settings.numbers else values[(grid > 0.005) & (grid < 0.995)]
    axes = look.axes(
        6,
        TALL,
        x_range=(low, high),
        y_range=(0.0, outward(float(shown.max()))),
        title=t("Loss of all rows together"),
    )
    ball = LossLine("", grid, values, ball=(now, value, slope), label=f"L = {plain(value)}")
    best = Best(*found, best_label(settings)) if found else None
    x_title = t("prediction") if settings.shape == "constant" else t("prediction in the middle")
    return loss_curve([ball], axes=axes, theme=look.theme, x_title=x_title, y_title="L", best=best)


def parts_panel(look: LossLook) -> Drawing:
    """What each row adds."""
    settings = look.settings
    losses = judged(settings, height_now(settings))[0]
    n = len(losses)
    axes = look.axes(
        5,
        LOW,
        x_range=(0.2, n + 0.8),
        y_range=(0.0, outward(float(losses.max()) or 1.0)),
        title=t("What each row adds; their mean is L = {mean}", mean=plain(float(losses.mean()))),
    )
    return contributions(
        losses,
        axes=axes,
        theme=look.theme,
        outlier=None if ROWS[settings.rows].classes else outlier(settings.rows),
        x_title=t("row"),
        y_title=t("its loss"),
    )


def notes(look: LossLook) -> list[str]:
    """Why there is no best line, where there is none."""
    settings = look.settings
    if settings.shape == "constant" or settings.numbers or POINTWISE[settings.loss].logit:
        return []
    return [t("Behind a sigmoid this loss can have several valleys, so no best line is marked.")]


def words_panel(look: LossLook) -> dict[str, list[Block]]:
    """The loss, its slope and the best answer with the numbers put in."""
    settings = look.settings
    y, numbers = rows(settings.rows, settings.stretch)[1], settings.numbers
    losses, slopes = judged(settings, height_now(settings))
    formula = POINTWISE[settings.loss].formula
    in_letters = formula.format(**(NUMBER_LETTERS if numbers else LETTERS))
    lines = [
        f"L = 1/n · Σ {in_letters}",
        total(losses, "L"),
        total(slopes, slope_name(settings)),
        *explained(formula),
    ]
    blocks = [(t(LOSS_TITLES[settings.loss]), lines)]
    found = best_height(settings)
    if found:
        least = float(judged(settings, np.clip(np.mean(found), 1e-9, None if numbers else 1 - 1e-9))[0].mean())
        found_lines = [best_label(settings), t("loss there") + f": L = {plain(least)}"]
        if settings.shape == "constant" and settings.loss in ("mse", "bce", "cross_entropy"):
            found_lines.insert(0, f"Σ y / n = {plain(float(y.sum()))} / {len(y)} = {plain(float(y.mean()))}")
        blocks.append((t("Least possible"), found_lines))
    return {"text": blocks}
