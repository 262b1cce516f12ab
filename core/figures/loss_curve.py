"""Loss curve: a loss, or its slope, over the prediction, with the ball that a person drags and its tangent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.figures.axes import Axes, clip
from core.figures.drawing import Drawing, Item
from core.figures.figure import Array
from core.figures.strokes import Stroke, key
from core.figures.theme import CLASS, COLOUR, Theme

BALL = 13.0  # px
LABEL = 13.0  # px between a ball and its number
LETTER, HALF = 6.6, 8.0  # px, the width of a letter and half the height of a line of words
THICK, THIN = 2.4, 1.4  # px, the lines
DASH = 6.0, 4.0  # px
STEP = 2.0  # px, the shortest piece of a curve
REACH = 70.0  # px of a tangent, to each side
ROW, ACROSS = 17.0, 2  # px of a row of names, and how many stand in it


@dataclass(frozen=True)
class LossLine:
    """One curve: `x` and `y` (n,); `role` is a theme's colour or a class number; `faint` lines are for comparison.

    `ball` is (x, y, slope): the place now; a slope that is not a number draws no tangent. `label` stands beside it.
    """

    name: str
    x: Array
    y: Array
    role: str | int = "text"
    dashed: bool = False
    faint: bool = False
    ball: tuple[float, float, float] | None = None
    label: str = ""
    shape: str = "circle"

    @property
    def colour(self) -> int:
        return CLASS + self.role if isinstance(self.role, int) else COLOUR[self.role]

    @property
    def stroke(self) -> Stroke:
        return Stroke(self.colour, THIN if self.faint else THICK, DASH if self.dashed else None)


@dataclass(frozen=True)
class Best:
    """The stretch from `low` to `high` where a loss is least, and what to call it."""

    low: float
    high: float
    label: str


def loss_curve(
    lines: Sequence[LossLine],
    *,
    axes: Axes,
    theme: Theme,
    x_title: str = "",
    y_title: str = "",
    level: float | None = None,
    level_label: str = "",
    best: Best | None = None,
    named: bool = True,
) -> Drawing:
    """The curves over a shared x, faint ones at the bottom, the balls on top; `level` is a line across.

    Where there are several, their names stand over the frame, unless not `named`.
    """
    room = ROW * -(-len(lines) // ACROSS) if named and len(lines) > 1 else 0.0
    axes = replace(axes, top=axes.top + room, height=axes.height - room)
    ordered = sorted(lines, key=lambda line: not line.faint)
    items = axes.items(x_title, y_title, text=COLOUR["muted"], grid=COLOUR["grid"])
    if level is not None:
        items.append(Stroke(COLOUR["muted"], 1).item(axes.line(np.array(axes.x_range), np.full(2, level))))
        items.append(word(axes, axes.x_range[0], level, level_label, "muted", shift=(6, 9), inside=True))
    if best is not None:
        items += best_mark(axes, best)
    for line in ordered:
        drawn = line.stroke.item(axes.line(line.x, line.y, least=STEP))
        items.append(drawn | ({"hover": [line.name]} if line.name else {}))
    for line in ordered:
        if line.ball is not None:
            items += ball(axes, line, taken(axes, lines, level))
    return axes.draw([*items, *(names(axes, lines, room) if room else ())], theme)


def ball(axes: Axes, line: LossLine, taken: Array) -> list[Item]:
    """The place now: a line down to the axis, the tangent, the ball and its number, beside what is `taken` (n, 2)."""
    x, y, slope = line.ball or (0.0, 0.0, 0.0)
    xy = axes.rim(axes.place(x, y))
    at, high = xy[0]
    items = [Stroke(COLOUR["muted"], 1).item(np.array([(at, high, at, axes.box[3])]))]
    if np.isfinite(slope):
        items.append(Stroke(COLOUR["gradient"], 2.5).item(tangent(axes, x, y, slope)))
    mark = {"kind": "marks", "shape": line.shape, "xy": xy, "size": BALL, "fill": line.colour}
    items.append(mark | {"stroke": COLOUR["outline"], "line": 1.2})
    if line.label:
        shift = free_side(axes, line, taken)
        align = "left" if shift[0] > 0 else "right"
        label = word(axes, x, y, line.label, shift=shift, inside=True, align=align)
        items.append(label | {"halo": COLOUR["background"]})
    return items


def taken(axes: Axes, lines: Sequence[LossLine], level: float | None) -> Array:
    """Places in px (n, 2) of all curves and of the line across."""
    curves = [np.column_stack([axes.across(line.x), axes.up(line.y)]) for line in lines]
    if level is not None:
        across = np.arange(axes.box[0], axes.box[2], 4.0)
        curves.append(np.column_stack([across, np.full(len(across), axes.up(level))]))
    return np.concatenate(curves)


def free_side(axes: Axes, line: LossLine, taken: Array) -> tuple[float, float]:
    """Where a ball's number stands from it, in px: of eight places the first that covers least of what is `taken`."""
    left, top, right, bottom = axes.box
    x, y, _ = line.ball or (0.0, 0.0, 0.0)
    at, up = float(np.clip(axes.across(x), left, right)), float(np.clip(axes.up(y), top, bottom))
    inner = -1 if at > (left + right) / 2 else 1
    shifts = [(side * LABEL, rise) for side in (inner, -inner) for rise in (-LABEL, LABEL, -2 * LABEL, 2 * LABEL)]

    def covered(shift: tuple[float, float]) -> float:
        start, middle = at + shift[0], float(np.clip(up + shift[1], top + 9, bottom - 9))
        low, high = sorted((start, start + np.sign(shift[0]) * LETTER * len(line.label)))
        hit = (taken[:, 0] > low) & (taken[:, 0] < high) & (np.abs(taken[:, 1] - middle) < HALF)
        return float(hit.sum()) + 100 * max(0.0, left - low, high - right)

    return min(shifts, key=covered)


