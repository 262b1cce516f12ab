"""Class bars: one bar a class of its logit or its probability, what it should be, and the gradient between them."""

from collections.abc import Sequence

import numpy as np

from core.figures.drawing import Drawing, Item
from core.figures.figure import Array
from core.figures.plane import CLASS, COLOUR, Plane, links
from core.figures.theme import Theme

SHARE = 0.5  # of its place that a bar is wide


def class_bars(
    values: Array,
    *,
    plane: Plane,
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
    half = float(plane.across(SHARE / 2) - plane.across(0.0))
    items = plane.axes("", y_title, x_ticks=())
    zero = np.full(2, min(max(0.0, plane.y_range[0]), plane.y_range[1]))
    for i in range(k):
        bar = plane.lines(np.array([[at[i], 0, at[i], values[i]]]), CLASS + i, 2 * half)
        items.append(bar)
    items.append(plane.line(np.array(plane.x_range), zero, COLOUR["muted"], 1))
    if target is not None:
        items += [box(plane, float(at[i]), float(target[i]), half) for i in range(k)]
        arrows = np.column_stack([at + 0.36, target, at + 0.36, values])
        items.append(plane.lines(arrows, COLOUR["gradient"], 5))
    for i in range(k):
        place, over = (at[i], float(values[i])), -11 if values[i] >= 0 else 11
        items.append(plane.word(*place, numbers[i], COLOUR["text"], shift=(0, over), inside=True, align="center"))
        items.append(plane.word(at[i], plane.y_range[0], names[i], COLOUR["text"], shift=(0, 14), align="center"))
    return plane.draw(items, theme)


def box(plane: Plane, at: float, target: float, half: float) -> Item:
    """The outline of the bar that should be there; a target of 0 is the line on which it would stand."""
    x = float(plane.across(at))
    top, bottom = float(plane.up(target)), float(plane.up(0.0))
    left, right = x - half, x + half
    sides = [(left, bottom, left, top), (left, top, right, top), (right, top, right, bottom)]
    return links(np.array(sides), COLOUR["outline"], 2)
