"""Coefficients: every weight of a linear model as a bar, beside where it ought to be."""

from collections.abc import Mapping, Sequence

import numpy as np

from core.figures.axes import Axes
from core.figures.drawing import HEAD, Drawing, Item, drawing
from core.figures.figure import Array
from core.figures.scale import outward
from core.figures.theme import Theme, alpha

LEFT, RIGHT, TOP, BOTTOM = 40.0, 8.0, 8.0, 22.0  # px around the plane; a title replaces the room on top
WIDE = 0.7  # of a bar, the distance of two being 1
NAMED = 16  # bars that still have room for their names
NEGATIVE, POSITIVE, TEXT, MUTED, OUTLINE, GRID = range(6)


def coefficients(
    values: Array,
    names: Sequence[str],
    *,
    theme: Theme,
    answer: Array | None = None,
    reach: float | None = None,
    title: str = "",
    labels: Mapping[str, str] | None = None,
    width_px: float = 300,
    height_px: float = 200,
) -> Drawing:
    """One bar from zero for each of `values` (k,), and a line across it where `answer` (k,) has it.

    The axis goes from −reach to reach, by default a round number that holds the answers. `labels`: value, answer.
    """
    words = {"value": "", "answer": ""} | dict(labels or {})
    k, height = len(values), height_px - (HEAD if title else 0)
    top = 4.0 if title else TOP
    known = np.abs(np.concatenate([values if answer is None else answer, [1e-3]]))
    limit = reach or outward(1.1 * float(known[np.isfinite(known)].max()))
    axes = Axes((-0.6, k - 0.4), (-limit, limit), LEFT, top, width_px - LEFT - RIGHT, height - top - BOTTOM)
    place, shown = np.arange(k), np.clip(np.nan_to_num(values), -limit, limit)
    wide = WIDE * axes.width / (k + 0.2)
    data = np.column_stack([place, values, values if answer is None else answer]).astype(np.float32)
    told = ["{n0}", f"{words['value']} {{1}}"] + ([f"{words['answer']} {{2}}"] if answer is not None else [])
    bars = {
        "kind": "links",
        "ends": np.concatenate([axes.place(place, np.zeros(k)), axes.place(place, shown)], axis=1),
        "width": wide,
        "colour": (values >= 0).astype(np.uint8),
        "curved": False,
        "data": data,
        "hover": told,
    }
    items: list[Item] = [*_scale(axes), bars]
    if answer is not None:
        at = axes.place(place, np.clip(answer, -limit, limit))
        half = np.array([wide / 2 + 2, 0], np.float32)
        marks = {"kind": "links", "ends": np.concatenate([at - half, at + half], axis=1), "width": 2.5}
        items.append(marks | {"colour": OUTLINE, "curved": False, "data": data, "hover": told})
    if k <= NAMED:
        below = axes.place(place, np.full(k, -limit)) + np.array([0, 12], np.float32)
        items.append({"kind": "words", "xy": below, "text": list(names), "align": "center", "size": 11, "colour": TEXT})
    colours = [alpha(theme.negative, 0.85), alpha(theme.positive, 0.85)]
    colours += [theme.text, theme.muted, theme.outline, theme.grid]
    return drawing(width_px, height, items, theme=theme, colours=colours, names=list(names), title=title)


def _scale(axes: Axes) -> list[Item]:
    """The zero line and the height of the axis at either end."""
    limit, left, right = axes.y_range[1], axes.x_range[0], axes.x_range[1]
    lines = [axes.line(np.array([left, right]), np.array([y, y])) for y in (-limit, 0.0, limit)]
    words = {"kind": "words", "size": 11, "colour": MUTED, "align": "right", "text": [f"−{limit:g}", "0", f"{limit:g}"]}
    return [
        {"kind": "links", "ends": np.concatenate(lines), "width": 1, "colour": GRID, "curved": False},
        words | {"xy": axes.place(np.full(3, left), np.array([-limit, 0, limit])) - np.array([6, 0], np.float32)},
    ]
