"""Symbols: sequences of letters or digits under one another, one column a time step, and what is right in them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.figures.axes import TOP
from core.figures.drawing import HEAD, Drawing, Item, drawing, plane
from core.figures.figure import Array
from core.figures.theme import CLASS, COLOUR, Theme, alpha, inks

NARROW, WIDE = 15.0, 30.0  # px of a column
TALL = 24.0  # px of a row at most
FOOT = 18.0  # px under the rows, for the numbers of the steps
LETTER, HAN = 6.4, 12.5  # px, the width of a letter of the names
MARGIN = 12.0  # px
SHADES = 8  # of how sure a prediction is


@dataclass(frozen=True)
class SymbolRow:
    """One sequence: a symbol a step, "" where there is none.

    `right` (n_steps,) is 1 where a prediction is right, 0 where it is wrong and −1 where nothing is asked; `sure` in
    0…1 is how strongly it is coloured, and what the hover says as a percentage.
    """

    name: str
    text: Sequence[str]
    right: Array | None = None
    sure: Array | None = None


def symbols(
    rows: Sequence[SymbolRow],
    *,
    theme: Theme,
    step: int | None = None,
    title: str = "",
    labels: tuple[str, str] = ("✓", "✗"),
    width_px: float = 880,
    height_px: float = 120,
) -> Drawing:
    """Right predictions are blue, wrong ones orange and struck out; one time step (from 0) is framed.

    Where not all columns fit, those around that step are shown. On the drawing's plane x is the step counted from 0.5
    on. `labels` are the hover's words for right and wrong.
    """
    n_steps = max((len(row.text) for row in rows), default=0)
    left = MARGIN + max((width(row.name) for row in rows), default=0.0)
    top, room = 0.0 if title else TOP, width_px - left - MARGIN
    first, shown = window(n_steps, int(room / NARROW), step)
    each = min(room / max(shown, 1), WIDE)
    tall = min((height_px - (HEAD if title else 0.0) - top - FOOT) / max(len(rows), 1), TALL)
    items: list[Item] = []
    for k, row in enumerate(rows):
        y = top + (k + 0.5) * tall
        items += _row(row, first, shown, left, y, each, tall, labels)
    foot = top + len(rows) * tall
    items += _numbers(first, shown, left, foot, each)
    if step is not None and first <= step < first + shown:
        x = left + (step - first) * each
        rim = [(x, top, x + each, top), (x, foot, x + each, foot), (x, top, x, foot), (x + each, top, x + each, foot)]
        line = {"kind": "links", "width": 1.5, "colour": COLOUR["outline"], "curved": False}
        items.append(line | {"ends": np.array(rim, np.float32)})
    columns = max(shown, 1)
    extent = plane(left, top, columns * each, foot - top, (first + 0.5, first + columns + 0.5), (len(rows), 0))
    return drawing(width_px, foot + FOOT, items, theme=theme, colours=colours(theme), title=title, plane=extent)


def colours(theme: Theme) -> list[str]:
    """The theme's inks, then `SHADES` of right and as many of wrong predictions, strongest last."""
    strengths = np.linspace(0.12, 0.5, SHADES)
    base = inks(theme)[:CLASS]
    return [*base, *(alpha(c, float(s)) for c in (theme.positive, theme.negative) for s in strengths)]


def window(n_steps: int, most: int, step: int | None) -> tuple[int, int]:
    """The first of the steps shown and how many: all, or those around a step."""
    shown = min(n_steps, max(most, 1))
    first = min(max((step or 0) - shown // 2, 0), n_steps - shown)
    return first, shown


def width(name: str) -> float:
    return 8 + sum(HAN if ord(letter) > 0x2E80 else LETTER for letter in name)


def _row(
    row: SymbolRow, first: int, shown: int, left: float, y: float, each: float, tall: float, labels: tuple[str, str]
) -> list[Item]:
    style = {"kind": "words", "size": 12, "colour": COLOUR["muted"]}
    items: list[Item] = [style | {"xy": np.array([[left - 6, y]], np.float32), "text": [row.name], "align": "right"}]
    text = [*row.text[first : first + shown]]
    x = left + (np.arange(len(text)) + 0.5) * each
    xy = np.column_stack([x, np.full(len(text), y)]).astype(np.float32)
    if row.right is not None:
        right = np.asarray(row.right[first : first + shown])
        sure = np.ones(len(text)) if row.sure is None else np.nan_to_num(row.sure[first : first + shown])
        items += _boxes(xy, right, sure, each, tall, labels)
    there = np.array([bool(word.strip()) for word in text], bool)
    size = min(15.0, tall - 7, each - 1)
    letters = {"kind": "words", "align": "center", "size": size, "colour": COLOUR["text"]}
    items.append(letters | {"xy": xy[there], "text": [word for word, shows in zip(text, there, strict=True) if shows]})
    return items


def _boxes(xy: Array, right: Array, sure: Array, each: float, tall: float, labels: tuple[str, str]) -> list[Item]:
    """A tinted box behind every prediction that counts; wrong ones are underlined too, for who sees no colours."""
    items: list[Item] = []
    half, high = each / 2 - 1, tall / 2 - 1
    shade = np.rint(np.clip(sure, 0, 1) * (SHADES - 1)).astype(int)
    corners = np.array([-half, -high, half, -high, half, high, -half, high], np.float32)
    for value, start in ((1, 0), (0, SHADES)):
        chosen = right == value
        places = xy[chosen]
        fill = (CLASS + start + shade[chosen]).astype(np.uint8)
        items.append({"kind": "areas", "corners": np.tile(places, 4) + corners, "fill": fill, "line": 0})
        words = labels[0] if value else labels[1]
        mark = {"kind": "marks", "shape": "box", "xy": places, "size": 0.0, "reach": min(each, tall)}
        items.append(mark | {"data": (100 * sure[chosen, None]).astype(np.float32), "hover": [f"{words} ({{i0}}%)"]})
    wrong = xy[right == 0]
    if len(wrong):
        ends = np.column_stack([wrong[:, 0] - half, wrong[:, 1] + high, wrong[:, 0] + half, wrong[:, 1] + high])
        line = {"kind": "links", "ends": ends.astype(np.float32), "width": 2, "curved": False}
        items.append(line | {"colour": COLOUR["negative"]})
    return items


def _numbers(first: int, shown: int, left: float, foot: float, each: float) -> list[Item]:
    """The number of every fifth step, and of the first."""
    every = 1 if each >= 24 else 5
    at = np.array([i for i in range(shown) if first + i == 0 or (first + i + 1) % every == 0], int)
    xy = np.column_stack([left + (at + 0.5) * each, np.full(len(at), foot + 9)]).astype(np.float32)
    style = {"kind": "words", "size": 10, "align": "center", "colour": COLOUR["muted"]}
    return [style | {"xy": xy, "text": [str(first + i + 1) for i in at]}]
