"""Journey: a picture's way through a network: one column a layer, one tile a feature map, and the answer as bars."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.figures.answer_bars import (
    GRID,
    MUTED,
    NEGATIVE,
    OUTLINE,
    POSITIVE,
    TEXT,
    Answer,
    answer_width,
    answered,
    colours,
    letters,
)
from core.figures.drawing import Drawing, Item, drawing
from core.figures.figure import Array
from core.figures.theme import Theme
from core.figures.tiles import grid, pictures, signed

HEAD, FOOT = 20.0, 18.0  # px over a column for its name, under it for its shape
GAP, BETWEEN = 2.0, 8.0  # px between tiles, and between columns
LARGEST, SMALLEST = 64.0, 6.0  # px, side of a tile
NEURON = 0.34  # side of a neuron as a share of a tile's
NARROW = 520.0  # px; what is narrower takes two lines
THICKEST = 3.0  # px of a connection


@dataclass(frozen=True)
class Column:
    """One layer: `values` are maps (n, r, r), neurons (n,), or a picture of bytes (1, c, r, r); `stage` is its number.

    Numbers are coloured from −limit to limit. `tip` are the lines of the hover: {i2} is a tile's number from 1 on, {v}
    the value under the pointer.
    """

    stage: int
    name: str
    shape: str
    values: Array
    limit: float = 1.0
    tip: Sequence[str] = ()

    @property
    def n(self) -> int:
        return len(self.values)

    def side(self, tile: float) -> float:
        """Side of this column's tiles where maps have the side `tile`."""
        if self.values.ndim == 4 and self.n == 1:
            return min(2.2 * tile, 72.0)
        return max(4.0, min(14.0, NEURON * tile)) if self.values.ndim == 1 else tile


@dataclass(frozen=True)
class Fed:
    """What feeds the selected tile: the column's number, and a strength in −1…1 for each of its tiles (n,)."""

    stage: int
    strengths: Array


def journey(
    columns: Sequence[Column],
    answer: Answer,
    *,
    theme: Theme,
    selected: tuple[int, int] | None = None,
    fed: Fed | None = None,
    width_px: float = 660,
    height_px: float = 330,
) -> Drawing:
    """The columns from left to right, then the answer; tiles named `map` carry (stage, tile) as data."""
    lines = 2 if width_px < NARROW else 1
    room = answer_width(answer)
    places = arranged(columns, width_px, height_px, room, lines)
    items: list[Item] = []
    spots: dict[int, Array] = {}
    for column, (left, top, at) in zip(columns, places, strict=True):
        items += drawn(column, left, top, at, theme)
        spots[column.stage] = at
    line = (height_px - lines * (HEAD + FOOT)) / lines
    foot = (lines - 1) * (line + HEAD + FOOT)
    bars, spots[answer.stage] = answered(answer, width_px - room, foot + HEAD, room, line)
    items += bars
    if selected and selected[0] in spots and selected[1] < len(spots[selected[0]]):
        here = spots[selected[0]][selected[1]]
        if fed and fed.stage in spots and len(spots[fed.stage]) == len(fed.strengths):
            items.insert(0, connections(spots[fed.stage], here, fed.strengths))
        middle = here[None, :2] + here[2] / 2
        items.append({"kind": "marks", "shape": "box", "xy": middle, "size": here[2] + 4, "stroke": OUTLINE, "line": 2})
    return drawing(width_px, height_px, items, theme=theme, colours=colours(theme))


def arranged(
    columns: Sequence[Column], width: float, height: float, room: float, lines: int
) -> list[tuple[float, float, Array]]:
    """Of each column middle and top of its head and the places of its tiles, which are as large as fits."""
    high = height / lines - HEAD - FOOT
    tile, heads = LARGEST, [max(letters(column.name), letters(column.shape)) for column in columns]
    while True:
        across = [spread(column, tile, high) for column in columns]
        wide = [max(n * (c.side(tile) + GAP) - GAP, h) for n, c, h in zip(across, columns, heads, strict=True)]
        parts = split(wide, width, room, lines)
        if parts is not None or tile <= SMALLEST:
            break
        tile *= 0.96
    parts = parts or [range(len(columns))]
    places: list[tuple[float, float, Array]] = []
    for row, part in enumerate(parts):
        used = sum(wide[i] for i in part)
        free = width - used - (room if row == len(parts) - 1 else 0.0)
        gap = min(max(free / max(len(part), 1), 2.0), 46.0)
        left, top = 2.0, row * (high + HEAD + FOOT)
        for i in part:
            column, side = columns[i], columns[i].side(tile)
            rows = math.ceil(column.n / across[i])
            own = across[i] * (side + GAP) - GAP
            over = top + HEAD + max(0.0, (high - rows * (side + GAP)) / 2)
            at = grid(column.n, across[i], side, GAP, left + (wide[i] - own) / 2, over)
            places.append((left + wide[i] / 2, top, at))
            left += wide[i] + gap
    return places


def spread(column: Column, tile: float, high: float) -> int:
    """Tiles side by side, so that the column is no higher than it may be."""
    down = max(1, int((high + GAP) // (column.side(tile) + GAP)))
    return math.ceil(column.n / down)


def split(wide: Sequence[float], width: float, room: float, lines: int) -> list[range] | None:
    """The columns of each line, or None where they do not fit; the last line leaves `room` for the answer."""
    found, start, used = [], 0, 0.0
    for i, part in enumerate(wide):
        if used + part > width and i > start:
            found.append(range(start, i))
            start, used = i, 0.0
        used += part + BETWEEN
    found.append(range(start, len(wide)))
    fits = len(found) <= lines and used + room <= width
    return found if fits else None


def drawn(column: Column, middle: float, top: float, at: Array, theme: Theme) -> list[Item]:
    """A column's name, its tiles, its shape."""
    values = column.values
    tiles = (
        pictures(values, at, theme)
        if values.ndim == 4
        else signed(values if values.ndim == 3 else values[:, None, None], at, column.limit, theme)
    )
    words = {"kind": "words", "align": "center", "size": 11}
    low = float(at[:, 1].max() + at[0, 2]) + 9
    number = np.arange(column.n)
    data = np.column_stack([np.full(column.n, column.stage), number, number + 1]).astype(np.int16)
    return [
        words | {"xy": np.array([[middle, at[:, 1].min() - 9]], np.float32), "text": [column.name], "colour": TEXT},
        tiles | {"name": "map", "data": data} | ({"hover": list(column.tip)} if column.tip else {}),
        frames(at),
        words | {"xy": np.array([[middle, low]], np.float32), "text": [column.shape], "colour": MUTED},
    ]


def frames(at: Array) -> Item:
    """Thin squares around tiles."""
    mark = {"kind": "marks", "shape": "box", "xy": at[:, :2] + at[:, 2:] / 2, "stroke": GRID, "line": 1}
    return mark | {"size": float(at[0, 2]) if len(at) else 1.0}


def connections(source: Array, target: Array, strengths: Array) -> Item:
    """Curves from every tile of a column to one tile, as thick as they are strong, blue or orange by sign."""
    n = len(source)
    ends = np.column_stack(
        [
            source[:, 0] + source[:, 2],
            source[:, 1] + source[:, 2] / 2,
            np.full(n, target[0]),
            np.full(n, target[1] + target[2] / 2),
        ]
    )
    colour = np.where(strengths < 0, NEGATIVE, POSITIVE).astype(np.uint8)
    width = (0.4 + THICKEST * np.abs(strengths)).astype(np.float32)
    return {"kind": "links", "curved": True, "ends": ends.astype(np.float32), "width": width, "colour": colour}
