"""Task matrix: a score on every task (columns) after every task (rows), as squares with their numbers."""

from collections.abc import Sequence

import numpy as np

from core.figures.drawing import HEAD, Drawing, drawing
from core.figures.figure import Array
from core.figures.pixels import MUTED, OUTLINE, TEXT, colours, pixels
from core.figures.theme import Theme

LETTER, EDGE, TOP, FOOT = 6.4, 8.0, 4.0, 40.0  # px: the width of a letter, and around the squares


def task_matrix(
    values: Array,
    names: Sequence[str],
    *,
    theme: Theme,
    row: int,
    title: str = "",
    x_title: str = "",
    y_title: str = "",
    hover: Sequence[str] = (),
    width_px: float = 290,
    height_px: float = 250,
) -> Drawing:
    """`values` (n, n) in 0…1, NaN where the task has not been reached; `row` is framed, n where none is."""
    n = len(values)
    if values.shape != (n, n) or len(names) != n:
        raise ValueError(f"{len(names)} tasks need {len(names)} × {len(names)} values, not {values.shape}")
    margin = EDGE + LETTER * max(map(len, names)) + 22
    room = height_px - (HEAD if title else 0.0)
    cell = min((width_px - margin - EDGE) / n, (room - TOP - FOOT) / n)
    side = cell * n
    left = margin + max(0.0, (width_px - margin - EDGE - side) / 2)
    middles = (np.arange(n) + 0.5) * cell
    word = {"kind": "words", "size": 11, "colour": TEXT}
    across = np.column_stack([left + middles, np.full(n, TOP + side + 11)]).astype(np.float32)
    down = np.column_stack([np.full(n, left - 6), TOP + middles]).astype(np.float32)
    items = [
        *pixels(values, left, TOP, side, theme=theme, hover=hover),
        word | {"xy": across, "text": list(names), "align": "center"},
        word | {"xy": down, "text": list(names), "align": "right"},
        word
        | {"xy": np.array([(left + side / 2, TOP + side + 29)], np.float32), "text": [x_title], "align": "center"}
        | {"colour": MUTED, "size": 12},
        word
        | {"xy": np.array([(left - margin + 18, TOP + side / 2)], np.float32), "text": [y_title], "align": "center"}
        | {"colour": MUTED, "size": 12, "angle": -90},
    ]
    if 0 <= row < n:
        right, top, foot = left + side, TOP + row * cell, TOP + (row + 1) * cell
        ends = [(left, top, right, top), (right, top, right, foot), (right, foot, left, foot), (left, foot, left, top)]
        rim = {"kind": "links", "width": 2, "colour": OUTLINE, "curved": False}
        items.append(rim | {"ends": np.array(ends, np.float32)})
    return drawing(width_px, TOP + side + FOOT, items, theme=theme, colours=colours(theme), title=title)
