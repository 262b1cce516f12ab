"""Heatmap: a table of numbers as colours, row 0 on top, both counted from 0."""

import numpy as np

from core.figures.axes import ACROSS, UP, Axes, ticks
from core.figures.drawing import Drawing, Item
from core.figures.figure import Array
from core.figures.theme import COLOUR, Theme, palette


def heatmap(
    values: Array,
    *,
    theme: Theme,
    limit: float,
    row: int | None = None,
    title: str = "",
    x_title: str = "",
    y_title: str = "",
    width_px: float = 300,
    height_px: float = 300,
) -> Drawing:
    """`values` (rows, columns): blue above and orange below zero, full colour at ±`limit`; `row` is framed.

    On the drawing's plane x and y count columns and rows, the first from −0.5 to 0.5.
    """
    rows, columns = values.shape
    axes = Axes.within((-0.5, columns - 0.5), (rows - 0.5, -0.5), width_px, height_px, title=title)
    scale = float(np.abs(values).max(initial=0)) / 32767 or 1.0
    shown = np.clip(values / (limit or 1.0), -1, 1)
    picture: Item = {
        "kind": "images",
        "at": np.array([[axes.left, axes.top, axes.width, axes.height]], np.float32),
        "pixels": np.rint((shown[::-1] + 1) * 127.5).astype(np.uint8)[None],
        "palette": palette(theme),
        "values": np.rint(values[::-1] / scale).astype(np.int16)[None],
        "scale": scale,
        "smooth": False,
        "hover": ["{v}"],
    }
    xs, ys = whole(columns, int(axes.width / ACROSS)), whole(rows, int(axes.height / UP))
    colours = COLOUR["muted"], COLOUR["grid"]
    frame = axes.items(x_title, y_title, text=colours[0], grid=colours[1], lines=False, x_ticks=xs, y_ticks=ys)
    items = [picture, *frame]
    if row is not None and 0 <= row < rows:
        (left, _, right, _), top, foot = axes.box, *(float(axes.up(row + side)) for side in (-0.5, 0.5))
        rim = [(left, top, right, top), (right, top, right, foot), (right, foot, left, foot), (left, foot, left, top)]
        line = {"kind": "links", "width": 1.5, "colour": COLOUR["outline"], "curved": False}
        items.append(line | {"ends": np.array(rim, np.float32)})
    return axes.draw(items, theme)


def whole(n: int, most: int) -> list[float]:
    """At most so many round numbers among 0 … n − 1."""
    if n < 2:
        return [0.0]
    return [tick for tick in ticks(0, n - 1, most).tolist() if tick % 1 == 0]
