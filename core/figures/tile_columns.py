"""Tile columns: the layers of a network as columns of tiles, laid out as large as there is room."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from core.figures.answer_bars import letters
from core.figures.figure import Array
from core.figures.tiles import grid

HEAD, FOOT = 20.0, 18.0  # px over a column for its name, under it for its shape
GAP, BETWEEN = 2.0, 8.0  # px between tiles, at most half a tile, and between columns
LARGEST = 64.0  # px, side of a tile
SMALLEST = (6.0, 3.0, 1.5, 0.75)  # px, as small as it may become; smaller yet where the columns find no room otherwise
NEURON, LEAST = 0.34, 4.0  # side of a neuron as a share of a tile's, and in px unless tiles are smaller
LINES, MOST_LINES = 2, 6  # of columns: as many as one likes, and as many as it may take


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
        return max(min(LEAST, tile), min(14.0, NEURON * tile)) if self.values.ndim == 1 else tile


@dataclass(frozen=True)
class Layout:
    """Side of a tile; of each column tiles side by side and width in px; and the columns of each line."""

    tile: float
    across: Sequence[int]
    wide: Sequence[float]
    parts: Sequence[range]


def layout(columns: Sequence[Column], width: float, height: float, room: float) -> Layout:
    """The layout of the largest tiles in up to `LINES` lines, or of the fewest lines that have room."""
    for least in SMALLEST:
        highs = [height / n - HEAD - FOOT for n in range(1, MOST_LINES + 1)]
        found = [fitted(columns, width, high, room, n, least) for n, high in enumerate(highs, 1)]
        best = max(found[:LINES], key=lambda one: one.tile)
        best = best if best.tile else next((one for one in found if one.tile), best)
        if best.tile:
            break
    return best


def fitted(
    columns: Sequence[Column], width: float, high: float, room: float, lines: int, least: float = SMALLEST[0]
) -> Layout:
    """The largest tiles with which the columns stand in so many lines of a height; of no size where they never do."""
    tile, heads = LARGEST, [max(letters(column.name), letters(column.shape)) for column in columns]
    while True:
        across = [spread(column, tile, high) for column in columns]
        wide = [max(breadth(n, c.side(tile)), h) for n, c, h in zip(across, columns, heads, strict=True)]
        parts = split(wide, width, room, lines)
        if parts is not None:
            return Layout(tile, across, wide, parts)
        if tile <= least:
            return Layout(0.0, across, wide, [range(len(columns))])
        tile *= 0.96


def placed(columns: Sequence[Column], made: Layout, width: float, height: float, room: float) -> list[Array]:
    """The places of each column's tiles (n, 3)."""
    places: list[Array] = []
    tile, lines = made.tile or SMALLEST[-1], len(made.parts)
    high = height / lines - HEAD - FOOT
    for row, part in enumerate(made.parts):
        free = width - sum(made.wide[i] for i in part) - (room if row == lines - 1 else 0.0)
        gap = min(max(free / len(part), 2.0), 46.0)
        left, top = 2.0, row * (high + HEAD + FOOT) + HEAD
        for i in part:
            column, side = columns[i], columns[i].side(tile)
            own, apart = breadth(made.across[i], side), between(side)
            over = max(0.0, (high - math.ceil(column.n / made.across[i]) * (side + apart)) / 2)
            places.append(grid(column.n, made.across[i], side, apart, left + (made.wide[i] - own) / 2, top + over))
            left += made.wide[i] + gap
    return places


def spread(column: Column, tile: float, high: float) -> int:
    """Tiles side by side, so that the column is no higher than it may be."""
    side = column.side(tile)
    down = max(1, int((high + between(side)) // (side + between(side))))
    return math.ceil(column.n / down)


def between(side: float) -> float:
    """Px between two tiles."""
    return min(GAP, side / 2)


def breadth(n: int, side: float) -> float:
    """Px of n tiles side by side."""
    return n * (side + between(side)) - between(side)


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
