"""Axes: a rectangle of a drawing that shows two ranges of numbers, with ticks, and lines cut off at its rim."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from core.figures.drawing import HEAD, Drawing, Item, drawing, plane
from core.figures.figure import Array
from core.figures.number import decade, told
from core.figures.theme import Theme, inks

Range = tuple[float, float]

LEFT, RIGHT, TOP, BOTTOM = 44.0, 12.0, 8.0, 38.0  # px around the rectangle; a title replaces the room on top
TICK = 4.0  # px
TICKS, FEW = 6, 5  # at most, on an axis of unknown length, and on the shortest
ACROSS, UP = 36.0, 21.0  # px from tick to tick, at least
DECADES = 6  # told at most, on a logarithmic axis
MOST = 1200  # pieces of a thinned line


@dataclass(frozen=True)
class Axes:
    """Two ranges of numbers over a rectangle at `left`, `top`, `width` × `height` px; `log_y`: y is positive."""

    x_range: Range
    y_range: Range
    left: float
    top: float
    width: float
    height: float
    log_y: bool = False
    title: str = ""  # of the drawing, over it

    @classmethod
    def within(
        cls,
        x_range: Range,
        y_range: Range,
        width_px: float,
        height_px: float,
        *,
        title: str = "",
        left: float = LEFT,
        top: float | None = None,
        log_y: bool = False,
    ) -> Self:
        """The axes that fill a drawing, its title and the room for ticks and names included."""
        over = (0.0 if title else TOP) if top is None else top
        height = height_px - (HEAD if title else 0.0) - over - BOTTOM
        return cls(x_range, y_range, left, over, width_px - left - RIGHT, height, log_y, title)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and foot in px."""
        return self.left, self.top, self.left + self.width, self.top + self.height

    @property
    def plane(self) -> dict[str, object]:
        """What a drawing says of it, to know the pointer's place in numbers; log₁₀ y on a logarithmic axis."""
        return plane(self.left, self.top, self.width, self.height, self.x_range, self._y_range)

    @property
    def _y_range(self) -> Range:
        low, high = self.y_range
        return (float(np.log10(low)), float(np.log10(high))) if self.log_y else (low, high)

    def across(self, x: Array | float) -> Array:
        """x in px."""
        low, high = self.x_range
        with np.errstate(over="ignore"):
            return self.left + (np.asarray(x, np.float64) - low) * (self.width / (high - low))

    def up(self, y: Array | float) -> Array:
        """y in px, downwards."""
        (low, high), y = self._y_range, np.asarray(y, np.float64)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            return self.top + (high - (np.log10(y) if self.log_y else y)) * (self.height / (high - low))

    def place(self, x: Array | float, y: Array | float) -> Array:
        """Numbers → px (n, 2)."""
        return np.stack(np.broadcast_arrays(np.atleast_1d(self.across(x)), np.atleast_1d(self.up(y))), 1)

    def inside(self, x: Array | float, y: Array | float) -> Array:
        """Which of the numbers are shown; what is not a number is not."""
        (left, right), (low, high) = self.x_range, self.y_range
        return np.asarray((left <= x) & (x <= right) & (low <= y) & (y <= high))

    def rim(self, px: Array) -> Array:
        """Places (n, 2) in px, those beyond the rim moved onto it."""
        return np.clip(px, self.box[:2], self.box[2:])

    def line(self, x: Array, y: Array, *, least: float = 0.0, most: int = MOST) -> Array:
        """The line through numbers (n,), (n,) as pieces in px (m, 4), cut off at the rim; `least` px thins it.

        What is not finite breaks it.
        """
        px = self.place(x, y)
        if least:
            px = thinned(px, least, most)
        return clip(np.concatenate([px[:-1], px[1:]], 1), self.box)

    def segments(self, ends: Array) -> Array:
        """Separate lines (n, 4) of x0, y0, x1, y1 in px, cut off at the rim."""
        return clip(np.concatenate([self.place(*ends[:, :2].T), self.place(*ends[:, 2:].T)], 1), self.box)

    def items(
        self,
        x_title: str,
        y_title: str,
        *,
        text: int,
        grid: int,
        lines: bool = True,
        x_ticks: Sequence[float] | None = None,
        y_ticks: Sequence[float] | None = None,
    ) -> list[Item]:
        """Frame and, with `lines`, grid; ticks, numbers and names; `text` and `grid` are indices of colours."""
        left, top, right, foot = self.box
        xs = ticks(*self.x_range, int(self.width / ACROSS)) if x_ticks is None else np.array(x_ticks, float)
        if y_ticks is not None:
            ys = np.array(y_ticks, float)
        else:
            ys = decades(*self.y_range) if self.log_y else ticks(*self.y_range, int(self.height / UP))
        columns, rows = self.across(xs), self.up(ys)
        rules = [(left, top, right, top), (left, foot, right, foot), (left, top, left, foot), (right, top, right, foot)]
        if lines:
            rules += [(x, foot, x, top) for x in columns] + [(left, y, right, y) for y in rows]
        marks = [(x, foot, x, foot + TICK) for x in columns] + [(left, y, left - TICK, y) for y in rows]
        link = {"kind": "links", "curved": False, "width": 1}
        style = {"kind": "words", "size": 11, "colour": text}
        below = np.array([(x, foot + TICK + 8) for x in columns], np.float32).reshape(-1, 2)
        beside = np.array([(left - TICK - 3, y) for y in rows], np.float32).reshape(-1, 2)
        names = style | {"size": 12, "align": "center"}
        aside = np.array([(max(left - 40, 12), (top + foot) / 2)], np.float32)
        return [
            link | {"ends": np.array(rules, np.float32), "colour": grid},
            link | {"ends": np.array(marks, np.float32).reshape(-1, 4), "colour": text},
            style | {"xy": below, "text": [told(x, 6) for x in xs], "align": "center"},
            style | {"xy": beside, "text": [decade(y) if self.log_y else told(y, 6) for y in ys], "align": "right"},
            names | {"xy": np.array([((left + right) / 2, foot + 29)], np.float32), "text": [x_title]},
            names | {"xy": aside, "text": [y_title], "angle": -90},
        ]

    def draw(self, items: Sequence[Item], theme: Theme, colours: Sequence[str] | None = None) -> Drawing:
        """The drawing of these items, in the theme's `inks` unless `colours` are given."""
        width, height = self.left + self.width + RIGHT, self.top + self.height + BOTTOM
        colours = inks(theme) if colours is None else colours
        return drawing(width, height, items, theme=theme, colours=colours, title=self.title, plane=self.plane)


