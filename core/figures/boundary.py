"""Boundary: what a model, or one neuron, answers at every point of the plane, under the data it learns from."""

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np

from core.figures.drawing import HEAD, Drawing, Item, drawing, plane
from core.figures.figure import Array
from core.figures.points import Points, colours, points
from core.figures.theme import Theme, class_palette, palette, rgb

STEPS = 4  # discretised regression: steps on each side of zero
RING = 16.0  # px
OPACITY = 0.8  # of the map, so that the points stand out
LEFT, RIGHT, TOP, BOTTOM = 44.0, 12.0, 8.0, 38.0  # px around the plane; a title replaces the room on top
TICK = 4.0  # px
MUTED, OUTLINE, GRID = 2, 3, 4  # colours of `points.colours`
UNKNOWN = -32768  # stands for what is not a number


def boundary(
    values: Array,
    extent: float,
    train: Points | None = None,
    test: Points | None = None,
    *,
    n_classes: int,
    theme: Theme,
    discretize: bool = False,
    show_test: bool = False,
    selected: tuple[float, float] | None = None,
    title: str = "",
    x_title: str = "x",
    y_title: str = "y",
    labels: Mapping[str, str] | None = None,
    limit: float = 1.0,
    centre: float = 0.0,
    size_px: float = 360,
) -> Drawing:
    """Map of `values` on a grid from −extent to extent, row 0 lowest, and the points on it, `size_px` high.

    `values` is (n, n) for two classes or regression (n_classes 0), coloured from centre − limit to
    centre + limit and told as they are, else probabilities (n_classes, n, n). `train` and `test` are x (m, 2) and
    y (m,): class numbers, or targets in −1…1. `labels` are the words of the hover: value, class, train, test.
    """
    wanted = 3 if n_classes > 2 else 2
    if values.ndim != wanted or (n_classes > 2 and len(values) != n_classes):
        raise ValueError(f"values of {n_classes} classes must have {wanted} dimensions, not shape {values.shape}")
    words = {"value": "", "class": "", "train": "", "test": ""} | dict(labels or {})
    where = f"{x_title} = {{x}}, {y_title} = {{y}}"
    top, height = (0.0, size_px - HEAD) if title else (TOP, size_px)
    side = height - top - BOTTOM
    scale, middle = side / 2 / extent, np.array([LEFT + side / 2, top + side / 2], np.float32)
    many = n_classes > 2
    two = (values, n_classes, theme, discretize, limit, centre)
    area = _classes(values, theme, discretize) if many else _values(*two)
    area |= {
        "kind": "images",
        "name": "map",
        "at": np.array([[LEFT, top, side]], np.float32),
        "smooth": not discretize,
        "inset": 0.5 if values.shape[-1] > 1 else 0,  # the outer pixels' middles lie on the rim
        "hover": [where, f"{words['class']} {{c}}: {{p}} %" if many else f"{words['value']} {{v}}"],
    }
    items = [area, *_axes(middle, side, extent, x_title, y_title)]
    told = f"{words['class' if n_classes else 'value']} {'{i1}' if n_classes else '{1}'}"
    for name, data in (("train", train), ("test", test if show_test else None)):
        if data is not None:
            hover = f"{where}\n{told} · {words[name]}"
            items += points(name, data, middle, scale, extent, n_classes, hover)
    if selected:
        ring = (middle + np.array([selected]) * (scale, -scale)).astype(np.float32)
        items.append({"kind": "marks", "shape": "circle", "xy": ring, "size": RING, "stroke": OUTLINE, "line": 2.5})
    return drawing(
        LEFT + side + RIGHT,
        height,
        items,
        theme=theme,
        colours=colours(n_classes, theme),
        title=title,
        plane=plane(LEFT, top, side, side, (-extent, extent), (-extent, extent)),
    )


def _values(values: Array, n_classes: int, theme: Theme, discretize: bool, limit: float, centre: float) -> Item:
    """Pixels and hover values of `values` (n, n), shown from centre − limit to centre + limit."""
    away = np.asarray(values, np.float32) - np.float32(centre)
    shown = np.clip(np.nan_to_num(away) / np.float32(limit), -1, 1)
    if discretize:
        shown = np.sign(shown) if n_classes else np.rint(shown * STEPS) / np.float32(STEPS)
    finite = np.isfinite(values)
    scale = float(np.max(np.abs(values), where=finite, initial=0)) / 32767 or 1.0
    told = np.where(finite, np.rint(np.where(finite, values, 0) / scale), UNKNOWN)
    return {
        "pixels": np.rint((shown + 1) * 127.5).astype(np.uint8)[None],
        "palette": _faded(palette, theme),
        "values": told.astype(np.int16)[None],
        "scale": scale,
    }


def _classes(probabilities: Array, theme: Theme, discretize: bool) -> Item:
    """Pixels `class · levels + confidence` of probabilities (k, n, n), and for the hover the best class's."""
    k = len(probabilities)
    probabilities = np.nan_to_num(probabilities)
    levels = 256 // k
    best = probabilities.argmax(0)
    top = probabilities.max(0)
    strength = np.ones_like(top) if discretize else np.clip((top - 1 / k) / (1 - 1 / k), 0, 1)
    return {
        "pixels": (best * levels + np.rint(strength * (levels - 1)).astype(np.int64)).astype(np.uint8)[None],
        "palette": _faded(class_palette, theme, k),
        "values": np.rint(100 * top).astype(np.uint8)[None],
        "scale": 0.01,
        "classes": best.astype(np.uint8)[None],
    }


@cache
def _faded(make: Callable[..., Array], theme: Theme, *more: int) -> Array:
    """A palette, uint8 (n, 3), as it looks at `OPACITY` over the background."""
    full = make(theme, *more).astype(float)
    return np.rint(OPACITY * full + (1 - OPACITY) * rgb(theme.background)).astype(np.uint8)


def _axes(middle: Array, side: float, extent: float, x_title: str, y_title: str) -> list[Item]:
    """Ticks at zero and at one round number on each side of it, and the axes' names, outside the plane."""
    power = 10.0 ** np.floor(np.log10(extent))
    end = power * max(step for step in (1, 2, 5) if step * power <= extent)
    at = np.array([-end, 0, end])
    shift = at * (side / 2 / extent)
    x, y = float(middle[0]), float(middle[1])
    left, low = x - side / 2, y + side / 2
    ticks = [(x + s, low, x + s, low + TICK) for s in shift] + [(left, y - s, left - TICK, y - s) for s in shift]
    text = [f"{value:g}".replace("-", "−") for value in at]
    style = {"kind": "words", "size": 11, "colour": MUTED}
    name = style | {"size": 12, "align": "center"}
    columns = np.array([(x + s, low + TICK + 8) for s in shift], np.float32)
    rows = np.array([(left - TICK - 3, y - s) for s in shift], np.float32)
    frame = {"kind": "marks", "shape": "box", "xy": np.array([(x, y)], np.float32), "size": side}
    return [
        frame | {"stroke": GRID, "line": 1},
        {"kind": "links", "ends": np.array(ticks, np.float32), "width": 1, "colour": MUTED, "curved": False},
        style | {"xy": columns, "text": text, "align": "center"},
        style | {"xy": rows, "text": text, "align": "right"},
        name | {"xy": np.array([(x, low + 29)], np.float32), "text": [x_title]},
        name | {"xy": np.array([(left - 30, y)], np.float32), "text": [y_title], "angle": -90},
    ]
