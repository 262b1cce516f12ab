"""Activation: one function and its derivative on a common axis, its flat and dead zones, and where a neuron stands."""

from collections.abc import Mapping, Sequence

import numpy as np

from core.figures.axes import Axes
from core.figures.drawing import Drawing, Item
from core.figures.figure import Array
from core.figures.number import told
from core.figures.strokes import Stroke, key
from core.figures.theme import Theme, alpha

POINT = 13.0  # px
DASH = 7.0, 4.0  # px
TANGENT = 1.2  # length in z on each side of the point
HATCH = 7.0  # px between the strokes over a dead zone
TEXT, GRID, MUTED, FUNCTION, DERIVATIVE, SHADE, BACKGROUND, PALE = range(8)  # colours
VALUE, SLOPE = Stroke(FUNCTION, 2.25), Stroke(DERIVATIVE, 2.25, DASH)
STEEP = 50.0  # slope from which a curve is taken to jump
STRONGEST = 4.0  # of f and f′ shown at most

Zones = Sequence[tuple[float, float]]


def activation(
    z: Array,
    f: Array,
    slope: Array,
    at: tuple[float, float, float],
    *,
    theme: Theme,
    flat: Zones = (),
    dead: Zones = (),
    title: str = "",
    labels: Mapping[str, str] | None = None,
    width_px: float = 380,
    height_px: float = 240,
) -> Drawing:
    """f (n,) and its derivative `slope` (n,) over `z` (n,); `at` is the neuron's z, f(z) and f′(z).

    Zones are intervals of z: `flat` ones are shaded, `dead` ones also hatched. A z beyond the axis stands at its rim
    as a diamond. The drawing's plane is the axes' rectangle. `labels` are the words of the hover: flat, dead.
    """
    words = {"flat": "", "dead": ""} | dict(labels or {})
    axes = plot(z, np.concatenate([f, slope]), width_px, height_px, title)
    items = [
        *_zones(axes, flat, dead, words),
        *axes.items("z", "", text=MUTED, grid=GRID),
        *_cross(axes),
        *_curve(axes, z, slope, SLOPE, "f′"),
        *_curve(axes, z, f, VALUE, "f"),
        *_standing(axes, *at),
        *_key(axes),
    ]
    colours = [theme.text, theme.grid, theme.muted, theme.train, theme.gradient]
    colours += [alpha(theme.muted, 0.16), theme.background, alpha(theme.muted, 0.45)]
    return axes.draw(items, theme, colours)


def plot(z: Array, values: Array, width_px: float, height_px: float, title: str) -> Axes:
    """Axes over the whole of `z`, and over the values to the next half, but no further than ±`STRONGEST`."""
    low, high = np.clip([values.min(), values.max()], -STRONGEST, STRONGEST)
    y_range = (min(np.floor(2 * low - 0.2) / 2, -0.5), max(np.ceil(2 * high + 0.2) / 2, 1.5))
    x_range = (float(z[0]), float(z[-1]))
    return Axes.within(x_range, y_range, width_px, height_px, title=title)


def unbroken(axes: Axes, z: Array, values: Array) -> Array:
    """Pieces in px (m, 4) of a curve over `z` (n,), without those in which it jumps."""
    jumps = np.abs(np.diff(values)) > STEEP * np.diff(z)
    parts = np.split(np.arange(len(z)), np.flatnonzero(jumps) + 1)
    return np.concatenate([axes.line(z[part], values[part]) for part in parts])


def _curve(axes: Axes, z: Array, values: Array, stroke: Stroke, name: str) -> list[Item]:
    """One curve of the two."""
    return [stroke.item(unbroken(axes, z, values)) | {"hover": [f"{name}({{x}}) = {{y}}"]}]


def _cross(axes: Axes) -> list[Item]:
    """The lines z = 0 and f = 0."""
    (x_low, x_high), (y_low, y_high) = axes.x_range, axes.y_range
    ends = np.concatenate(
        [axes.line(np.array([x_low, x_high]), np.zeros(2)), axes.line(np.zeros(2), np.array([y_low, y_high]))]
    )
    return [Stroke(PALE, 1).item(ends)]


def _zones(axes: Axes, flat: Zones, dead: Zones, words: Mapping[str, str]) -> list[Item]:
    """A band over each zone, and strokes over the dead ones."""
    middle = float(np.mean(axes.y_range))
    bands = [axes.line(np.array(zone), np.full(2, middle)) for zone in flat if zone[1] > zone[0]]
    items: list[Item] = []
    if bands:
        items.append(
            {"kind": "links", "ends": np.concatenate(bands), "width": axes.height, "colour": SHADE, "curved": False}
            | {"hover": [words["dead" if tuple(flat) == tuple(dead) else "flat"]]}
        )
    hatches = [_hatch(axes, *axes.place(np.array(zone), np.zeros(2))[:, 0]) for zone in dead]
    if hatches:
        ends = np.concatenate(hatches).astype(np.float32)
        items.append({"kind": "links", "ends": ends, "width": 0.75, "colour": PALE, "curved": False})
    return items


def _hatch(axes: Axes, left: float, right: float) -> Array:
    """Slanting strokes (n, 4) between two px, from foot to top, cut off at the sides."""
    foot, h = axes.top + axes.height, axes.height
    x = np.arange(left - h, right, HATCH)
    first, last = np.clip(left - x, 0, h), np.clip(right - x, 0, h)
    ends = np.stack([x + first, foot - first, x + last, foot - last], 1)
    return ends[last > first]


def _standing(axes: Axes, z: float, y: float, slope: float) -> list[Item]:
    """The neuron on both curves: a guide down the axis, the tangent whose slope is f′(z), and two points."""
    if not np.isfinite([z, y, slope]).all():
        return []
    (x_low, x_high), (y_low, y_high) = axes.x_range, axes.y_range
    x = float(np.clip(z, x_low, x_high))
    beyond = x != z
    heights = np.clip([y, slope], y_low, y_high)
    guide = axes.line(np.full(2, np.clip(x, x_low + 1e-6, x_high - 1e-6)), np.array([y_low, y_high]))
    tangent = axes.line(np.array([z - TANGENT, z + TANGENT]), y + slope * np.array([-TANGENT, TANGENT]))
    link = {"kind": "links", "curved": False}
    mark = {"kind": "marks", "stroke": BACKGROUND, "line": 1.5, "size": POINT}
    shape = "diamond" if beyond else "circle"
    return [
        link | {"ends": guide, "width": 1, "colour": MUTED},
        link | {"ends": tangent, "width": 1.5, "colour": DERIVATIVE},
        mark
        | {"shape": "square", "xy": axes.place(x, heights[1]), "fill": DERIVATIVE, "size": POINT - 3}
        | {"hover": [f"f′({told(z)}) = {told(slope)}"]},
        mark
        | {"shape": shape, "xy": axes.place(x, heights[0]), "fill": FUNCTION}
        | {"hover": [f"f({told(z)}) = {told(y)}"]},
    ]


def _key(axes: Axes) -> list[Item]:
    """Which line is which, in the upper left corner."""
    x, y = axes.left + 8, axes.top + 12
    return [*key([("f(z)", VALUE)], x, y, TEXT), *key([("f′(z)", SLOPE)], x, y + 17, TEXT)]
