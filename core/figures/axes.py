"""Axes: a rectangle of a drawing with a number axis along its foot and one along its left side."""

from dataclasses import dataclass

import numpy as np

from core.figures.drawing import Item
from core.figures.figure import Array
from core.figures.number import told

TICK = 4.0  # px
STILL = 1e-12  # from which a difference counts as none
TICKS = 6  # at most, on an axis


@dataclass(frozen=True)
class Axes:
    """What stands where: `x_range` and `y_range` over a rectangle at `left`, `top`, `width` × `height` px."""

    x_range: tuple[float, float]
    y_range: tuple[float, float]
    left: float
    top: float
    width: float
    height: float

    @property
    def plane(self) -> dict[str, object]:
        """What a drawing says of it, so that the pointer's place is known in numbers."""
        place = {"x": self.left, "y": self.top, "width": self.width, "height": self.height}
        return place | {"x_range": list(self.x_range), "y_range": list(self.y_range)}

    def place(self, x: Array | float, y: Array | float) -> Array:
        """Numbers → px, float32 (n, 2)."""
        across = self.left + (np.asarray(x, float) - self.x_range[0]) * (self.width / np.ptp(self.x_range))
        down = self.top + (self.y_range[1] - np.asarray(y, float)) * (self.height / np.ptp(self.y_range))
        return np.stack(np.broadcast_arrays(np.atleast_1d(across), np.atleast_1d(down)), 1).astype(np.float32)

    def line(self, x: Array, y: Array) -> Array:
        """The polyline through numbers x (n,), y (n,) as pieces in px (m, 4), cut off at the rim."""
        at = np.stack([x, y], 1).astype(float)
        pieces = clip(np.concatenate([at[:-1], at[1:]], 1), self.x_range, self.y_range)
        return np.concatenate([self.place(*pieces[:, :2].T), self.place(*pieces[:, 2:].T)], 1)

    def inside(self, x: float, y: float) -> bool:
        return bool(self.x_range[0] <= x <= self.x_range[1] and self.y_range[0] <= y <= self.y_range[1])

    def items(self, x_title: str, y_title: str, *, text: int, grid: int) -> list[Item]:
        """Grid, ticks, numbers and names; `text` and `grid` are indices of colours."""
        across, along = ticks(*self.x_range), ticks(*self.y_range)
        left, right = self.left, self.left + self.width
        top, foot = self.top, self.top + self.height
        columns = self.place(across, self.y_range[0])[:, 0]
        rows = self.place(self.x_range[0], along)[:, 1]
        lines = [(x, foot, x, top) for x in columns] + [(left, y, right, y) for y in rows]
        marks = [(x, foot, x, foot + TICK) for x in columns] + [(left, y, left - TICK, y) for y in rows]
        link = {"kind": "links", "curved": False, "width": 1}
        style = {"kind": "words", "size": 11, "colour": text}
        below = np.array([(x, foot + TICK + 8) for x in columns], np.float32)
        beside = np.array([(left - TICK - 3, y) for y in rows], np.float32)
        names = style | {"size": 12, "align": "center"}
        return [
            link | {"ends": np.array(lines, np.float32), "colour": grid},
            link | {"ends": np.array(marks, np.float32), "colour": text},
            style | {"xy": below, "text": [told(v) for v in across], "align": "center"},
            style | {"xy": beside, "text": [told(v) for v in along], "align": "right"},
            names | {"xy": np.array([((left + right) / 2, foot + 29)], np.float32), "text": [x_title]},
            names | {"xy": np.array([(left - 32, (top + foot) / 2)], np.float32), "text": [y_title], "angle": -90},
        ]


def ticks(low: float, high: float, most: int = TICKS) -> Array:
    """Multiples of 1, 2 or 5 times a power of ten between two numbers, at most `most` of them, zero exact."""
    power = 10.0 ** np.floor(np.log10((high - low) / most))
    step = next(s * power for s in (1, 2, 5, 10, 20) if np.floor(high / s / power) - np.ceil(low / s / power) < most)
    return np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step + 0.0


def clip(ends: Array, x_range: tuple[float, float], y_range: tuple[float, float]) -> Array:
    """The parts of lines (n, 4), x0, y0, x1, y1, inside a rectangle; none that is not finite (Liang & Barsky 1984)."""
    ends = ends[np.isfinite(ends).all(1)]
    start, along = ends[:, :2], ends[:, 2:] - ends[:, :2]
    first, last = np.zeros(len(ends)), np.ones(len(ends))
    for k, (low, high) in enumerate((x_range, y_range)):
        still = np.abs(along[:, k]) < STILL
        within = (low <= start[:, k]) & (start[:, k] <= high)
        rate = np.where(still, 1, along[:, k])
        a, b = (low - start[:, k]) / rate, (high - start[:, k]) / rate
        near, far = np.where(still, np.where(within, 0, 2), np.minimum(a, b)), np.where(still, 1, np.maximum(a, b))
        first, last = np.maximum(first, near), np.minimum(last, far)
    keep = first < last
    start, along, first, last = start[keep], along[keep], first[keep, None], last[keep, None]
    return np.concatenate([start + first * along, start + last * along], 1)
