"""Journey: a picture's way through a network: one column a layer, one tile a feature map, and the answer as bars."""

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
)
from core.figures.drawing import Drawing, Item, drawing
from core.figures.figure import Array
from core.figures.theme import Theme
from core.figures.tile_columns import Column, layout, placed
from core.figures.tiles import pictures, signed

THICKEST = 3.0  # px of a connection


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
    room = answer_width(answer)
    made = layout(columns, width_px, height_px, room)
    items: list[Item] = []
    spots: dict[int, Array] = {}
    for column, at in zip(columns, placed(columns, made, width_px, height_px, room), strict=True):
        items += drawn(column, at, theme)
        spots[column.stage] = at
    line = height_px / len(made.parts)
    bars, spots[answer.stage] = answered(answer, width_px - room, height_px - line, room, line)
    items += bars
    if selected and selected[0] in spots and selected[1] < len(spots[selected[0]]):
        here = spots[selected[0]][selected[1]]
        if fed and fed.stage in spots and len(spots[fed.stage]) == len(fed.strengths):
            items.insert(0, connections(spots[fed.stage], here, fed.strengths))
        middle = here[None, :2] + here[2] / 2
        items.append({"kind": "marks", "shape": "box", "xy": middle, "size": here[2] + 4, "stroke": OUTLINE, "line": 2})
    return drawing(width_px, height_px, items, theme=theme, colours=colours(theme))


def drawn(column: Column, at: Array, theme: Theme) -> list[Item]:
    """A column's name, its tiles, its shape."""
    values = column.values
    tiles = (
        pictures(values, at, theme)
        if values.ndim == 4
        else signed(values if values.ndim == 3 else values[:, None, None], at, column.limit, theme)
    )
    words = {"kind": "words", "align": "center", "size": 11}
    middle = float(at[:, 0].min() + at[:, 0].max() + at[0, 2]) / 2
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
