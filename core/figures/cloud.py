"""Cloud: named points on the plane, such as the embedding of every token."""

from collections.abc import Sequence

import numpy as np

from core.figures.axes import Axes
from core.figures.drawing import Drawing, Item
from core.figures.figure import Array
from core.figures.scale import outward
from core.figures.theme import COLOUR, Theme

LETTER = 12.0  # px
CROWDED = 60  # points, from which the names get smaller


def cloud(
    points: Array,
    names: Sequence[str],
    *,
    theme: Theme,
    strong: Sequence[int] = (),
    title: str = "",
    x_title: str = "",
    y_title: str = "",
    width_px: float = 300,
    height_px: float = 300,
) -> Drawing:
    """Each of `points` (n, 2) as its name; those of `strong` in colour and on top."""
    if points.shape != (len(names), 2):
        raise ValueError(f"points must be ({len(names)}, 2), as many as names, not {points.shape}")
    reach = outward(float(np.abs(points).max(initial=1e-6)) * 1.08)
    axes = Axes.within((-reach, reach), (-reach, reach), width_px, height_px, title=title)
    items = axes.items(x_title, y_title, text=COLOUR["muted"], grid=COLOUR["grid"])
    xy = axes.place(points[:, 0], points[:, 1]).astype(np.float32)
    style = {"kind": "words", "align": "center", "size": LETTER if len(names) <= CROWDED else LETTER - 2}
    chosen = np.isin(np.arange(len(names)), list(strong))
    for which, colour in ((~chosen, "muted"), (chosen, "positive")):
        told = [name for name, shown in zip(names, which, strict=True) if shown]
        items.append(style | {"xy": xy[which], "text": told, "colour": COLOUR[colour], "halo": COLOUR["background"]})
    mark: Item = {"kind": "marks", "shape": "circle", "xy": xy, "size": 0.0, "reach": LETTER}
    items.append(mark | {"data": np.arange(len(names), dtype=np.float32)[:, None], "hover": ["{n0}"]})
    drawn = axes.draw(items, theme)
    drawn["drawing"]["names"] = list(names)
    return drawn
