"""Confidence: how sure a model is of two classes, as bars: class 1 upwards, class 0 downwards."""

from collections.abc import Mapping

import numpy as np

from core.figures.axes import Axes
from core.figures.drawing import Drawing, Item
from core.figures.figure import Array
from core.figures.strokes import Stroke
from core.figures.theme import Theme

BINS = 40
MUTED, GRID, OUTLINE, ZERO, ONE = range(5)


def shares(p: Array, y: Array, label: int, bins: int = BINS) -> Array:
    """Of the samples of class `label`, the share in each of `bins` equal parts of 0 ≤ p ≤ 1: (bins,)."""
    own = p[(y == label) & np.isfinite(p)]
    place = np.clip((own * bins).astype(int), 0, bins - 1)
    return np.bincount(place, minlength=bins) / max(len(own), 1)


def confidence(
    p: Array,
    y: Array,
    *,
    theme: Theme,
    limits: tuple[float, ...] = (),
    title: str = "",
    x_title: str = "",
    y_title: str = "",
    labels: Mapping[str, str] | None = None,
    width_px: float = 420,
    height_px: float = 300,
) -> Drawing:
    """Histograms of p (n,), the probability given to class 1, by true class y (n,) of 0 and 1; lines at `limits`.

    `labels` are the words of the hover: class, share.
    """
    words = {"class": "", "share": ""} | dict(labels or {})
    axes = Axes.within((0.0, 1.0), (-1.0, 1.0), width_px, height_px, title=title)
    items = axes.items(x_title, y_title, text=MUTED, grid=GRID)
    items[3]["text"] = [number.lstrip("−") for number in items[3]["text"]]  # shares downwards are shares too
    for label, sign in ((0, -1), (1, 1)):
        items += _bars(axes, shares(p, y, label), sign, label, words)
    lines = np.array([(x, -1.0, x, 1.0) for x in limits]).reshape(-1, 4)
    items.append(Stroke(OUTLINE, 1.5).item(axes.segments(lines)))
    names = [f"{words['class']} {label}" for label in (1, 0)]
    places = np.concatenate([axes.place(0.12, 0.85), axes.place(0.88, -0.85)])
    items.append({"kind": "words", "xy": places, "text": names, "align": "center", "size": 12, "colour": MUTED})
    colours = [theme.muted, theme.grid, theme.outline, theme.negative, theme.positive]
    return axes.draw(items, theme, colours)


def _bars(axes: Axes, share: Array, sign: int, label: int, words: Mapping[str, str]) -> list[Item]:
    """Bars of one class as thick lines from zero; data are the ends of the bin and the share in percent."""
    edges = np.linspace(0, 1, len(share) + 1)
    full = np.flatnonzero(share)
    middle = (edges[full] + edges[full + 1]) / 2
    ends = np.concatenate([axes.place(middle, 0.0), axes.place(middle, sign * share[full])], 1)
    data = np.column_stack([edges[full], edges[full + 1], 100 * share[full]]).astype(np.float32)
    return [
        Stroke(ONE if label else ZERO, float(axes.width / len(share) - 1)).item(ends)
        | {"name": f"class {label}", "data": data}
        | {"hover": [f"{words['class']} {label}: {{0}} … {{1}}", f"{words['share']} {{2}}%"]}
    ]
