"""Message rows: one number for each neuron of a layer as strips of colour, one strip under the other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.figures.drawing import HEAD, Drawing, Item, drawing, plane
from core.figures.figure import Array
from core.figures.theme import COLOUR, Theme, inks, palette

EDGE, NAME, GAP, FOOT = 6.0, 17.0, 5.0, 4.0  # px


@dataclass(frozen=True)
class MessageRow:
    """`values` (n,), full colour at the largest of them; `name` before and `note` at the end of the line over them."""

    name: str
    values: Array
    note: str = ""


def message_rows(
    rows: Sequence[MessageRow],
    *,
    theme: Theme,
    unit: int | None = None,
    title: str = "",
    width_px: float = 420,
    height_px: float = 300,
) -> Drawing:
    """Strips of n places, blue above and orange below zero, `unit` (from 0) framed in all; a click sends `unit`.

    On the drawing's plane x is the neuron counted from 0.5 on. Raises `ValueError` for rows of different lengths.
    """
    n = len(rows[0].values)
    if any(len(row.values) != n for row in rows):
        raise ValueError(f"rows must be of one length, not {[len(row.values) for row in rows]}")
    height, wide = height_px - (HEAD if title else 0.0), width_px - 2 * EDGE
    step = (height - FOOT) / len(rows)
    tall = max(step - NAME - GAP, 4.0)
    items: list[Item] = []
    for i, row in enumerate(rows):
        top = i * step + NAME
        items += [*_names(row, i * step + NAME / 2, wide), _strip(row, top, wide, tall, theme)]
    tops = np.array([i * step + NAME for i in range(len(rows))])
    items.append(_frames(np.full(len(rows), EDGE), tops, wide, tall, COLOUR["grid"], 1.0))
    if unit is not None and 0 <= unit < n:
        left = np.full(len(rows), EDGE + unit * wide / n)
        items.append(_frames(left, tops, wide / n, tall, COLOUR["outline"], 1.6))
    extent = plane(EDGE, 0, wide, height, (0.5, n + 0.5), (height, 0.0))
    return drawing(width_px, height, items, theme=theme, colours=inks(theme), title=title, plane=extent)


def _names(row: MessageRow, y: float, wide: float) -> list[Item]:
    words: Item = {"kind": "words", "size": 12, "colour": COLOUR["text"]}
    return [
        words | {"xy": np.array([(EDGE, y)], np.float32), "text": [row.name], "align": "left"},
        words
        | {"xy": np.array([(EDGE + wide, y)], np.float32), "text": [row.note], "align": "right"}
        | {"colour": COLOUR["muted"]},
    ]


def _strip(row: MessageRow, top: float, wide: float, tall: float, theme: Theme) -> Item:
    values = np.nan_to_num(np.asarray(row.values, float), posinf=0.0, neginf=0.0)
    limit = float(np.abs(values).max(initial=0)) or 1.0
    return {
        "kind": "images",
        "name": "unit",
        "at": np.array([[EDGE, top, wide, tall]], np.float32),
        "pixels": np.rint((values[None, None] / limit + 1) * 127.5).astype(np.uint8),
        "palette": palette(theme),
        "values": np.rint(values[None, None] / limit * 32767).astype(np.int16),
        "scale": limit / 32767,
        "smooth": False,
        "hover": [f"{row.name}: {{v}}"],
    }


def _frames(left: Array, top: Array, wide: float, tall: float, colour: int, width: float) -> Item:
    right, foot = left + wide, top + tall
    sides = [(left, top, right, top), (right, top, right, foot), (right, foot, left, foot), (left, foot, left, top)]
    ends = np.concatenate([np.column_stack(side) for side in sides]).astype(np.float32)
    return {"kind": "links", "curved": False, "ends": ends, "width": width, "colour": colour}
