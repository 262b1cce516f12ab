"""Learning: a network's loss over its accuracy while it learns, and those of a run that was kept to compare."""

from collections.abc import Sequence

import numpy as np

from core.figures.axes import LEFT, RIGHT, Axes
from core.figures.curves import Curve, thin
from core.figures.drawing import Drawing, Item, drawing
from core.figures.scale import nice_range, outward
from core.figures.strokes import Stroke, key
from core.figures.theme import COLOUR, Theme, inks

KEY, FOOT, BETWEEN = 20.0, 36.0, 14.0  # px over the axes for the names, under them, and between them
MOST, FOUND = 300, 80  # points of a curve that are drawn, and that the pointer finds
DASH = (6.0, 4.0)


def learning(
    loss: Sequence[Curve],
    score: Sequence[Curve],
    *,
    theme: Theme,
    x_title: str = "",
    titles: tuple[str, str] = ("", ""),
    cursor: float | None = None,
    log: bool = False,
    width_px: float = 300,
    height_px: float = 230,
) -> Drawing:
    """Two axes over each other on one x: losses (n,) from 0, on request logarithmic, and scores in 0…1.

    Curves named "test" by their role are dashed. The names of the losses stand over them.
    """
    reach = outward(max((float(np.max(c.x, initial=0)) for c in (*loss, *score)), default=0.0))
    high = (height_px - KEY - FOOT - BETWEEN) / 2
    losses = np.concatenate([np.asarray(c.y, float) for c in loss]) if loss else np.empty(0)
    wide = width_px - LEFT - RIGHT
    upper = Axes((0.0, reach), nice_range(losses, log=log), LEFT, KEY, wide, high, log)
    lower = Axes((0.0, reach), (0.0, 1.0), LEFT, KEY + high + BETWEEN, wide, high)
    items: list[Item] = []
    for axes, series, title, name in ((upper, loss, titles[0], ""), (lower, score, titles[1], x_title)):
        drawn = axes.items(name, title, text=COLOUR["muted"], grid=COLOUR["grid"])
        if axes is upper:
            drawn[2] |= {"text": [""] * len(drawn[2]["text"])}  # both share the numbers under the lower one
        items += drawn
        for curve in series:
            items += line(axes, curve)
        if cursor is not None and axes.inside(cursor, axes.y_range[0]):
            items.append(Stroke(COLOUR["outline"], 1).item(axes.line(np.full(2, cursor), np.array(axes.y_range))))
    items += key([(c.name, stroke(c)) for c in loss if c.name], 10, 9, COLOUR["muted"])
    return drawing(width_px, height_px, items, theme=theme, colours=inks(theme))


def stroke(curve: Curve) -> Stroke:
    """A theme's colour by its role; dashed where the curve says so, and for test."""
    role = curve.role if isinstance(curve.role, str) else "text"
    return Stroke(COLOUR[role], 1.2 if role == "muted" else 2.0, DASH if curve.dash or role == "test" else None)


def line(axes: Axes, curve: Curve) -> list[Item]:
    """A curve, and places on it for the pointer to find."""
    x, y = np.asarray(curve.x, float), np.asarray(curve.y, float)
    drawn = stroke(curve)
    px, py = thin(x, y, MOST)
    few = np.unique(np.linspace(0, len(x) - 1, min(len(x), FOUND)).astype(int)) if len(x) else np.empty(0, int)
    few = few[axes.inside(x[few], y[few])]
    marks: Item = {
        "kind": "marks",
        "shape": "circle",
        "xy": axes.place(x[few], y[few]).astype(np.float32),
        "reach": 9.0,
    }
    marks |= {"size": 4.0 if len(x) == 1 else 1.0, "hover": [f"{curve.name}: {{1}}", "{0}"]}
    marks |= {"data": np.column_stack([x[few], y[few]]).astype(np.float32)}
    return [drawn.item(axes.line(px, py)), marks | ({"fill": drawn.colour} if len(x) == 1 else {})]
