"""Own lines: points and the line, or the many lines, that a regression lays through them."""

from collections.abc import Mapping

import numpy as np

from core.figures.axes import Axes
from core.figures.drawing import HEAD, Drawing, drawing
from core.figures.figure import Array
from core.figures.theme import Theme, alpha

LEFT, RIGHT, TOP, BOTTOM = 44.0, 12.0, 8.0, 38.0  # px around the plane; a title replaces the room on top
SIZE = 6.5  # px
MUTED, GRID, BACKGROUND, POINT, LINE, THIN = range(6)


def own_lines(
    points: tuple[Array, Array],
    w: Array,
    b: Array,
    *,
    theme: Theme,
    x_range: tuple[float, float],
    y_range: tuple[float, float],
    title: str = "",
    x_title: str = "x",
    y_title: str = "y",
    labels: Mapping[str, str] | None = None,
    width_px: float = 420,
    height_px: float = 300,
) -> Drawing:
    """Points x (n,), y (n,) and the lines y = wx + b of w (m,), b (m,); m = 1 is drawn wide, more are drawn thin.

    `labels` are the words of the hover: sample, line.
    """
    words = {"sample": "", "line": ""} | dict(labels or {})
    top = 0.0 if title else TOP
    height = height_px - (HEAD if title else 0)
    axes = Axes(x_range, y_range, LEFT, top, width_px - LEFT - RIGHT, height - top - BOTTOM)
    x, y = (np.asarray(values, float) for values in points)
    ends = np.array(x_range)
    pieces = [axes.line(ends, slope * ends + shift) for slope, shift in zip(w, b, strict=True)]
    drawn = np.array([i for i, piece in enumerate(pieces) if len(piece)], int)
    style = {"width": 3.0, "colour": LINE} if len(w) == 1 else {"width": 1.0, "colour": THIN}
    inside = (y >= y_range[0]) & (y <= y_range[1])
    items = [
        *axes.items(x_title, y_title, text=MUTED, grid=GRID),
        {
            "kind": "links",
            "ends": np.concatenate([np.empty((0, 4), np.float32), *pieces]).astype(np.float32),
            "curved": False,
            "name": "lines",
            "data": np.column_stack([drawn, w[drawn], b[drawn]]).astype(np.float32),
            "hover": [f"{words['line']} {{i0}}: y = {{1}} x + {{2}}"],
            **style,
        },
        {
            "kind": "marks",
            "shape": "circle",
            "xy": axes.place(x[inside], y[inside]),
            "size": SIZE,
            "fill": POINT,
            "stroke": BACKGROUND,
            "line": 0.9,
            "name": "points",
            "data": np.column_stack([np.flatnonzero(inside), x[inside], y[inside]]).astype(np.float32),
            "hover": [f"{words['sample']} {{i0}}: x = {{1}}, y = {{2}}"],
        },
    ]
    colours = [theme.muted, theme.grid, theme.background, theme.train, theme.positive, alpha(theme.positive, 0.45)]
    return drawing(width_px, height, items, theme=theme, colours=colours, title=title, plane=axes.plane)
