"""Chances: how likely each token is to come next, and what sampling makes of it."""

from collections.abc import Sequence

import numpy as np

from core.figures.axes import Axes
from core.figures.drawing import Drawing, Item
from core.figures.figure import Array
from core.figures.strokes import Stroke
from core.figures.theme import COLOUR, Theme

MOST = 40  # tokens in their own order; of more, the likeliest
LISTED = 18
SHARE = 0.7  # of its place that a bar is wide


def chances(
    before: Array,
    after: Array,
    names: Sequence[str],
    *,
    theme: Theme,
    right: int = -1,
    title: str = "",
    y_title: str = "",
    labels: tuple[str, str, str] = ("{name}: {before}%", "→ {after}%", "✓"),
    width_px: float = 440,
    height_px: float = 220,
) -> Drawing:
    """A bar for each token, `after` temperature and cuts (n,), and a line at the probability `before` them (n,).

    Up to `MOST` tokens stand in their own order, of more the `LISTED` likeliest. The bar of `right` is marked with a ✓.
    """
    if not before.shape == after.shape == (len(names),):
        raise ValueError(f"{len(names)} tokens need as many probabilities, not {before.shape} and {after.shape}")
    few = len(names) <= MOST
    listed = np.arange(len(names)) if few else np.argsort(-before, kind="stable")[:LISTED]
    n = len(listed)
    axes = Axes.within((-0.5, n - 0.5), (0.0, 1.0), width_px, height_px, title=title)
    text, grid = COLOUR["muted"], COLOUR["grid"]
    items = axes.items("", y_title, text=text, grid=grid, x_ticks=(), y_ticks=(0, 0.5, 1))
    at, half = np.arange(n), SHARE / 2
    tall, line = after[listed], before[listed]
    width = float(axes.across(SHARE) - axes.across(0.0))
    bars = Stroke(COLOUR["positive"], width).item(axes.segments(np.column_stack([at, 0 * at, at, tall])))
    marks = Stroke(COLOUR["outline"], 1.5).item(axes.segments(np.column_stack([at - half, line, at + half, line])))
    foot = axes.box[3]
    each = axes.width / max(n, 1)
    style: Item = {"kind": "words", "align": "center", "size": float(np.clip(each - 1, 7, 12)), "colour": text}
    words = style | {"xy": np.column_stack([axes.across(at), np.full(n, foot + 12)]).astype(np.float32)}
    items += [bars, marks, words | {"text": [names[i] for i in listed]}]
    if right in listed:
        place = np.array([[float(axes.across(int(np.flatnonzero(listed == right)[0]))), foot + 28]], np.float32)
        items.append(style | {"xy": place, "text": [labels[2]], "size": 12, "colour": COLOUR["positive"]})
    middle = np.column_stack([axes.across(at), np.full(n, foot + 12)]).astype(np.float32)
    catch: Item = {"kind": "marks", "shape": "circle", "xy": middle, "size": 0.0, "reach": max(each, 10.0)}
    told = np.column_stack([listed, 100 * line, 100 * tall]).astype(np.float32)
    hover = [text.format(name="{n0}", before="{1}", after="{2}") for text in labels[:2]]
    items.append(catch | {"data": told, "hover": hover})
    drawn = axes.draw(items, theme)
    drawn["drawing"]["names"] = list(names)
    return drawn
