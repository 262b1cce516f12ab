"""Phase plane: two variables of a system against each other, with the curves on which one of them stands still."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.figures.axes import LEFT, Axes, Range
from core.figures.drawing import Drawing, Item
from core.figures.figure import Array
from core.figures.strokes import Stroke, key
from core.figures.theme import COLOUR, Theme, alpha, inks

TOP = 20.0  # px over the axes, where the curves are named
STEP = 1.0  # px between two points of a path
RECENT = 0.25  # of the path: this much of its end is drawn in full colour
DOT = 10.0  # px


@dataclass(frozen=True)
class Curve:
    """A curve x, y (n,) that the system is measured against; `colour` by its index, dashed where asked."""

    name: str
    x: Array
    y: Array
    colour: int
    dashed: bool = False


def phase_plane(
    path: Array,
    curves: Sequence[Curve],
    x_range: Range,
    y_range: Range,
    *,
    theme: Theme,
    cursor: Array | None = None,
    points: Sequence[tuple[float, float, bool]] = (),
    title: str = "",
    x_title: str = "",
    y_title: str = "",
    hover: str = "",
    width_px: float = 300,
    height_px: float = 300,
) -> Drawing:
    """The path (n, 2) so far, where it is now, and `cursor` (2,), where it was at a moment.

    NaN breaks the path. `points` are where nothing changes (x, y, stable); unstable ones are hollow.
    """
    axes = Axes.within(x_range, y_range, width_px, height_px, title=title, top=TOP)
    pale = len(inks(theme))
    items: list[Item] = axes.items(x_title, y_title, text=COLOUR["muted"], grid=COLOUR["grid"])
    strokes = [Stroke(curve.colour, 1.6, (5.0, 4.0) if curve.dashed else None) for curve in curves]
    items += [s.item(axes.line(c.x, c.y, least=2.0)) for c, s in zip(curves, strokes, strict=True)]
    cut = int(len(path) * (1 - RECENT))
    items.append(Stroke(pale, 1.4).item(axes.line(*path[: cut + 1].T, least=STEP)))
    items.append(Stroke(COLOUR["positive"], 2.0).item(axes.line(*path[cut:].T, least=STEP)))
    circle = {"kind": "marks", "shape": "circle", "line": 1.5}
    for x, y, stable in points:
        if axes.inside(x, y):
            fill = COLOUR["text"] if stable else COLOUR["background"]
            items.append(circle | {"xy": axes.place(x, y), "size": 7.0, "fill": fill, "stroke": COLOUR["text"]})
    known = path[np.isfinite(path).all(1)]
    if len(known):
        now = axes.rim(axes.place(*known[-1]))
        look = {"size": DOT, "fill": COLOUR["positive"], "stroke": COLOUR["background"]}
        items.append(circle | look | {"xy": now} | ({"hover": [hover]} if hover else {}))
    if cursor is not None and axes.inside(*cursor):
        items.append(circle | {"xy": axes.place(*cursor), "size": DOT + 2, "stroke": COLOUR["outline"]})
    items += key([(c.name, s) for c, s in zip(curves, strokes, strict=True)], LEFT + 4, 9, COLOUR["muted"])
    return axes.draw(items, theme, [*inks(theme), alpha(theme.positive, 0.4)])
