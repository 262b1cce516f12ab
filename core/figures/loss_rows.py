"""Loss rows: every row of a little data set, how far the prediction is from it, and what it adds to the loss."""

import numpy as np

from core.figures.drawing import Drawing
from core.figures.figure import Array
from core.figures.plane import CLASS, COLOUR, Plane, links
from core.figures.theme import SYMBOLS, Theme

WIDEST = 9.0  # px of the line to the row that adds most
THINNEST = 1.0
STACK = 9.0  # px between rows at the same place


def rows_and_prediction(
    x: Array,
    y: Array,
    predicted: Array,
    losses: Array,
    *,
    line: tuple[Array, Array],
    plane: Plane,
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
    at = plane.across(x), plane.up(y) + lift
    to = np.clip(plane.up(predicted), plane.box[1], plane.box[3])
    with np.errstate(invalid="ignore", divide="ignore"):
        share = losses / losses.max()
    width = THINNEST + (WIDEST - THINNEST) * np.where(np.isfinite(share), share, float(losses.max() > 0))
    gaps = links(np.column_stack([at[0], at[1], at[0], to]), COLOUR["gradient"], 1) | {
        "width": width.astype(np.float32)
    }
    items = [*plane.axes(x_title, y_title), gaps]
    if best is not None:
        items.append(plane.line(*best, COLOUR["muted"], 1.5, dashed=True))
        end = plane.x_range[1], float(best[1][-1])
        items.append(plane.word(*end, best_label, COLOUR["muted"], shift=(-4, 11), inside=True, align="right"))
    items.append(plane.line(*line, COLOUR["text"], 3))
    known = np.column_stack([np.arange(1, len(x) + 1), x, y, predicted, losses]).astype(np.float32)
    hover = ["{i0}", f"{x_title} = {{1}}", f"{y_title} = {{2}}", "ŷ = {3}", "L = {4}"]
    for group in (0, 1) if classes else (None,):
        of = np.ones(len(x), bool) if group is None else y == group
        mark = plane.marks(x[of], y[of], COLOUR["train"] if group is None else CLASS + group)
        mark["xy"] = np.column_stack([at[0][of], at[1][of]]).astype(np.float32)
        shape = SYMBOLS[group or 0]
        items.append(mark | {"shape": shape, "name": "rows", "data": known[of], "hover": hover})
    if outlier is not None:
        ring = plane.marks(x[outlier : outlier + 1], y[outlier : outlier + 1], COLOUR["background"], size=19)
        del ring["fill"]
        items.append(ring | {"line": 2})
    return plane.draw(items, theme)


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
    plane: Plane,
    theme: Theme,
    outlier: int | None = None,
    x_title: str = "",
    y_title: str = "",
) -> Drawing:
    """A bar a row of its loss (n,), and their mean, the loss itself, as a line."""
    n, finite = len(losses), np.nan_to_num(losses, posinf=plane.y_range[1])
    number = np.arange(1, n + 1)
    left, _, right, _ = plane.box
    bars = plane.lines(
        np.column_stack([number, np.zeros(n), number, finite]), COLOUR["gradient"], 0.7 * (right - left) / n
    )
    mean = float(finite.mean())
    items = [*plane.axes(x_title, y_title), bars]
    if outlier is not None:
        at = np.array([float(outlier + 1)])
        items.append(plane.marks(at, finite[outlier : outlier + 1], COLOUR["background"], size=8))
    items.append(plane.line(np.array(plane.x_range), np.full(2, mean), COLOUR["text"], 2))
    return plane.draw(items, theme)
