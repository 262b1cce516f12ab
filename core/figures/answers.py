"""Answers: what networks of one input answer, as lines over it, with the samples they learn from."""

from collections.abc import Sequence

import numpy as np

from core.figures.drawing import HEAD, Drawing, Item, drawing
from core.figures.field import Field, Range, polyline
from core.figures.figure import Array
from core.figures.runners import BACKGROUND, GRID, MUTED, OUTLINE, TEXT, Runner, colours
from core.figures.theme import Theme

LEFT, RIGHT, BOTTOM = 46.0, 8.0, 38.0  # px around the field


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
    room = height_px - (HEAD if title else 0)
    field = Field(LEFT, 6.0, width_px - LEFT - RIGHT, room - BOTTOM - 6, (float(x[0]), float(x[-1])), y_range)
    items: list[Item] = []
    order = sorted(range(len(runners)), key=lambda i: i == selected)
    for i in order:
        line = field.place(np.column_stack([x, y[i]]))
        looks = {"colour": runners[i].colour, "width": 3.0 if i == selected else 1.6, "curved": False}
        items.append({"kind": "links", "ends": field.clip(polyline(line, least=0.5))} | looks)
        across = field.left + field.width * (0.08 + 0.84 * (i + 0.5) / len(runners))  # each has its mark elsewhere
        mark = np.array([[across, np.interp(across, line[:, 0], line[:, 1])]], np.float32)
        rim = OUTLINE if i == selected else BACKGROUND
        symbol = {"kind": "marks", "shape": runners[i].symbol, "fill": runners[i].colour, "stroke": rim, "line": 1}
        items.append(symbol | {"xy": mark[field.inside(mark)], "size": 8, "hover": [runners[i].name]})
    dots = field.place(np.column_stack(samples))
    dots = dots[field.inside(dots)].astype(np.float32)
    items.append({"kind": "marks", "shape": "circle", "xy": dots, "size": 5, "stroke": TEXT, "line": 1.2})
    items += field.axes(x_title, y_title, line=GRID, ink=MUTED)
    return drawing(width_px, room, items, theme=theme, colours=colours(theme), title=title, plane=field.spec())
