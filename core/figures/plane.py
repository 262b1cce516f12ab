"""Plane: axes, lines and marks of a rectangle in its own units, as items of a drawing."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.figures.drawing import HEAD, Drawing, Item, drawing, plane
from core.figures.figure import Array
from core.figures.theme import Theme

LEFT, RIGHT, TOP, BOTTOM = 52.0, 14.0, 8.0, 40.0  # px around the plane; a title replaces the room on top
TICK = 4.0  # px
DASH, GAP = 6.0, 4.0  # px
NAMES = ("background", "text", "muted", "outline", "grid", "positive", "negative", "train", "test", "gradient")
COLOUR = {name: i for i, name in enumerate(NAMES)}
CLASS = len(NAMES)  # the colours of classes 0, 1, 2 … follow
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Plane:
    """A rectangle of `width` × `height` px, axes included, that shows `x_range` × `y_range` (`log_y`: positive)."""

    x_range: tuple[float, float]
    y_range: tuple[float, float]
    width: float
    height: float
    log_y: bool = False
    title: str = ""
    room: float = 0.0  # px over the frame, for what stands between it and the title

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the rectangle inside the axes, in px of the drawing."""
        head = self.room + (0.0 if self.title else TOP)
        below = HEAD if self.title else 0.0
        return LEFT, head, self.width - RIGHT, self.height - below - BOTTOM

    def across(self, x: Array | float) -> Array:
        """x in px."""
        left, _, right, _ = self.box
        low, high = self.x_range
        return left + (np.asarray(x, np.float64) - low) * ((right - left) / (high - low))

    def up(self, y: Array | float) -> Array:
        """y in px."""
        _, top, _, bottom = self.box
        low, high = self._scaled(np.array(self.y_range))
        return bottom - (self._scaled(np.asarray(y, np.float64)) - low) * ((bottom - top) / (high - low))

    def _scaled(self, y: Array) -> Array:
        if not self.log_y:
            return y
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.log10(y)

    def line(self, x: Array, y: Array, colour: int, width: float = 2.0, *, dashed: bool = False) -> Item:
        """Lines through points (n,), cut off at the rim; what is not finite breaks them."""
        px = np.column_stack([np.ravel(self.across(x)), np.ravel(self.up(y))])
        ends = dashes(px, self.box) if dashed else np.concatenate([px[:-1], px[1:]], 1)
        return links(ends if dashed else clipped(ends, self.box), colour, width)

    def lines(self, ends: Array, colour: int, width: float = 1.0) -> Item:
        """Separate lines (n, 4) of x0, y0, x1, y1, cut off at the rim."""
        x, y = self.across(ends[:, 0::2]), self.up(ends[:, 1::2])
        return links(clipped(np.column_stack([x[:, 0], y[:, 0], x[:, 1], y[:, 1]]), self.box), colour, width)

    def tangent(self, x: float, y: float, slope: float, colour: int, reach: float = 70.0) -> Item:
        """A straight line of ± `reach` px with this slope through a point."""
        left, top, right, bottom = self.box
        per_x = (right - left) / (self.x_range[1] - self.x_range[0])
        per_y = (bottom - top) / (self.y_range[1] - self.y_range[0])
        steep = -slope * per_y / per_x  # px down for each px across
        step = np.array([1.0, steep]) / np.hypot(1.0, steep) * reach if np.isfinite(steep) else np.array([0.0, reach])
        at = np.array([float(self.across(x)), float(self.up(y))])
        return links(clipped(np.concatenate([at - step, at + step])[None], self.box), colour, 2.5)

    def marks(self, x: Array, y: Array, fill: Array | int, *, shape: str = "circle", size: float = 9.0) -> Item:
        """Marks at points (n,); what lies beyond the rim is moved onto it."""
        left, top, right, bottom = self.box
        px = np.clip(np.ravel(self.across(x)), left, right), np.clip(np.ravel(self.up(y)), top, bottom)
        item = {"kind": "marks", "shape": shape, "xy": np.column_stack(px).astype(np.float32), "size": size}
        return item | {"fill": fill, "stroke": COLOUR["outline"], "line": 1.2}

    def word(
        self,
        x: float,
        y: float,
        text: str,
        colour: int,
        *,
        shift: tuple[float, float] = (0, 0),
        inside: bool = False,
        **more: object,
    ) -> Item:
        """A word at a point, `shift`ed by px; `inside` keeps its middle line within the frame."""
        left, top, right, bottom = self.box
        px = float(np.clip(self.across(x), left, right)) + shift[0], float(np.clip(self.up(y), top, bottom)) + shift[1]
        high = float(np.clip(px[1], top + 9, bottom - 9)) if inside else px[1]
        at = np.array([[px[0], high]], np.float32)
        return {"kind": "words", "xy": at, "text": [text], "align": "left", "size": 12, "colour": colour} | more

    def axes(self, x_title: str = "", y_title: str = "", x_ticks: Sequence[float] | None = None) -> list[Item]:
        """Frame, grid lines, ticks with numbers, and names of both axes."""
        left, top, right, bottom = self.box
        xs = ticks(*self.x_range) if x_ticks is None else np.array(x_ticks, float)
        ys = decades(*self.y_range) if self.log_y else ticks(*self.y_range)
        across, up = self.across(xs), self.up(ys)
        grid = [(left, y, right, y) for y in up] + [(x, top, x, bottom) for x in across]
        frame = [(left, top, left, bottom), (left, bottom, right, bottom)]
        style = {"kind": "words", "size": 11, "colour": COLOUR["muted"]}
        columns = np.array([(x, bottom + 12) for x in across], np.float32).reshape(-1, 2)
        rows = np.array([(left - 6, y) for y in up], np.float32).reshape(-1, 2)
        return [
            links(np.array(grid, np.float32).reshape(-1, 4), COLOUR["grid"], 1.0),
            links(np.array(frame, np.float32), COLOUR["muted"], 1.0),
            style | {"xy": columns, "text": [tidy(x) for x in xs], "align": "center"},
            style | {"xy": rows, "text": [power(y) if self.log_y else tidy(y) for y in ys], "align": "right"},
            style
            | {"xy": np.array([((left + right) / 2, bottom + 29)], np.float32), "text": [x_title]}
            | {"align": "center", "size": 12},
            style
            | {"xy": np.array([(12, (top + bottom) / 2)], np.float32), "text": [y_title]}
            | {"align": "center", "size": 12, "angle": -90},
        ]

    def draw(self, items: Sequence[Item], theme: Theme) -> Drawing:
        """The drawing of these items; drags and clicks on it are told in the plane's units."""
        left, top, right, bottom = self.box
        return drawing(
            self.width,
            self.height - (HEAD if self.title else 0.0),
            items,
            theme=theme,
            colours=[*(getattr(theme, name) for name in NAMES), *theme.classes],
            title=self.title,
            plane=plane(left, top, right - left, bottom - top, self.x_range, self.y_range),
        )