def best_mark(axes: Axes, best: Best) -> list[Item]:
    """A dashed upright line, or the two ends of a level stretch, where the loss is least; its name on top."""
    foot, ends = axes.box[3], np.array(axes.y_range)
    low, high = float(axes.across(best.low)), float(axes.across(best.high))
    upright = Stroke(COLOUR["muted"], 1.5, DASH)
    items = [upright.item(axes.line(np.full(2, x), ends)) for x in {best.low, best.high}]
    if high - low > 2:
        items.append(Stroke(COLOUR["muted"], 6).item(np.array([(low, foot - 3, high, foot - 3)])))
    return [*items, word(axes, best.high, float(ends[1]), best.label, "muted", shift=(6, 12), inside=True)]


def names(axes: Axes, lines: Sequence[LossLine], room: float) -> list[Item]:
    """What each line is, over the frame, `ACROSS` in a row, with a piece of the line."""
    items: list[Item] = []
    for i, line in enumerate(lines):
        x, y = axes.left + axes.width * (i % ACROSS) / ACROSS, axes.top - room + ROW * (i // ACROSS) + 6
        items += key([(line.name, line.stroke)], x, y, COLOUR["text"])
    return items


def tangent(axes: Axes, x: float, y: float, slope: float) -> Array:
    """A straight line of ± `REACH` px with this slope through a point, cut off at the rim."""
    steep = -slope * (axes.height / np.ptp(axes.y_range)) / (axes.width / np.ptp(axes.x_range))  # px down a px across
    step = np.array([1.0, steep]) / np.hypot(1.0, steep) if np.isfinite(steep) else np.array([0.0, 1.0])
    at = axes.place(x, y)
    return clip(np.concatenate([at - REACH * step, at + REACH * step], 1), axes.box)


def word(
    axes: Axes,
    x: float,
    y: float,
    text: str,
    colour: str = "text",
    *,
    shift: tuple[float, float] = (0, 0),
    inside: bool = False,
    align: str = "left",
) -> Item:
    """A word at a point, `shift`ed by px; `inside` keeps its middle line within the frame."""
    at = axes.rim(axes.place(x, y)) + np.array(shift)
    if inside:
        at[:, 1] = np.clip(at[:, 1], axes.box[1] + 9, axes.box[3] - 9)
    return {"kind": "words", "xy": at, "text": [text], "align": align, "size": 12, "colour": COLOUR[colour]}
