"""Points: data as one vector picture over a map, which the browser draws once however often the map changes."""

from functools import lru_cache
from urllib.parse import quote

import numpy as np

from core.figures.figure import Array
from core.figures.theme import SYMBOLS, Theme, palette

Points = tuple[Array, Array]

SIDE = 360.0  # px, side of the picture's own coordinates
RADIUS = 3.6  # px
SHADES = 16  # colours of regression targets on each side of zero


HEAD = (
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' "
    f"viewBox='0 0 {SIDE:g} {SIDE:g}' width='{SIDE:g}' height='{SIDE:g}'>"
)


def _polygon(radius: Array, turn: float) -> str:
    """Closed path of corners at equal angles, `radius` from the centre, the first at `turn` of a circle."""
    angle = 2 * np.pi * (np.arange(len(radius)) / len(radius) + turn)
    x, y = radius * np.sin(angle), -radius * np.cos(angle)
    return _path(np.stack([x, y], 1))


def _path(corners: Array) -> str:
    """Closed path of corners (n, 2), relative to where the pen stands."""
    steps = np.diff(corners, axis=0, prepend=0)
    return "m" + "l".join(f"{x:.2f} {y:.2f}" for x, y in steps) + "z"


def _cross(arm: float, half: float, turn: float) -> str:
    """Plus sign of arm length and half width, turned by `turn` of a circle."""
    one = np.array([[half, -half], [half, -arm], [-half, -arm]])
    quarter = np.array([[0, -1], [1, 0]])
    corners = np.concatenate([one @ np.linalg.matrix_power(quarter, k) for k in range(4)])
    a = 2 * np.pi * turn
    return _path(corners @ np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]]))


R = RADIUS
PATHS = {
    "circle": f"m{-R} 0a{R} {R} 0 1 0 {2 * R} 0a{R} {R} 0 1 0 {-2 * R} 0z",
    "square": _polygon(np.full(4, 1.28 * R), 0.125),
    "triangle-up": _polygon(np.full(3, 1.45 * R), 0),
    "cross": _cross(1.3 * R, 0.48 * R, 0),
    "diamond": _polygon(np.full(4, 1.4 * R), 0),
    "x": _cross(1.3 * R, 0.48 * R, 0.125),
    "star": _polygon(np.tile([1.6 * R, 0.75 * R], 5), 0),
    "hexagon": _polygon(np.full(6, 1.2 * R), 0),
}


def points(train: Points, test: Points, extent: float, n_classes: int, theme: Theme) -> str:
    """Data URL of an SVG of both sets over ±extent, train solid and test hollow; classes differ in colour and symbol.

    A set is x (m, 2) and y (m,): class numbers, or for n_classes 0 targets in −1…1.
    """
    marks = []
    for (x, y), hollow in ((train, False), (test, True)):
        xy, label = np.ascontiguousarray(x, np.float32), np.ascontiguousarray(y, np.float32)
        if xy.ndim != 2 or xy.shape[1] != 2 or label.shape != xy.shape[:1]:
            raise ValueError(f"points must be x (m, 2) and y (m,), not {xy.shape} and {label.shape}")
        marks.append(_marks(xy.tobytes(), label.tobytes(), float(extent), n_classes, theme, hollow))
    return HEAD + "".join(marks) + "</svg>"


@lru_cache(maxsize=256)
def _marks(x: bytes, y: bytes, extent: float, n_classes: int, theme: Theme, hollow: bool) -> str:
    """One set as escaped SVG: a marker for each colour, set at the corners of an invisible line."""
    xy = np.frombuffer(x, np.float32).reshape(-1, 2)
    place = (xy * (1, -1) / extent + 1) * (SIDE / 2)
    label = np.frombuffer(y, np.float32)
    group = label.astype(int) if n_classes else np.rint(np.clip(label, -1, 1) * SHADES).astype(int)
    paths = []
    for g in np.unique(group):
        shape = PATHS[SYMBOLS[g % len(SYMBOLS)] if n_classes else "circle"]
        colour = theme.classes[g % len(theme.classes)] if n_classes else _shade(theme, g / SHADES)
        rim = theme.background if n_classes else theme.text
        fill, stroke, line = (theme.background, colour, 1.7) if hollow else (colour, rim, 0.9)
        marks = " ".join(f"{a:.1f},{b:.1f}" for a, b in place[group == g])
        name = f"{'test' if hollow else 'train'}{g}"
        at = f"url(#{name})"
        paths.append(
            f"<marker id='{name}' markerUnits='userSpaceOnUse' overflow='visible'>"
            f"<path d='M0 0{shape}' fill='{fill}' stroke='{stroke}' stroke-width='{line}'/></marker>"
            f"<polyline points='{marks}' fill='none' marker-start='{at}' marker-mid='{at}' marker-end='{at}'/>"
        )
    return quote("".join(paths), safe=" '=:/<>,;().-")


def _shade(theme: Theme, value: float) -> str:
    """Colour of a value in −1…1 on the diverging scale."""
    red, green, blue = palette(theme)[round((value + 1) * 127.5)]
    return f"rgb({red},{green},{blue})"
