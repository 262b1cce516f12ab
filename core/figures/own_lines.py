"""Own lines: points and the line, or the many lines, that a regression lays through them."""

from collections.abc import Mapping

import numpy as np

from core.figures.axes import Axes
from core.figures.drawing import Drawing
from core.figures.figure import Array
from core.figures.strokes import Stroke
from core.figures.theme import Theme, alpha

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
    axes = Axes.within(x_range, y_range, width_px, height_px, title=title)
    x, y = (np.asarray(values, float) for values in points)
    ends = np.array(x_range)
    pieces = [axes.line(ends, slope * ends + shift) for slope, shift in zip(w, b, strict=True)]
    drawn = np.array([i for i, piece in enumerate(pieces) if len(piece)], int)
    stroke = Stroke(LINE, 3.0) if len(w) == 1 else Stroke(THIN, 1.0)
    ends = np.concatenate([np.empty((0, 4)), *pieces])
    inside = axes.inside(x, y)
    items = [
        *axes.items(x_title, y_title, text=MUTED, grid=GRID),
        stroke.item(ends)
        | {"name": "lines", "data": np.column_stack([drawn, w[drawn], b[drawn]]).astype(np.float32)}
        | {"hover": [f"{words['line']} {{i0}}: y = {{1}} x + {{2}}"]},
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
    return axes.draw(items, theme, colours)
