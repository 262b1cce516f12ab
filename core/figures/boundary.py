"""Boundary: what a model, or one neuron, answers at every point of the plane, under the data it learns from."""

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np

from core.figures.axes import BOTTOM, LEFT, TOP, Axes
from core.figures.drawing import HEAD, Drawing, Item
from core.figures.figure import Array
from core.figures.points import Points, colours, points
from core.figures.theme import Theme, class_palette, palette, rgb

STEPS = 4  # discretised regression: steps on each side of zero
RING = 16.0  # px
OPACITY = 0.8  # of the map, so that the points stand out
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
    axes = Axes((-extent, extent), (-extent, extent), LEFT, top, side, side, title=title)
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
        "hover": [where, f"{words['class']} {{c}}: {{p}}%" if many else f"{words['value']} {{v}}"],
    }
    at = _ticks(extent)
    items = [area, *axes.items(x_title, y_title, text=MUTED, grid=GRID, lines=False, x_ticks=at, y_ticks=at)]
    told = f"{words['class' if n_classes else 'value']} {'{i1}' if n_classes else '{1}'}"
    for name, data in (("train", train), ("test", test if show_test else None)):
        if data is not None:
            hover = f"{where}\n{told} · {words[name]}"
            items += points(name, data, middle, scale, extent, n_classes, hover)
    if selected:
        ring = (middle + np.array([selected]) * (scale, -scale)).astype(np.float32)
        items.append({"kind": "marks", "shape": "circle", "xy": ring, "size": RING, "stroke": OUTLINE, "line": 2.5})
    return axes.draw(items, theme, colours(n_classes, theme))


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


def _ticks(extent: float) -> tuple[float, float, float]:
    """Zero and one round number on each side of it."""
    power = 10.0 ** np.floor(np.log10(extent))
    end = float(power * max(step for step in (1, 2, 5) if step * power <= extent))
    return -end, 0.0, end
