"""Answer bars: the classes under each other, each with its probability."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.figures.drawing import Item
from core.figures.figure import Array
from core.figures.theme import Theme

LETTER = 5.6  # px of a letter of the names
BAR = 78.0  # px of a bar for a probability of 1
TEXT, MUTED, GRID, OUTLINE, POSITIVE, NEGATIVE = range(6)


def colours(theme: Theme) -> list[str]:
    """The colours that these items name by number."""
    return [theme.text, theme.muted, theme.grid, theme.outline, theme.positive, theme.negative]


@dataclass(frozen=True)
class Answer:
    """The last layer: its `stage`; of the classes that are shown the names, probabilities (k,) and numbers `ids` (k,);
    and the true one if known."""

    stage: int
    names: Sequence[str]
    probabilities: Array
    ids: Array
    truth: int | None = None


def letters(text: str) -> float:
    return sum(11.0 if ord(letter) > 0x2E80 else LETTER for letter in text)


def cut(text: str, room: float) -> str:
    """As much of a text as has room, at least a letter; a Chinese one needs that of two."""
    n = next((n for n in range(1, len(text)) if letters(text[: n + 1]) > room), len(text))
    return text[:n]


def answer_width(answer: Answer) -> float:
    return max(letters(name) for name in answer.names) + BAR + 48.0


def answered(answer: Answer, left: float, top: float, room: float, high: float) -> tuple[list[Item], Array]:
    """The classes from top to bottom, each with a bar of its probability, the true one ticked; and where they stand."""
    k, p = len(answer.names), np.nan_to_num(answer.probabilities)
    step = min(high / k, 26.0)
    y = top + (high - k * step) / 2 + step * (np.arange(k) + 0.5)
    start = left + room - BAR - 42
    size = min(12.0, max(7.0, step * 0.62))
    words = {"kind": "words", "size": size, "colour": TEXT}
    names = [f"✓ {name}" if i == answer.truth else name for i, name in zip(answer.ids, answer.names, strict=True)]
    ends = np.column_stack([np.full(k, start), y, start + BAR * np.maximum(p, 0.004), y]).astype(np.float32)
    data = np.column_stack([np.full(k, answer.stage), answer.ids, 100 * p]).astype(np.float32)
    ground = np.column_stack([np.full(k, start), y, np.full(k, start + BAR), y]).astype(np.float32)
    link = {"kind": "links", "curved": False, "width": step * 0.62}
    items = [
        link | {"ends": ground, "colour": GRID, "name": "map", "data": data, "hover": ["{2}%"]},
        link | {"ends": ends, "colour": POSITIVE},
        words | {"xy": np.column_stack([np.full(k, start - 6), y]).astype(np.float32), "text": names, "align": "right"},
        words
        | {"xy": np.column_stack([np.full(k, start + BAR + 5), y]).astype(np.float32), "align": "left"}
        | {"text": [percent(v) for v in p]},
    ]
    spots = np.full((int(answer.ids.max()) + 1, 3), np.nan, np.float32)
    spots[answer.ids] = np.column_stack([np.full(k, start), y - step * 0.31, np.full(k, step * 0.62)])
    return items, spots


def percent(p: float) -> str:
    """A probability in percent, never 0 or 100 unless it is."""
    if 0 < p < 0.0005:
        return "< 0.1%"
    return f"{100 * p:.1f}%" if p < 0.9995 else ("> 99.9%" if p < 1 else "100%")