def ticks(low: float, high: float, most: int = TICKS) -> Array:
    """Multiples of 1, 2 or 5 times a power of ten between two numbers, at most `most`, zero exact; at least two."""
    most = max(most, FEW)
    power = 10.0 ** np.floor(np.log10((high - low) / most))
    for step in (1 * power, 2 * power, 5 * power, 10 * power, 20 * power):
        first, last = np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9)
        if last - first < most:
            break
    return np.arange(first, last + 1) * step + 0.0


def decades(low: float, high: float, most: int = DECADES) -> Array:
    """Powers of ten from low to high, at most `most` of them."""
    first, last = int(np.ceil(np.log10(low) - 1e-9)), int(np.floor(np.log10(high) + 1e-9))
    return 10.0 ** np.arange(first, last + 1, max(1, -(-(last - first) // (most - 1))), dtype=float)


def clip(ends: Array, box: tuple[float, float, float, float]) -> Array:
    """The parts of lines (n, 4), x0, y0, x1, y1, inside a box of left, top, right, foot; none that is not finite.

    Liang & Barsky, A new concept and method for line clipping (1984).
    """
    ends = np.asarray(ends, np.float64)
    ends = ends[np.isfinite(ends).all(1)]
    start, along = ends[:, :2], ends[:, 2:] - ends[:, :2]
    low, high = np.array(box[:2]), np.array(box[2:])
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        a, b = (low - start) / along, (high - start) / along
    still, within = along == 0, (low <= start) & (start <= high)
    first = np.where(still, np.where(within, 0, np.inf), np.minimum(a, b)).max(1, initial=0)[:, None]
    last = np.where(still, 1, np.maximum(a, b)).min(1, initial=1)[:, None]
    keep = (first < last)[:, 0]
    start, along, first, last = start[keep], along[keep], first[keep], last[keep]
    return np.concatenate([start + first * along, start + last * along], 1)


def thinned(px: Array, least: float = 1.0, most: int = MOST) -> Array:
    """Of places (n, 2) in px those at which the way has grown by `least` px, and the last; at most every `most`th part.

    So a path that stays where it is costs nothing and one that zigzags keeps every turn that can be seen.
    """
    if len(px) < 2:
        return px
    known = np.asarray(np.isfinite(px).all(1))
    with np.errstate(invalid="ignore"):
        step = np.where(known[1:] & known[:-1], np.hypot(*np.diff(px, axis=0).T), least)  # gaps stay
    way = np.floor(np.minimum(np.cumsum(step), 1e12) / least)
    keep = np.concatenate([[True], np.diff(way, prepend=0) > 0])
    keep[-1] = True
    kept = px[keep]
    return kept if len(kept) <= most + 1 else np.concatenate([kept[: -1 : -(-len(kept) // most)], kept[-1:]])
