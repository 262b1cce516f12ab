"""Word map: things as their names on a plane, with lines between those that belong together, and arrows."""

from collections.abc import Sequence

import numpy as np

from core.figures.axes import Axes
from core.figures.drawing import Drawing, Item
from core.figures.figure import Array
from core.figures.scale import outward
from core.figures.theme import CLASS, COLOUR, Theme

HEAD_PX = 7.0  # of an arrow


def word_map(
    xy: Array,
    names: Sequence[str],
    *,
    theme: Theme,
    groups: Array | None = None,
    pairs: Array | None = None,
    arrows: Array | None = None,
    title: str = "",
    x_title: str = "",
    y_title: str = "",
    width_px: float = 400,
    height_px: float = 340,
) -> Drawing:
    """Places (n, 2) with their names, in the colours of `groups` (n,); thin lines between `pairs` (m, 2) of them and
    arrows (k, 4) from x0, y0 to x1, y1. Both axes have one scale about the middle, so that angles are true."""
    if len(xy) != len(names):
        raise ValueError(f"{len(xy)} places need as many names, not {len(names)}")
    ends = np.zeros((0, 4)) if arrows is None else np.asarray(arrows, float).reshape(-1, 4)
    reach = outward(max(float(np.abs(xy).max(initial=0)), float(np.abs(ends).max(initial=0)), 1e-3) * 1.12)
    axes = Axes.within((-reach, reach), (-reach, reach), width_px, height_px, title=title)
    items = axes.items(x_title, y_title, text=COLOUR["muted"], grid=COLOUR["grid"])
    if pairs is not None and len(pairs):
        lines = axes.segments(np.concatenate([xy[pairs[:, 0]], xy[pairs[:, 1]]], 1)).astype(np.float32)
        items.append({"kind": "links", "ends": lines, "width": 1, "colour": COLOUR["grid"], "curved": False})
    for start, stop in zip(axes.place(*ends[:, :2].T), axes.place(*ends[:, 2:].T), strict=True):
        items.append(_arrow(start, stop))
    colour = np.full(len(names), COLOUR["text"]) if groups is None else CLASS + np.asarray(groups)
    places = axes.place(*xy.T).astype(np.float32)
    for each in np.unique(colour):
        mask = colour == each
        words = {"kind": "words", "xy": places[mask], "text": [names[i] for i in np.flatnonzero(mask).tolist()]}
        items.append(words | {"align": "center", "size": 12, "colour": int(each), "halo": COLOUR["background"]})
    return axes.draw(items, theme)


def _arrow(start: Array, stop: Array) -> Item:
    """A line with two strokes at its end."""
    along = stop - start
    along = along / (np.hypot(*along) or 1)
    across = np.array([-along[1], along[0]])
    heads = [stop - HEAD_PX * (along + side * 0.5 * across) for side in (-1, 1)]
    ends = np.array([[*start, *stop], *([*stop, *head] for head in heads)], np.float32)
    return {"kind": "links", "ends": ends, "width": 1.8, "colour": COLOUR["gradient"], "curved": False}
