"""Field: a rectangle of a drawing that shows two ranges, with its axes, and ways across it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.figures.drawing import Item, plane
from core.figures.figure import Array

Range = tuple[float, float]
TICK = 4.0  # px


@dataclass(frozen=True)
class Field:
    """Left, top, width and height in px, and what the sides stand for; `log_y` where y is log10 of what is told."""

    left: float
    top: float
    width: float
    height: float
    x_range: Range
    y_range: Range
    log_y: bool = False

    def place(self, xy: Array) -> Array:
        """Points (…, 2) of the plane → px, y downwards."""
        (x0, x1), (y0, y1) = self.x_range, self.y_range
        scale = np.array([self.width / (x1 - x0), -self.height / (y1 - y0)])
        placed: Array = np.array([self.left, self.top]) + (np.asarray(xy) - (x0, y1)) * scale
        return placed

    @property
    def corners(self) -> tuple[Array, Array]:
        """Left and top, right and bottom, in px."""
        return np.array([self.left, self.top]), np.array([self.left + self.width, self.top + self.height])

    def inside(self, places: Array) -> Array:
        """Which places (n, 2) in px lie in the rectangle; one that is no number does not."""
        low, high = self.corners
        within: Array = np.all((places >= low) & (places <= high), axis=-1)
        return within

    def clip(self, ends: Array) -> Array:
        """The parts of segments (n, 4) in px that lie in the rectangle (Liang & Barsky 1984)."""
        ends = np.asarray(ends, np.float64)
        ends = ends[np.isfinite(ends).all(1)]
        start, way = ends[:, :2], ends[:, 2:] - ends[:, :2]
        low, high = self.corners
        with np.errstate(divide="ignore", invalid="ignore"):
            first, second = (low - start) / way, (high - start) / way
        still = way == 0
        within = (start >= low) & (start <= high)
        enter = np.where(still, np.where(within, 0, np.inf), np.minimum(first, second)).max(1, initial=0)
        leave = np.where(still, np.where(within, 1, -np.inf), np.maximum(first, second)).min(1, initial=1)
        keep = enter < leave
        enter, leave = enter[keep, None], leave[keep, None]
        return np.concatenate([start[keep] + enter * way[keep], start[keep] + leave * way[keep]], 1).astype(np.float32)

    def spec(self) -> dict[str, object]:
        """What a drawing says of its plane, for clicks and drags."""
        return plane(self.left, self.top, self.width, self.height, self.x_range, self.y_range)

    def axes(self, x_title: str, y_title: str, *, line: int, ink: int) -> list[Item]:
        """Frame, ticks at round numbers, and the axes' names; `line` and `ink` are colours' numbers."""
        left, low = self.left, self.top + self.height
        xs = np.array(rounds(self.x_range))
        ys = np.array(whole(self.y_range) if self.log_y else rounds(self.y_range))
        across = self.place(np.column_stack([xs, np.full(len(xs), self.y_range[0])]))[:, 0]
        up = self.place(np.column_stack([np.full(len(ys), self.x_range[0]), ys]))[:, 1]
        ticks = [(x, low, x, low + TICK) for x in across] + [(left, y, left - TICK, y) for y in up]
        frame = [
            (left, self.top, left + self.width, self.top),
            (left, low, left + self.width, low),
            (left, self.top, left, low),
            (left + self.width, self.top, left + self.width, low),
        ]
        words = {"kind": "words", "size": 11, "colour": ink}
        name = words | {"size": 12, "align": "center"}
        y_names = [power(v) if self.log_y else tell(v) for v in ys]
        return [
            {"kind": "links", "ends": np.array(frame, np.float32), "width": 1, "colour": line, "curved": False},
            {"kind": "links", "ends": np.array(ticks, np.float32), "width": 1, "colour": ink, "curved": False},
            words | {"xy": _pairs(across, low + TICK + 8), "text": [tell(v) for v in xs], "align": "center"},
            words | {"xy": _pairs(np.full(len(up), left - TICK - 3), up), "text": y_names, "align": "right"},
            name | {"xy": _pairs([left + self.width / 2], low + 29), "text": [x_title]},
            name | {"xy": _pairs([left - 34], low - self.height / 2), "text": [y_title], "angle": -90},
        ]


def _pairs(x: Array | Sequence[float], y: Array | float) -> Array:
    x = np.asarray(x, np.float32)
    return np.column_stack([x, np.broadcast_to(np.asarray(y, np.float32), x.shape)])


def rounds(limits: Range, most: int = 7) -> list[float]:
    """At most `most` round numbers within the limits, 1, 2 or 5 times a power of ten apart."""
    rough = (limits[1] - limits[0]) / (most - 1)
    power = 10.0 ** np.floor(np.log10(rough))
    step = power * next(s for s in (1, 2, 5, 10) if s * power >= rough * (1 - 1e-9))
    first, last = np.ceil(limits[0] / step - 1e-9), np.floor(limits[1] / step + 1e-9)
    return [float(k * step) + 0.0 for k in np.arange(first, last + 1)]  # −0 + 0 = 0


def whole(limits: Range, most: int = 6) -> list[float]:
    """At most about `most` whole numbers within the limits, evenly spaced."""
    low, high = int(np.ceil(limits[0] - 1e-9)), int(np.floor(limits[1] + 1e-9))
    return [float(k) for k in range(low, high + 1, max(1, -(-(high - low) // most)))]


def tell(value: float) -> str:
    return f"{value:.6g}".replace("-", "−")


SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def power(exponent: float) -> str:
    """10 to a whole number, small ones written out."""
    return tell(10.0**exponent) if -2 <= exponent <= 3 else "10" + f"{exponent:.0f}".translate(SUPERSCRIPT)


def polyline(places: Array, *, least: float = 1.0, most: int = 1200) -> Array:
    """Segments (n, 4) through places (m, 2) in px, leaving out steps until the way has grown by `least` px.

    So a path that stays where it is costs nothing and one that zigzags keeps every turn that can be seen; of more than
    `most` segments each second, third, … remains.
    """
    places = np.asarray(places, np.float64)
    places = places[np.isfinite(places).all(1)]
    if len(places) < 2:
        return np.empty((0, 4), np.float32)
    step = np.hypot(*np.diff(places, axis=0).T)
    way = np.floor(np.minimum(np.cumsum(step), 1e12) / least)
    keep = np.concatenate([[True], np.diff(way, prepend=0) > 0])
    keep[-1] = True
    kept = places[keep]
    if len(kept) > most + 1:
        kept = np.concatenate([kept[: -1 : -(-len(kept) // most)], kept[-1:]])
    return np.concatenate([kept[:-1], kept[1:]], 1)
