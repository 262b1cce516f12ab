"""Class bars: one bar a class of its logit or its probability, what it should be, and the gradient between them."""

from collections.abc import Sequence

import numpy as np

from core.figures.axes import Axes
from core.figures.drawing import Drawing, Item
from core.figures.figure import Array
from core.figures.loss_curve import word
from core.figures.strokes import Stroke
from core.figures.theme import CLASS, COLOUR, Theme

SHARE = 0.5  # of its place that a bar is wide


def class_bars(
    values: Array,
    *,
    axes: Axes,
    theme: Theme,
    names: Sequence[str],
    numbers: Sequence[str],
    target: Array | None = None,
    y_title: str = "",
) -> Drawing:
    """Bars of `values` (k,) from zero, with `numbers` on them; `target` (k,), where given, is drawn as hollow boxes.

    The purple line beside a bar runs from the target to the value: its length is the gradient `values − target`.
    """
    k = len(values)
    if not len(names) == len(numbers) == k:
        raise ValueError(f"{k} values need as many names and numbers, not {len(names)} and {len(numbers)}")
    at = np.arange(k, dtype=np.float64)
    half = float(axes.across(SHARE / 2) - axes.across(0.0))
    items = axes.items("", y_title, text=COLOUR["muted"], grid=COLOUR["grid"], x_ticks=())
    zero = np.full(2, float(np.clip(0.0, *axes.y_range)))
    for i in range(k):
        items.append(Stroke(CLASS + i, 2 * half).item(axes.segments(np.array([[at[i], 0, at[i], values[i]]]))))
    items.append(Stroke(COLOUR["muted"], 1).item(axes.line(np.array(axes.x_range), zero)))
    if target is not None:
        items += [box(axes, float(at[i]), float(target[i]), half) for i in range(k)]
        arrows = np.column_stack([at + 0.36, target, at + 0.36, values])
        items.append(Stroke(COLOUR["gradient"], 5).item(axes.segments(arrows)))
    for i in range(k):
        place, over = (at[i], float(values[i])), -11 if values[i] >= 0 else 11
        items.append(word(axes, *place, numbers[i], shift=(0, over), inside=True, align="center"))
        items.append(word(axes, at[i], axes.y_range[0], names[i], shift=(0, 14), align="center"))
    return axes.draw(items, theme)


def box(axes: Axes, at: float, target: float, half: float) -> Item:
    """The outline of the bar that should be there; a target of 0 is the line on which it would stand."""
    x = float(axes.across(at))
    top, bottom = float(axes.up(target)), float(axes.up(0.0))
    left, right = x - half, x + half
    sides = [(left, bottom, left, top), (left, top, right, top), (right, top, right, bottom)]
    return Stroke(COLOUR["outline"], 2).item(np.array(sides))
