"""Loss curve: a loss, or its slope, over the prediction, with the ball that a person drags and its tangent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.figures.drawing import Drawing, Item
from core.figures.figure import Array
from core.figures.plane import CLASS, COLOUR, Plane, links
from core.figures.theme import Theme

BALL = 13.0  # px
LABEL = 13.0  # px between a ball and its number
LETTER, HALF = 6.6, 8.0  # px, the width of a letter and half the height of a line of words
THICK, THIN = 2.4, 1.4  # px, the lines
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


@dataclass(frozen=True)
class Best:
    """The stretch from `low` to `high` where a loss is least, and what to call it."""

    low: float
    high: float
    label: str


def loss_curve(
    lines: Sequence[LossLine],
    *,
    plane: Plane,
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
    if named and len(lines) > 1:
        plane = replace(plane, room=ROW * -(-len(lines) // ACROSS))
    ordered = sorted(lines, key=lambda line: not line.faint)
    items = plane.axes(x_title, y_title)
    if level is not None:
        items.append(plane.line(np.array(plane.x_range), np.full(2, level), COLOUR["muted"], 1))
        items.append(plane.word(plane.x_range[0], level, level_label, COLOUR["muted"], shift=(6, 9), inside=True))
    if best is not None:
        items += best_mark(plane, best)
    for line in ordered:
        drawn = plane.line(line.x, line.y, line.colour, THIN if line.faint else THICK, dashed=line.dashed)
        items.append(drawn | ({"hover": [line.name]} if line.name else {}))
    for line in ordered:
        if line.ball is not None:
            items += ball(plane, line, taken(plane, lines, level))
    return plane.draw([*items, *names(plane, lines)], theme)


def ball(plane: Plane, line: LossLine, taken: Array) -> list[Item]:
    """The place now: a line down to the axis, the tangent, the ball and its number, beside what is `taken` (n, 2)."""
    x, y, slope = line.ball or (0.0, 0.0, 0.0)
    left, _, right, bottom = plane.box
    at = float(np.clip(plane.across(x), left, right))
    drop = [(at, float(np.clip(plane.up(y), plane.box[1], bottom)), at, bottom)]
    items = [links(np.array(drop), COLOUR["muted"], 1)]
    if np.isfinite(slope):
        items.append(plane.tangent(x, y, slope, COLOUR["gradient"]))
    items.append(plane.marks(np.array([x]), np.array([y]), line.colour, shape=line.shape, size=BALL))
    if line.label:
        shift = free_side(plane, line, taken)
        words = {"align": "left" if shift[0] > 0 else "right", "halo": COLOUR["background"]}
        items.append(plane.word(x, y, line.label, COLOUR["text"], shift=shift, inside=True, **words))
    return items


def taken(plane: Plane, lines: Sequence[LossLine], level: float | None) -> Array:
    """Places in px (n, 2) of all curves and of the line across."""
    curves = [np.column_stack([plane.across(line.x), plane.up(line.y)]) for line in lines]
    if level is not None:
        across = np.arange(plane.box[0], plane.box[2], 4.0)
        curves.append(np.column_stack([across, np.full(len(across), plane.up(level))]))
    return np.concatenate(curves)


def free_side(plane: Plane, line: LossLine, taken: Array) -> tuple[float, float]:
    """Where a ball's number stands from it, in px: of eight places the first that covers least of what is `taken`."""
    left, top, right, bottom = plane.box
    x, y, _ = line.ball or (0.0, 0.0, 0.0)
    at, up = float(np.clip(plane.across(x), left, right)), float(np.clip(plane.up(y), top, bottom))
    inner = -1 if at > (left + right) / 2 else 1
    shifts = [(side * LABEL, rise) for side in (inner, -inner) for rise in (-LABEL, LABEL, -2 * LABEL, 2 * LABEL)]

    def covered(shift: tuple[float, float]) -> float:
        start, middle = at + shift[0], float(np.clip(up + shift[1], top + 9, bottom - 9))
        low, high = sorted((start, start + np.sign(shift[0]) * LETTER * len(line.label)))
        hit = (taken[:, 0] > low) & (taken[:, 0] < high) & (np.abs(taken[:, 1] - middle) < HALF)
        return float(hit.sum()) + 100 * max(0.0, left - low, high - right)

    return min(shifts, key=covered)


def best_mark(plane: Plane, best: Best) -> list[Item]:
    """A dashed upright line, or the two ends of a level stretch, where the loss is least; its name on top."""
    bottom = plane.box[3]
    low, high = float(plane.across(best.low)), float(plane.across(best.high))
    colour = COLOUR["muted"]
    ends = np.array(plane.y_range)
    items = [plane.line(np.full(2, x), ends, colour, 1.5, dashed=True) for x in {best.low, best.high}]
    if high - low > 2:
        items.append(links(np.array([(low, bottom - 3, high, bottom - 3)]), colour, 6))
    return [*items, plane.word(best.high, float(ends[1]), best.label, colour, shift=(6, 12), inside=True)]


def names(plane: Plane, lines: Sequence[LossLine]) -> list[Item]:
    """What each line is, over the frame, `ACROSS` in a row, with a piece of the line; none without room."""
    left, top, right, _ = plane.box
    items: list[Item] = []
    for i, line in enumerate(lines if plane.room else ()):
        x, y = left + (right - left) * (i % ACROSS) / ACROSS, top - plane.room + ROW * (i // ACROSS) + 6
        piece = [(x, y, x + 9, y), (x + 13, y, x + 22, y)] if line.dashed else [(x, y, x + 22, y)]
        items.append(links(np.array(piece), line.colour, THIN if line.faint else THICK))
        words = {"kind": "words", "xy": np.array([[x + 28, y]], np.float32), "text": [line.name], "align": "left"}
        items.append(words | {"size": 12, "colour": COLOUR["text"]})
    return items
