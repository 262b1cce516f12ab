"""STDP window: how much a pair of spikes changes a weight, over the time between them, with handles to drag."""

import numpy as np

from core.figures.axes import Axes
from core.figures.drawing import Drawing
from core.figures.figure import Array
from core.figures.loss_curve import word
from core.figures.strokes import Stroke
from core.figures.theme import COLOUR, Theme

HANDLE = 13.0  # px


def stdp_window(
    dt: Array,
    change: Array,
    *,
    theme: Theme,
    pairs: tuple[Array, Array],
    handles: Array,
    handle_names: tuple[str, str],
    sides: tuple[str, str],
    top: float,
    title: str = "",
    x_title: str = "",
    y_title: str = "",
    hover: str = "{0}",
    width_px: float = 300,
    height_px: float = 320,
) -> Drawing:
    """The window `change` (n,) in % over `dt` (n,) in ms, from −top to top, and the `pairs` (m,), (m,) of the last
    volley as dots on it; `handles` (2, 2) are squares, the left branch's first; `sides` say what is left and right."""
    axes = Axes.within((float(dt[0]), float(dt[-1])), (-top, top), width_px, height_px, title=title, left=50.0)
    items = axes.items(x_title, y_title, text=COLOUR["muted"], grid=COLOUR["grid"])
    cross = np.array([[dt[0], 0, dt[-1], 0], [0, -top, 0, top]])
    items.append(Stroke(COLOUR["muted"], 1).item(axes.segments(cross)))
    for part, role in ((dt < 0, "negative"), (dt > 0, "positive")):
        items.append(Stroke(COLOUR[role], 3).item(axes.line(dt[part], change[part], least=1.0)))
    inside = axes.inside(*pairs)
    data = np.column_stack(pairs)[inside].astype(np.float32)
    dots = {"kind": "marks", "shape": "circle", "xy": axes.place(*data.T), "size": 5, "fill": COLOUR["text"]}
    items.append(dots | {"data": data, "hover": [hover]})
    for (x, y), name, role in zip(handles, handle_names, ("negative", "positive"), strict=True):
        mark = {"kind": "marks", "shape": "square", "xy": axes.rim(axes.place(x, y)), "size": HANDLE, "line": 2.5}
        items.append(mark | {"fill": COLOUR["background"], "stroke": COLOUR[role], "hover": [name]})
    for x, text, align, shift in ((dt[0], sides[0], "left", 6), (dt[-1], sides[1], "right", -6)):
        label = word(axes, float(x), -top, text, "muted", shift=(shift, -10), inside=True, align=align)
        items.append(label | {"halo": COLOUR["background"]})
    return axes.draw(items, theme)
