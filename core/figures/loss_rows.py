"""Loss rows: every row of a little data set, how far the prediction is from it, and what it adds to the loss."""

import numpy as np

from core.figures.axes import Axes
from core.figures.drawing import Drawing, Item
from core.figures.figure import Array
from core.figures.loss_curve import DASH, word
from core.figures.strokes import Stroke
from core.figures.theme import CLASS, COLOUR, SYMBOLS, Theme

WIDEST = 9.0  # px of the line to the row that adds most
THINNEST = 1.0
STACK = 9.0  # px between rows at the same place
MARK: Item = {"kind": "marks", "shape": "circle", "size": 9.0, "stroke": COLOUR["outline"], "line": 1.2}


def rows_and_prediction(
    x: Array,
    y: Array,
    predicted: Array,
    losses: Array,
    *,
    line: tuple[Array, Array],
    axes: Axes,
    theme: Theme,
    classes: bool = False,
    best: tuple[Array, Array] | None = None,
    best_label: str = "",
    outlier: int | None = None,
    x_title: str = "",
    y_title: str = "",
) -> Drawing:
    """Rows x, y (n,) with a line to what was `predicted` (n,) for each, the wider the larger its part of `losses` (n,).

    `line` is the prediction over x, `best` the best one (dashed); `outlier` is the row that can be moved, ringed.
    """
    if not len(x) == len(y) == len(predicted) == len(losses):
        raise ValueError(f"rows of different lengths: {len(x)}, {len(y)}, {len(predicted)}, {len(losses)}")
    lift = stacked(x, y) if classes else np.zeros(len(x))
    at = axes.place(x, y) + np.column_stack([0 * lift, lift])
    to = axes.rim(axes.place(x, predicted))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = losses / losses.max()
    width = THINNEST + (WIDEST - THINNEST) * np.where(np.isfinite(share), share, float(losses.max() > 0))
    gaps = Stroke(COLOUR["gradient"]).item(np.concatenate([at, to], 1)) | {"width": width.astype(np.float32)}
    items = [*axes.items(x_title, y_title, text=COLOUR["muted"], grid=COLOUR["grid"]), gaps]
    if best is not None:
        items.append(Stroke(COLOUR["muted"], 1.5, DASH).item(axes.line(*best)))
        end = axes.x_range[1], float(best[1][-1])
        items.append(word(axes, *end, best_label, "muted", shift=(-4, 11), inside=True, align="right"))
    items.append(Stroke(COLOUR["text"], 3).item(axes.line(*line)))
    known = np.column_stack([np.arange(1, len(x) + 1), x, y, predicted, losses]).astype(np.float32)
    hover = ["{i0}", f"{x_title} = {{1}}", f"{y_title} = {{2}}", "ŷ = {3}", "L = {4}"]
    for group in (0, 1) if classes else (None,):
        of = np.ones(len(x), bool) if group is None else y == group
        look = {"shape": SYMBOLS[group or 0], "fill": COLOUR["train"] if group is None else CLASS + group}
        items.append(MARK | look | {"xy": at[of], "name": "rows", "data": known[of], "hover": hover})
    if outlier is not None:
        items.append(MARK | {"xy": axes.rim(axes.place(x[outlier], y[outlier])), "size": 19, "line": 2})
    return axes.draw(items, theme)


def stacked(x: Array, y: Array) -> Array:
    """How many px each row is moved so that rows at the same place can be told apart: ones downwards, zeros upwards."""
    lift, seen = np.zeros(len(x)), dict[tuple[float, float], int]()
    for i, place in enumerate(zip(x.tolist(), y.tolist(), strict=True)):
        n = seen[place] = seen.get(place, -1) + 1
        lift[i] = STACK * n * (1 if place[1] > 0.5 else -1)
    return lift


def contributions(
    losses: Array,
    *,
    axes: Axes,
    theme: Theme,
    outlier: int | None = None,
    x_title: str = "",
    y_title: str = "",
) -> Drawing:
    """A bar a row of its loss (n,), and their mean, the loss itself, as a line."""
    n, finite = len(losses), np.nan_to_num(losses, posinf=axes.y_range[1])
    number = np.arange(1, n + 1)
    bars = axes.segments(np.column_stack([number, np.zeros(n), number, finite]))
    mean = float(finite.mean())
    items = [*axes.items(x_title, y_title, text=COLOUR["muted"], grid=COLOUR["grid"])]
    items.append(Stroke(COLOUR["gradient"], 0.7 * axes.width / n).item(bars))
    if outlier is not None:
        at = axes.rim(axes.place(outlier + 1, finite[outlier]))
        items.append(MARK | {"xy": at, "size": 8, "fill": COLOUR["background"]})
    items.append(Stroke(COLOUR["text"], 2).item(axes.line(np.array(axes.x_range), np.full(2, mean))))
    return axes.draw(items, theme)
