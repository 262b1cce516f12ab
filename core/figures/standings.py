"""Standings: the runners of a race as a table, which is also the key to their colours and symbols."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.figures.drawing import HEAD, Drawing, Item, drawing
from core.figures.runners import BACKGROUND, GRID, MUTED, OUTLINE, TEXT, Runner, colours
from core.figures.theme import Theme

TALLEST = 42.0  # px, a row


@dataclass(frozen=True)
class Standing:
    """What is said of a runner: its loss, and in words how it stands."""

    runner: Runner
    loss: str
    words: str


def standings(
    rows: Sequence[Standing],
    *,
    theme: Theme,
    selected: int | None = None,
    title: str = "",
    loss_title: str = "",
    width_px: float = 230,
    height_px: float = 300,
) -> Drawing:
    """A row a runner: symbol, name and loss, and under them its words; a click on a symbol is named `runner`."""
    room = height_px - (HEAD if title else 0)
    row = min(TALLEST, (room - 22) / max(len(rows), 1))
    middle = 22 + row * (np.arange(len(rows)) + 0.5)
    large = 13 if row > 30 else 12
    words = {"kind": "words", "size": large, "colour": TEXT}
    left, right = 30.0, width_px - 6
    upper = middle - (8 if row > 30 else 5.5)
    lower = middle + (8 if row > 30 else 6.5)

    def at(x: float, y: np.ndarray) -> np.ndarray:
        return np.column_stack([np.full(len(y), x), y]).astype(np.float32)

    rules = np.column_stack(
        [np.full(len(rows), 4.0), middle - row / 2, np.full(len(rows), width_px - 4), middle - row / 2]
    )
    items: list[Item] = [
        {"kind": "links", "ends": rules.astype(np.float32), "width": 1, "colour": GRID, "curved": False},
        words
        | {"xy": at(right, np.array([11.0])), "text": [loss_title], "align": "right", "colour": MUTED, "size": 11},
        words | {"xy": at(left, upper), "text": [standing.runner.name for standing in rows], "align": "left"},
        words | {"xy": at(right, upper), "text": [standing.loss for standing in rows], "align": "right"},
        words | {"xy": at(left, lower), "text": [s.words for s in rows], "align": "left", "colour": MUTED, "size": 11},
    ]
    for i, standing in enumerate(rows):
        runner, here = standing.runner, at(14, middle[i : i + 1])
        rim = OUTLINE if i == selected else BACKGROUND
        mark = {"kind": "marks", "xy": here, "shape": runner.symbol, "fill": runner.colour, "stroke": rim, "line": 2}
        found = {"name": "runner", "data": np.array([[i]], np.int16), "hover": [runner.name], "reach": 26}
        items.append(mark | found | {"size": 12})
        if runner.lost:
            items.append(mark | {"shape": "strike", "size": 18, "stroke": OUTLINE})
    return drawing(width_px, room, items, theme=theme, colours=colours(theme), title=title)
