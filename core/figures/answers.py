"""Answers: what networks of one input answer, as lines over it, with the samples they learn from."""

from collections.abc import Sequence

import numpy as np

from core.figures.axes import Axes, Range
from core.figures.drawing import Drawing, Item
from core.figures.figure import Array
from core.figures.runners import BACKGROUND, GRID, MUTED, OUTLINE, TEXT, Runner, colours
from core.figures.strokes import Stroke
from core.figures.theme import Theme

LEFT = 46.0  # px before the axes


def answers(
    x: Array,
    y: Sequence[Array],
    runners: Sequence[Runner],
    samples: tuple[Array, Array],
    *,
    theme: Theme,
    y_range: Range,
    selected: int | None = None,
    title: str = "",
    x_title: str = "",
    y_title: str = "",
    width_px: float = 260,
    height_px: float = 220,
) -> Drawing:
    """Lines y (n,) over x (n,), one a runner, the selected one wide, and the samples (m,), (m,) as hollow circles."""
    x_range = (float(x[0]), float(x[-1]))
    axes = Axes.within(x_range, y_range, width_px, height_px, title=title, left=LEFT, top=6.0)
    items: list[Item] = []
    order = sorted(range(len(runners)), key=lambda i: i == selected)
    for i in order:
        stroke = Stroke(runners[i].colour, 3.0 if i == selected else 1.6)
        items.append(stroke.item(axes.line(x, y[i], least=0.5)))
        share = 0.08 + 0.84 * (i + 0.5) / len(runners)  # each has its mark elsewhere
        at = x_range[0] + share * (x_range[1] - x_range[0])
        height = float(np.interp(at, x, y[i]))
        rim = OUTLINE if i == selected else BACKGROUND
        symbol = {"kind": "marks", "shape": runners[i].symbol, "fill": runners[i].colour, "stroke": rim, "line": 1}
        if axes.inside(at, height):
            items.append(symbol | {"xy": axes.place(at, height), "size": 8, "hover": [runners[i].name]})
    dots = axes.place(*samples)[axes.inside(*samples)]
    items.append({"kind": "marks", "shape": "circle", "xy": dots, "size": 5, "stroke": TEXT, "line": 1.2})
    items += axes.items(x_title, y_title, text=MUTED, grid=GRID, lines=False)
    return axes.draw(items, theme, colours(theme))
