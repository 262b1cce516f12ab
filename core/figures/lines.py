"""Lines: curves over a shared x as a drawing, which is redrawn faster than a chart."""

from collections.abc import Sequence

import numpy as np

from core.figures.axes import Axes
from core.figures.curves import Curve, thin
from core.figures.drawing import HEAD, Drawing, Item, drawing
from core.figures.figure import Array
from core.figures.scale import nice_range, outward
from core.figures.theme import Theme

LEFT, RIGHT, TOP, BOTTOM = 44.0, 12.0, 20.0, 38.0  # px; the names stand in the room on top
MUTED, GRID, OUTLINE, FIRST = range(4)  # colours, then one a curve
DOT = 5.0  # px
MOST = 300  # points drawn of a curve
ON = 0.6  # of each period that is drawn
PERIODS = (10.0, 5.0, 16.0)  # px from stroke to stroke of the second, third and fourth curve; the first is solid


def lines(
    series: Sequence[Curve],
    *,
    theme: Theme,
    title: str = "",
    x_title: str = "",
    y_title: str = "",
    cursor: float | None = None,
    y_range: tuple[float, float] | None = None,
    dots: bool = False,
    width_px: float = 440,
    height_px: float = 200,
) -> Drawing:
    """Curves named at the top; x starts at 0, ranges snap outward unless given; `cursor` marks an x, `dots` points."""
    height = height_px - (HEAD if title else 0)
    reach = max((float(np.max(c.x, initial=0)) for c in series), default=0.0)
    values = np.concatenate([np.asarray(c.y, float) for c in series]) if series else np.empty(0)
    box = (LEFT, TOP, width_px - LEFT - RIGHT, height - TOP - BOTTOM)
    axes = Axes((0.0, outward(reach)), y_range or nice_range(values), *box)
    items = axes.items(x_title, y_title, text=MUTED, grid=GRID)
    for i, curve in enumerate(series):
        items += _curve(axes, curve, i, dots)
    if cursor is not None and axes.inside(cursor, axes.y_range[0]):
        ends = axes.line(np.full(2, cursor), np.array(axes.y_range))
        items.append({"kind": "links", "ends": ends, "width": 1, "colour": OUTLINE, "curved": False})
    return drawing(
        width_px,
        height,
        [*items, *_names(series)],
        theme=theme,
        colours=[theme.muted, theme.grid, theme.outline, *(_colour(c, theme) for c in series)],
        title=title,
        plane=axes.plane,
    )


def _colour(curve: Curve, theme: Theme) -> str:
    role = curve.role
    return theme.classes[role % len(theme.classes)] if isinstance(role, int) else str(getattr(theme, role))


def _curve(axes: Axes, curve: Curve, i: int, dots: bool) -> list[Item]:
    """One curve as pieces, dashed in its own way, and its points where they are asked for or it has but one."""
    x, y = thin(np.asarray(curve.x, float), np.asarray(curve.y, float), MOST)
    pieces = _dashed(axes.line(x, y), i)
    hover = [f"{curve.name}: {{y}}" if curve.name else "{y}"]
    items: list[Item] = [
        {"kind": "links", "ends": pieces, "width": 2, "colour": FIRST + i, "curved": False, "hover": hover}
    ]
    inside = np.isfinite(y) & (y >= axes.y_range[0]) & (y <= axes.y_range[1])
    if (dots or len(x) == 1) and inside.any():
        mark = {"kind": "marks", "shape": "circle", "size": DOT, "fill": FIRST + i, "hover": hover, "reach": 9.0}
        items.append(mark | {"xy": axes.place(x[inside], y[inside])})
    return items


def _dashed(pieces: Array, i: int) -> Array:
    """Pieces (n, 4) cut into strokes that go on from piece to piece; the first curve stays whole."""
    if i == 0 or not len(pieces):
        return pieces
    period = PERIODS[(i - 1) % len(PERIODS)]
    length = np.hypot(pieces[:, 2] - pieces[:, 0], pieces[:, 3] - pieces[:, 1]).astype(float)
    end = np.cumsum(length)
    begin = end - length
    first = np.floor(begin / period)
    n = (np.floor(end / period) - first).astype(int) + 1  # strokes that may touch each piece
    piece = np.repeat(np.arange(len(pieces)), n)
    stroke = (first[piece] + np.arange(len(piece)) - np.repeat(np.cumsum(n) - n, n)) * period
    a, b = np.maximum(stroke, begin[piece]), np.minimum(stroke + ON * period, end[piece])
    piece, a, b = (values[a < b] for values in (piece, a, b))
    start, along = pieces[piece, :2], (pieces[piece, 2:] - pieces[piece, :2]) / length[piece, None]
    cut = [start + (at - begin[piece])[:, None] * along for at in (a, b)]
    return np.concatenate(cut, 1).astype(np.float32)


def _names(series: Sequence[Curve]) -> list[Item]:
    """Each curve's line and name, over the axes."""
    items: list[Item] = []
    x = LEFT + 4.0
    for i, curve in enumerate(series):
        if not curve.name:
            continue
        ends = _dashed(np.array([[x, 9, x + 22, 9]], np.float32), i)
        word = {"kind": "words", "size": 12, "colour": MUTED, "align": "left", "text": [curve.name]}
        items += [
            {"kind": "links", "ends": ends, "width": 2.5, "colour": FIRST + i, "curved": False},
            word | {"xy": np.array([[x + 27, 9]], np.float32)},
        ]
        x += 42 + 8 * len(curve.name)
    return items
