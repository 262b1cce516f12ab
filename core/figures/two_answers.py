"""Two answers: what two networks say of one example, class by class, as bars beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.figures.drawing import HEAD, Drawing, Item, drawing
from core.figures.figure import Array
from core.figures.theme import COLOUR, Theme, inks

EDGE, NUMBER, TOP = 8.0, 44.0, 20.0  # px around, behind a bar for its number, and over the bars for their names
LETTER = 6.4


@dataclass(frozen=True)
class Answers:
    """One network: its `name`, `values` (k,) up to `most`, as `words`, in a theme's colour by its role."""

    name: str
    values: Array
    most: float
    words: Sequence[str]
    role: str


def two_answers(
    classes: Sequence[str],
    sides: Sequence[Answers],
    *,
    theme: Theme,
    truth: int | None = None,
    decided: Sequence[int] = (),
    title: str = "",
    width_px: float = 320,
    height_px: float = 300,
) -> Drawing:
    """A line a class: for each side a bar and its number; the true class is ticked, what a side decided is framed."""
    k, height = len(classes), height_px - (HEAD if title else 0.0)
    if any(not len(side.values) == len(side.words) == k for side in sides):
        raise ValueError(f"{k} classes need as many values and words of each side")
    step = min((height - TOP - EDGE) / k, 48.0)
    y = TOP + step * (np.arange(k) + 0.5)
    names = [f"✓ {name}" if i == truth else name for i, name in enumerate(classes)]
    left = EDGE + LETTER * max(len(name) + sum(ord(c) > 0x2E80 for c in name) for name in names) + 8
    wide = (width_px - left - EDGE) / len(sides)
    bar = wide - NUMBER
    style: Item = {"kind": "words", "size": 12, "colour": COLOUR["text"]}
    link: Item = {"kind": "links", "curved": False}
    named = np.column_stack([np.full(k, left - 7), y]).astype(np.float32)
    items: list[Item] = [style | {"xy": named, "text": names, "align": "right"}]
    for i, side in enumerate(sides):
        start = left + i * wide
        share = np.clip(np.nan_to_num(side.values) / (side.most or 1.0), 0, 1)
        ground = np.column_stack([np.full(k, start), y, np.full(k, start + bar), y]).astype(np.float32)
        ends = np.column_stack([np.full(k, start), y, start + np.maximum(bar * share, 0.5), y]).astype(np.float32)
        told = np.column_stack([np.full(k, start + bar + 5), y]).astype(np.float32)
        items += [
            link | {"ends": ground, "colour": COLOUR["grid"], "width": min(step * 0.6, 20.0)},
            link | {"ends": ends, "colour": COLOUR[side.role], "width": min(step * 0.6, 20.0)},
            style | {"xy": told, "text": list(side.words), "align": "left"},
            style
            | {"xy": np.array([(start, TOP / 2)], np.float32), "text": [side.name], "align": "left"}
            | {"colour": COLOUR[side.role]},
        ]
        if i < len(decided) and 0 <= decided[i] < k:
            box = (start - 2, y[decided[i]] - step * 0.42, start + bar + 2, y[decided[i]] + step * 0.42)
            rim = [(box[0], box[1], box[2], box[1]), (box[2], box[1], box[2], box[3])]
            rim += [(box[2], box[3], box[0], box[3]), (box[0], box[3], box[0], box[1])]
            items.append(link | {"ends": np.array(rim, np.float32), "colour": COLOUR["outline"], "width": 1.5})
    return drawing(width_px, height, items, theme=theme, colours=inks(theme), title=title)
