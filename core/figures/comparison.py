"""Comparison: many activations at once: all curves over each other, and all measured facts under each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.figures.activation import DASH, unbroken
from core.figures.axes import BOTTOM, Axes
from core.figures.drawing import HEAD, Drawing, Item, drawing
from core.figures.figure import Array
from core.figures.number import told
from core.figures.strokes import Stroke
from core.figures.theme import Theme, alpha

THIN, THICK = 1.5, 4.0  # px, of a curve and of the chosen one
TEXT, MUTED, GRID, BAND, OUTLINE, BACKGROUND, BAR, FIRST = range(8)  # colours, then one an activation
HEADER = 34.0  # px over the rows of the table
NAME = 130.0  # px of its first column
COLUMNS = (1.0, 1.0, 1.9, 1.0, 1.0, 1.0, 1.0, 1.0, 1.2)  # their shares of the room
FEW = (2, 3, 5, 6)  # those left where there is less than NARROW
NARROW = 640.0  # px
RANGE = 2  # the column that is drawn
MARK = 9.0  # px


@dataclass(frozen=True)
class Row:
    """One activation of the table: its values at the neuron's z, and what was measured of it."""

    name: str
    value: float
    slope: float
    low: float
    high: float
    mean: float
    deviation: float
    flat: float
    dead: float
    steepest: float
    breaks: str


def overlay(
    z: Array,
    curves: Array,
    names: Sequence[str],
    chosen: int,
    at: float,
    heights: Array,
    y_range: tuple[float, float],
    *,
    theme: Theme,
    title: str = "",
    y_title: str = "",
    width_px: float = 440,
    height_px: float = 240,
) -> Drawing:
    """All `curves` (k, n) over `z` (n,); the `chosen` one is thick and on top.

    At z = `at` a point stands on each, at `heights` (k,). The items named `activation` have the curve's number as data.
    """
    axes = Axes.within((float(z[0]), float(z[-1])), y_range, width_px, height_px, title=title)
    order = [*(i for i in range(len(names)) if i != chosen), chosen]
    still = f"{chosen} {y_range} {width_px} {height_px} {len(names)} {theme.name}"
    lines = [_line(axes, z, curves[i], i, THICK if i == chosen else THIN) for i in order]
    under = axes.items("z", y_title, text=MUTED, grid=GRID)
    return drawing(
        width_px,
        axes.top + axes.height + BOTTOM,
        [*(item | {"still": still} for item in [*under, *lines]), *_points(axes, heights, at, order)],
        theme=theme,
        colours=_colours(len(names), theme),
        names=list(names),
        title=title,
        plane=axes.plane,
    )


def table(
    rows: Sequence[Row],
    chosen: int,
    heads: Sequence[str],
    *,
    theme: Theme,
    reach: tuple[float, float] = (-2.0, 4.0),
    title: str = "",
    width_px: float = 900,
    height_px: float = 320,
) -> Drawing:
    """The facts of all activations, one a row, the `chosen` one on a band; rows named `activation` can be clicked.

    `heads` name the columns: value now, slope now, range with the mean in it, mean, deviation, flat share, dead share,
    steepest, breaks. `reach` is what the drawn ranges show; a range without a bound ends in an arrow.
    """
    height = height_px - (HEAD if title else 0)
    step = (height - HEADER - 4) / len(rows)
    y = HEADER + step * (np.arange(len(rows)) + 0.5)
    kept = range(len(COLUMNS)) if width_px >= NARROW else FEW
    ends = NAME + (width_px - NAME) * np.cumsum([0, *(COLUMNS[k] for k in kept)]) / sum(COLUMNS[k] for k in kept)
    columns = dict(zip(kept, (ends[:-1] + ends[1:]) / 2, strict=True))
    style = {"kind": "words", "size": 12, "colour": TEXT, "align": "center"}
    texts = [
        [told(r.value, 3) for r in rows],
        [told(r.slope, 3) for r in rows],
        [],
        [told(round(r.mean, 4), 3) for r in rows],
        [told(r.deviation, 3) for r in rows],
        [f"{100 * r.flat:.0f}%" for r in rows],
        [f"{100 * r.dead:.0f}%" for r in rows],
        [told(r.steepest, 3) for r in rows],
        [r.breaks for r in rows],
    ]
    place = list(kept).index(RANGE)
    left, room = ends[place] + 12, ends[place + 1] - ends[place] - 24
    axes = Axes(reach, (0.0, 1.0), left, HEADER, room, height - HEADER)
    items: list[Item] = [
        _bands(rows, y, step, chosen, width_px),
        *_swatches(len(rows), y),
        style | {"xy": _at(34, y), "text": [r.name for r in rows], "align": "left"},
        *(style | {"xy": _at(columns[k], y), "text": texts[k]} for k in kept if k != RANGE),
        *_ranges(rows, y, axes),
        *_heads({x: heads[k] for k, x in columns.items()}, style),
    ]
    names = [r.name for r in rows]
    return drawing(width_px, height, items, theme=theme, colours=_colours(len(rows), theme), names=names, title=title)