def links(ends: Array, colour: int, width: float) -> Item:
    """Straight lines (n, 4) in px."""
    ends = np.asarray(ends, np.float32).reshape(-1, 4)
    return {"kind": "links", "ends": ends, "width": width, "colour": colour, "curved": False}


def clipped(ends: Array, box: tuple[float, float, float, float]) -> Array:
    """The parts of lines (n, 4) inside a box of left, top, right, bottom (Liang & Barsky 1984)."""
    ends = np.asarray(ends, np.float64)
    ends = ends[np.isfinite(ends).all(1)]
    start, along = ends[:, :2], ends[:, 2:] - ends[:, :2]
    low, high = np.array(box[:2]), np.array(box[2:])
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        a, b = (low - start) / along, (high - start) / along
    level = along == 0
    inside = ((start >= low) & (start <= high)) | ~level
    first = np.where(level, 0, np.minimum(a, b)).max(1, initial=0)
    last = np.where(level, 1, np.maximum(a, b)).min(1, initial=1)
    keep = inside.all(1) & (first < last)
    start, along = start[keep], along[keep]
    return np.concatenate([start + first[keep, None] * along, start + last[keep, None] * along], 1)


def dashes(px: Array, box: tuple[float, float, float, float]) -> Array:
    """The part inside a box of a line through points (n, 2) in px, dashed: (m, 4)."""
    pieces = clipped(np.concatenate([px[:-1], px[1:]], 1), box)
    if not len(pieces):
        return pieces
    long = np.hypot(pieces[:, 2] - pieces[:, 0], pieces[:, 3] - pieces[:, 1])
    until = np.cumsum(long)
    starts = np.arange(0, until[-1], DASH + GAP)
    ends = []
    for at in (starts, np.minimum(starts + DASH, until[-1])):
        piece = np.minimum(np.searchsorted(until, at), len(pieces) - 1)
        part = 1 - (until[piece] - at) / np.maximum(long[piece], 1e-12)
        ends.append(pieces[piece, :2] + part[:, None] * (pieces[piece, 2:] - pieces[piece, :2]))
    return np.concatenate(ends, 1)


def ticks(low: float, high: float) -> Array:
    """Four to eight round numbers from low to high."""
    power = 10.0 ** np.floor(np.log10((high - low) / 4))
    step = power * max(s for s in STEPS if s * power <= (high - low) / 4 * (1 + 1e-9))
    return np.arange(np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9) + 1) * step


def decades(low: float, high: float) -> Array:
    """Powers of ten from low to high, at most six."""
    first, last = int(np.ceil(np.log10(low) - 1e-9)), int(np.floor(np.log10(high) + 1e-9))
    return 10.0 ** np.arange(first, last + 1, max(1, -(-(last - first) // 5)))


def tidy(value: float) -> str:
    return f"{value + 0.0:.6g}".replace("-", "−")  # + 0 takes the sign from −0


def power(value: float) -> str:
    """10⁻² and the like."""
    return "10" + str(round(np.log10(value))).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
