"""Fit: a curve over the points it predicts, with the misses it is judged by."""

from collections.abc import Mapping

import numpy as np

from core.figures.axes import LEFT, Axes
from core.figures.drawing import Drawing, Item
from core.figures.figure import Array
from core.figures.strokes import Stroke, key
from core.figures.theme import Theme, alpha

KEY = 20.0  # px over the axes, where the key stands
SIZE, RING = 7.2, 15.0  # px
BACKGROUND, TEXT, MUTED, OUTLINE, GRID, TRAIN, TEST, FITTED, MISS = range(9)
FIT, ANSWER, TRUTH = Stroke(FITTED, 3.0), Stroke(OUTLINE, 2.0, (7, 5)), Stroke(MUTED, 1.5, (2, 4))

Points = tuple[Array, Array]


def colours(theme: Theme) -> list[str]:
    """The colours of the lines and points of a regression, by the numbers above."""
    names = ("background", "text", "muted", "outline", "grid", "train", "test", "positive")
    return [*(getattr(theme, name) for name in names), alpha(theme.gradient, 0.55)]


def fit(
    train: Points,
    test: Points | None,
    x: Array,
    fitted: Array,
    *,
    theme: Theme,
    answer: Array | None = None,
    truth: Array | None = None,
    predicted: Array | None = None,
    x_range: tuple[float, float],
    y_range: tuple[float, float],
    selected: tuple[float, float] | None = None,
    title: str = "",
    x_title: str = "x",
    y_title: str = "y",
    labels: Mapping[str, str] | None = None,
    width_px: float = 420,
    height_px: float = 360,
) -> Drawing:
    """Points x (n,), y (n,) under the curves `fitted`, `answer` and `truth` over x (m,).

    `predicted` (n,) are the curve's values at the training points; each miss is drawn as a line from them to y.
    `labels` are the words of key and hover: fitted, answer, truth, miss, train, test.
    """
    words = dict.fromkeys(("fitted", "answer", "truth", "miss", "train", "test"), "") | dict(labels or {})
    axes = Axes.within(x_range, y_range, width_px, height_px, title=title, top=KEY)
    drawn = [(words[name], stroke, y) for name, stroke, y in named(fitted, answer, truth) if y is not None]
    items = axes.items(x_title, y_title, text=MUTED, grid=GRID)
    if predicted is not None:
        items.append(_misses(axes, train, predicted, words["miss"]))
    items += [stroke.item(axes.line(x, y)) for _, stroke, y in reversed(drawn)]
    items += _points("test", axes, test, words["test"]) if test else []
    items += _points("train", axes, train, words["train"])
    if selected and axes.inside(*selected):
        ring = {"kind": "marks", "shape": "circle", "xy": axes.place(*selected), "size": RING}
        items.append(ring | {"stroke": OUTLINE, "line": 2.5})
    items += key([(name, stroke) for name, stroke, _ in drawn], LEFT, KEY / 2, TEXT)
    return axes.draw(items, theme, colours(theme))


def named(fitted: Array, answer: Array | None, truth: Array | None) -> list[tuple[str, Stroke, Array | None]]:
    """The lines of a regression: name, stroke, values."""
    return [("fitted", FIT, fitted), ("answer", ANSWER, answer), ("truth", TRUTH, truth)]


def _misses(axes: Axes, train: Points, predicted: Array, word: str) -> Item:
    """A line from each prediction to what it should have been."""
    x, y = train
    low, high = np.clip(np.stack([predicted, y]), *axes.y_range)
    kept = np.isfinite(predicted) & (low != high) & (x >= axes.x_range[0]) & (x <= axes.x_range[1])
    ends = np.concatenate([axes.place(x[kept], low[kept]), axes.place(x[kept], high[kept])], axis=1)
    data = np.column_stack([x, predicted, y, y - predicted])[kept]
    hover = ["x = {0}: ŷ = {1}, y = {2}", f"{word} {{3}}"]
    return Stroke(MISS, 1.5).item(ends) | {"data": data.astype(np.float32), "hover": hover}


def _points(name: str, axes: Axes, points: Points, word: str) -> list[Item]:
    """Training points solid, test points hollow."""
    shown = axes.inside(*points)
    look = {"fill": TRAIN, "stroke": BACKGROUND, "line": 0.9}
    if name == "test":
        look = {"fill": BACKGROUND, "stroke": TEST, "line": 1.6}
    mark = {"kind": "marks", "name": name, "shape": "circle", "xy": axes.place(*points)[shown], "size": SIZE}
    data = np.flatnonzero(shown).astype(np.float32)[:, None]
    return [mark | look | {"data": data, "hover": [f"x = {{x}}, y = {{y}} · {word}"]}]
