"""Layer rows: a network's layers under each other, with shapes, numbers of parameters and operations, and reach."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.figures.answer_bars import letters
from core.figures.drawing import HEAD, Drawing, Item, drawing
from core.figures.figure import Array
from core.figures.theme import Theme, alpha

ROW, TALL = 24.0, 20.0  # px of a line, and of the heads
WORD, LINE = 13.0, 18.0  # px of what stands under the table, and from line to line of it
SHARES = (0.2, 0.2, 0.22, 0.24, 0.14)  # of the width: name, shape, parameters, operations, field
NARROW = 480.0  # px; what is narrower shows no operations and no field
TEXT, MUTED, GRID, BAR, WRONG = range(5)


@dataclass(frozen=True)
class LayerRow:
    """One layer in words and numbers; `field` is 0 where it means nothing; a `wrong` one stands on orange."""

    name: str
    shape: str
    parameters: int
    flops: int
    field: int
    wrong: bool = False


def layer_rows(
    rows: Sequence[LayerRow],
    heads: Sequence[str],
    *,
    theme: Theme,
    total: str = "",
    problem: str = "",
    title: str = "",
    width_px: float = 900,
    height_px: float = 400,
) -> Drawing:
    """The table, with bars for the shares of parameters and operations; `total` or the `problem` stands under it."""
    foot, lines = TALL + ROW * (len(rows) + 0.6), folded(problem or total, width_px - 8)
    height = max(height_px - (HEAD if title else 0), foot + LINE * len(lines))
    n = 3 if width_px < NARROW else 5
    ends = np.concatenate([[0.0], np.cumsum(SHARES[:n])]) / sum(SHARES[:n]) * (width_px - 8) + 4
    y = TALL + ROW * (np.arange(len(rows)) + 0.5)
    word: Item = {"kind": "words", "size": 12.5, "align": "left"}
    items: list[Item] = []
    for column, numbers in ((2, [r.parameters for r in rows]), (3, [r.flops for r in rows])):
        if column < n and len(rows):
            items.append(bars(np.array(numbers, float), y, float(ends[column]), float(ends[column + 1]) - 14))
    for j in range(n):
        items.append(word | {"xy": np.array([(ends[j], TALL / 2)]), "text": [heads[j]], "colour": MUTED, "size": 12})
    for row, at in zip(rows, y, strict=True):
        texts = (row.name, row.shape, f"{row.parameters:,}", f"{row.flops:,}", field(row.field))
        xy = np.column_stack([ends[:n], np.full(n, at)])
        items.append(word | {"xy": xy, "text": list(texts[:n]), "colour": TEXT})
    bad = np.array([(4.0, at, width_px - 4, at) for row, at in zip(rows, y, strict=True) if row.wrong])
    items.insert(0, {"kind": "links", "curved": False, "ends": bad.reshape(-1, 4), "width": ROW - 2, "colour": WRONG})
    rules = np.array([(4.0, TALL + ROW * i, width_px - 4, TALL + ROW * i) for i in range(len(rows) + 1)])
    items.insert(0, {"kind": "links", "curved": False, "ends": rules, "width": 1, "colour": GRID})
    for i, line in enumerate(lines):
        items.append(word | {"xy": np.array([(4.0, foot + LINE * i)]), "text": [line], "colour": TEXT, "size": WORD})
    colours = [theme.text, theme.muted, theme.grid, alpha(theme.positive, 0.28), alpha(theme.negative, 0.4)]
    return drawing(width_px, height, items, theme=theme, colours=colours, title=title)


def folded(text: str, room: float) -> list[str]:
    """A text in lines so wide; a line ends between two words, or between two Chinese letters, never before a comma."""
    found = [""]
    for piece in re.findall(r"[⺀-\uffef][，。：；、）]*|[^\s⺀-\uffef]+\s*|\s+", text):
        if found[-1] and letters((found[-1] + piece).rstrip()) * WORD / 11 > room:
            found.append("")
        found[-1] += piece
    return [line.rstrip() for line in found]


def bars(values: Array, y: Array, left: float, right: float) -> Item:
    """Pale bars behind numbers, as long as their share of the largest."""
    share = values / max(float(values.max()), 1.0)
    ends = np.column_stack([np.full(len(y), left), y, left + share * (right - left), y])
    return {"kind": "links", "curved": False, "ends": ends[share > 0], "width": ROW - 6, "colour": BAR}


def field(side: int) -> str:
    return f"{side} × {side}" if side else ""