def _colours(n: int, theme: Theme) -> list[str]:
    """Colours of both figures."""
    common = [theme.text, theme.muted, theme.grid, alpha(theme.muted, 0.22), theme.outline, theme.background]
    own = [theme.classes[i % len(theme.classes)] for i in range(n)]
    return [*common, alpha(theme.muted, 0.55), *own]


def stroke(i: int, width: float, theme_colours: int = 8) -> Stroke:
    """How curve `i` is drawn: one that repeats a colour is dashed."""
    return Stroke(FIRST + i, width, DASH if i >= theme_colours else None)


def _line(axes: Axes, z: Array, values: Array, i: int, width: float) -> Item:
    """One curve of many."""
    item = stroke(i, width).item(unbroken(axes, z, values))
    data = np.full((len(item["ends"]), 1), i, np.int16)
    return item | {"name": "activation", "data": data, "hover": ["{n0}", "({x}, {y})"]}


def _points(axes: Axes, heights: Array, at: float, order: Sequence[int]) -> list[Item]:
    """A guide at z = `at` and a point on every curve that is in sight there."""
    if not axes.x_range[0] <= at <= axes.x_range[1]:
        return []
    heights = np.asarray(heights)[list(order)]
    seen = (heights >= axes.y_range[0]) & (heights <= axes.y_range[1])
    guide = axes.line(np.array([at, at + 1e-9]), np.array(axes.y_range))
    xy = axes.place(np.full(seen.sum(), at), heights[seen])
    fill = (FIRST + np.array(order)[seen]).astype(np.uint8)
    dot = {"kind": "marks", "shape": "circle", "size": 8.0, "stroke": BACKGROUND, "line": 1}
    return [
        {"kind": "links", "ends": guide, "width": 1, "colour": MUTED, "curved": False},
        *([dot | {"xy": xy, "fill": fill}] if seen.any() else []),
    ]


def _at(x: float, y: Array) -> Array:
    return np.column_stack([np.full(len(y), x), y]).astype(np.float32)


def _bands(rows: Sequence[Row], y: Array, step: float, chosen: int, width_px: float) -> Item:
    """What of each row can be clicked; the chosen one's is seen."""
    ends = np.column_stack([np.full(len(rows), 2.0), y, np.full(len(rows), width_px - 2), y]).astype(np.float32)
    colour = np.where(np.arange(len(rows)) == chosen, BAND, BACKGROUND).astype(np.uint8)
    item = {"kind": "links", "name": "activation", "ends": ends, "width": step - 1, "colour": colour, "curved": False}
    return item | {"data": np.arange(len(rows), dtype=np.int16)[:, None], "hover": ["{n0}"]}


def _swatches(n: int, y: Array) -> list[Item]:
    """Each curve's line before its name."""
    return [stroke(i, 3).item(np.array([[6, y[i], 28, y[i]]])) for i in range(n)]


def _ranges(rows: Sequence[Row], y: Array, axes: Axes) -> list[Item]:
    """A bar from the lower to the upper bound, arrows where there is none, the mean as a point, and 0 as a line."""
    bars, arrows = [], []
    low_x, high_x = axes.left, axes.left + axes.width
    for row, at in zip(rows, y, strict=True):
        low, high = (float(axes.place(np.clip(v, *axes.x_range), 0)[0, 0]) for v in (row.low, row.high))
        bars.append((low, at, high, at))
        if not np.isfinite(row.low):
            arrows += [(low_x + 6, at - 5, low_x - 1, at), (low_x + 6, at + 5, low_x - 1, at)]
        if not np.isfinite(row.high):
            arrows += [(high_x - 6, at - 5, high_x + 1, at), (high_x - 6, at + 5, high_x + 1, at)]
    means = axes.place(np.clip([r.mean for r in rows], *axes.x_range), 0)[:, 0]
    zero = float(axes.place(0.0, 0)[0, 0])
    link = {"kind": "links", "curved": False}
    data = np.array([[r.low, r.high, r.mean] for r in rows], np.float32)
    return [
        link
        | {"ends": np.array([(zero, axes.top - 4, zero, axes.top + axes.height - 4)], np.float32), "width": 1}
        | {"colour": MUTED},
        link | {"ends": np.array(bars, np.float32), "width": 6, "colour": BAR},
        link | {"ends": np.array(arrows, np.float32).reshape(-1, 4), "width": 2, "colour": TEXT},
        {"kind": "marks", "shape": "diamond", "xy": np.column_stack([means, y]).astype(np.float32), "size": MARK}
        | {"fill": TEXT, "stroke": BACKGROUND, "line": 1, "data": data},
    ]


def _heads(heads: Mapping[float, str], style: Mapping[str, object]) -> list[Item]:
    """The columns' names, in two lines where they have a line break."""
    items = []
    for x, head in heads.items():
        lines = head.split("\n")
        y = 16 + 13 * (np.arange(len(lines)) - (len(lines) - 1) / 2)
        items.append({**style, "xy": _at(x, y), "text": lines, "colour": MUTED, "size": 11})
    return items
