"""Embedding: points on the plane by class, in colour and shape, with the name of each class in its middle, or as near
as the other names let it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.figures.answer_bars import letters
from core.figures.axes import Axes
from core.figures.drawing import Drawing, Item
from core.figures.figure import Array
from core.figures.scale import outward
from core.figures.theme import SYMBOLS, Theme

SIZE, WORD = 7.0, 17.0  # px of a point, and of a name's letters
BACKGROUND, TEXT, MUTED, GRID, OUTLINE, FIRST = range(6)


def embedding(
    places: Array,
    classes: Array,
    *,
    names: Sequence[str],
    theme: Theme,
    wrong: Array | None = None,
    data: Array | None = None,
    hover: Sequence[str] = (),
    selected: int | None = None,
    own: tuple[float, float] | None = None,
    own_name: str = "",
    middles: Array | None = None,
    title: str = "",
    x_title: str = "",
    y_title: str = "",
    width_px: float = 600,
    height_px: float = 480,
) -> Drawing:
    """Points (n, 2) of classes (n,); those that are `wrong` (n,) have a dark rim, the selected one a square.

    They are named `point` with the rows of `data` (n, m), to be hovered and clicked. `own` is a place of one's own,
    and `middles` (n_classes, 2) are where the names stand, if not in the middle of their points.
    """
    axes = Axes.within((-1, 1), (-1, 1), width_px, height_px, title=title)
    far, room = np.abs(np.nan_to_num(places)).max(0, initial=0.0), np.array([axes.width, axes.height])
    unit = outward(float((far / room).max())) if far.any() else 1.0  # per px, the same along both axes
    x, y = (unit * room).tolist()
    axes = replace(axes, x_range=(-x, x), y_range=(-y, y))
    items: list[Item] = axes.items(x_title, y_title, text=MUTED, grid=GRID)
    xy = axes.place(*np.nan_to_num(places).T)
    bad = np.zeros(len(places), bool) if wrong is None else np.asarray(wrong, bool)
    for k in range(len(names)):
        for miss in (False, True):
            here = np.flatnonzero((classes == k) & (bad == miss))
            if not len(here):
                continue
            mark = {
                "kind": "marks",
                "shape": shape(k),
                "xy": xy[here],
                "size": SIZE + 1.5 * miss,
                "fill": FIRST + k % 8,
            }
            found = {"name": "point", "data": data[here], "hover": list(hover)} if data is not None else {}
            items.append(mark | found | {"stroke": OUTLINE if miss else BACKGROUND, "line": 1.6 if miss else 0.6})
    known = [k for k in range(len(names)) if (classes == k).any()]
    spots = [np.median(xy[classes == k], 0) if middles is None else axes.place(*middles[k])[0] for k in known]
    named = np.array(spots, np.float32).reshape(-1, 2)
    if middles is None:
        wide = np.array([letters(names[k]) for k in known]) * WORD / 11
        named = apart(named, wide, WORD + 1, axes.top + WORD / 2, axes.top + axes.height - WORD / 2)
    words = {"kind": "words", "align": "center", "size": WORD, "colour": TEXT, "halo": BACKGROUND}
    items.append(words | {"xy": named, "text": [names[k] for k in known]})
    if selected is not None and 0 <= selected < len(xy):
        box = {"kind": "marks", "shape": "box", "size": SIZE + 9, "stroke": OUTLINE, "line": 2}
        items.append(box | {"xy": xy[selected : selected + 1]})
    if own is not None:
        at = axes.rim(axes.place(*own))
        star = {"kind": "marks", "shape": "star", "xy": at, "size": 3 * SIZE, "fill": TEXT, "stroke": BACKGROUND}
        items.append(star | {"line": 2, "hover": [own_name]})
        items.append(words | {"xy": at + np.array([0, 20]), "text": [own_name], "size": 13})
    colours = [theme.background, theme.text, theme.muted, theme.grid, theme.outline, *theme.classes]
    made = axes.draw(items, theme, colours)
    made["drawing"]["names"] = list(names)
    return made


def apart(xy: Array, wide: Array, high: float, low: float, most: float) -> Array:
    """Middles (n, 2) of words so `wide` (n,) and `high`, moved up and down until none lies on another, and as far as
    they have room between `low` and `most`."""
    order = np.argsort(xy[:, 1], kind="stable")
    beside = np.abs(xy[:, None, 0] - xy[None, :, 0]) < (wide[:, None] + wide[None, :]) / 2

    def pushed(y: Array, order: Array) -> Array:
        """Each as far on as it must be to keep away from all before it."""
        y = y.copy()
        for n, i in enumerate(order):
            before = order[:n][beside[i, order[:n]]]
            y[i] = max(y[i], y[before].max(initial=-np.inf) + high)
        return y

    y = (pushed(xy[:, 1], order) - pushed(-xy[:, 1], order[::-1])) / 2
    y = -pushed(-np.minimum(y, most), order[::-1])
    return np.column_stack([xy[:, 0], pushed(np.maximum(y, low), order)]).astype(np.float32)


def shape(k: int) -> str:
    """The symbol of a class: two that share a colour differ in it."""
    return SYMBOLS[(k + k // 8) % len(SYMBOLS)]
