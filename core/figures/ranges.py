"""Ranges: quantities of two sides on one logarithmic axis, each a dot with the span of what is known."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.figures.drawing import HEAD, Drawing, Item, drawing
from core.figures.number import decade, told
from core.figures.theme import COLOUR, Theme, inks

RIGHT, TOP, FOOT = 14.0, 4.0, 22.0
LETTER = 6.6  # px, about the width of one
OFFSET = 0.17  # of a row's height, from its middle to each side's line
ROLES = ("positive", "negative")


@dataclass(frozen=True)
class Span:
    """What is known of a quantity: the dot, and from where to where it may lie; `note` is what the hover says."""

    low: float
    best: float
    high: float
    note: str = ""


def ranges(
    rows: Sequence[tuple[str, Span | None, Span | None]],
    sides: tuple[str, str],
    *,
    theme: Theme,
    title: str = "",
    width_px: float = 560,
    height_px: float = 320,
) -> Drawing:
    """One row a quantity: its name, the first side's span over the second's; None where nothing is known."""
    height = height_px - (HEAD if title else 0.0)
    left = 10 + LETTER * max(len(name) + sum(ord(c) > 0x2E80 for c in name) * 0.8 for name, _, _ in rows)
    spans = [span for _, *pair in rows for span in pair if span]
    low = np.floor(np.log10(min(span.low for span in spans)))
    high = np.ceil(np.log10(max(span.high for span in spans)))
    across = (width_px - left - RIGHT) / (high - low)
    row = (height - TOP - FOOT) / len(rows)
    every = max(1, int(np.ceil(44 / across)))
    decades = np.arange(low, high + 1, every)
    columns = left + (decades - low) * across
    bottom = height - FOOT
    rules = [(x, TOP, x, bottom) for x in columns]
    rules += [(left, TOP + i * row, width_px - RIGHT, TOP + i * row) for i in range(len(rows) + 1)]
    style = {"kind": "words", "size": 11, "colour": COLOUR["muted"]}
    items: list[Item] = [
        {"kind": "links", "ends": np.array(rules, np.float32), "width": 1, "colour": COLOUR["grid"], "curved": False},
        style
        | {"xy": np.array([(x, bottom + 11) for x in columns], np.float32), "align": "center"}
        | {"text": [decade(10.0**d) for d in decades]},
        style
        | {"xy": np.array([(left - 8, TOP + (i + 0.5) * row) for i in range(len(rows))], np.float32)}
        | {"text": [name for name, _, _ in rows], "align": "right", "size": 12, "colour": COLOUR["text"]},
    ]
    names: list[str] = []
    for which, role in enumerate(ROLES):
        known = [(i, pair[which]) for i, (_, *pair) in enumerate(rows)]
        items += _side(
            [(i, span) for i, span in known if span], sides[which], which, (left, low, across, row), role, names
        )
    return drawing(width_px, height, items, theme=theme, colours=inks(theme), names=names, title=title)


def _side(
    known: list[tuple[int, Span]],
    side: str,
    which: int,
    scale: tuple[float, float, float, float],
    role: str,
    names: list[str],
) -> list[Item]:
    """Lines from least to greatest and dots at the best, with what the hover says of each."""
    left, low, across, row = scale
    if not known:
        return []
    y = np.array([TOP + (i + 0.5 + (2 * which - 1) * OFFSET) * row for i, _ in known])
    ends = np.log10([[span.low, span.high] for _, span in known])
    best = np.log10([span.best for _, span in known])
    lines = np.column_stack([left + (ends[:, 0] - low) * across, y, left + (ends[:, 1] - low) * across, y])
    first = len(names)
    for _, span in known:
        spread = "" if span.low == span.high else f" ({_long(span.low)} … {_long(span.high)})"
        names.append(f"{side}: {_long(span.best)}{spread}\n{span.note}")
    dots = {"kind": "marks", "shape": "circle", "size": 9, "reach": 16, "fill": COLOUR[role], "hover": ["{n0}"]}
    return [
        {"kind": "links", "ends": lines.astype(np.float32), "width": 4, "colour": COLOUR[role], "curved": False},
        dots
        | {"xy": np.column_stack([left + (best - low) * across, y]).astype(np.float32)}
        | {"data": np.arange(first, len(names), dtype=np.float32)[:, None]},
    ]


def _long(value: float) -> str:
    """A number in words of science: 8.6 × 10¹⁰."""
    if 0.01 <= value < 1e6:
        return told(round(value, 2) if value < 100 else round(value), 6)
    power = int(np.floor(np.log10(value)))
    return f"{told(value / 10.0**power, 3)} × {decade(10.0**power) if power > 3 else '10' + str(power)}"
