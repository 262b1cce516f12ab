"""Strips: rows of small pictures, each row with its name before it."""

from collections.abc import Sequence

import numpy as np

from core.figures.drawing import HEAD, Drawing, Item, drawing
from core.figures.figure import Array
from core.figures.theme import COLOUR, Theme, inks
from core.figures.tiles import ink

GAP, EDGE, LETTER = 4.0, 6.0, 6.6


def strips(
    rows: Sequence[tuple[str, Array]],
    *,
    theme: Theme,
    marked: Sequence[int] = (),
    title: str = "",
    width_px: float = 420,
    height_px: float = 220,
) -> Drawing:
    """Rows of pictures (n, r, r) of 0…1, row 0 of each on top, all of one size; `marked` are framed in the first row.

    A click sends row and place.
    """
    height = height_px - (HEAD if title else 0.0)
    left = EDGE + LETTER * max(len(name) + sum(ord(c) > 0x2E80 for c in name) * 0.8 for name, _ in rows)
    most = max(len(pictures) for _, pictures in rows)
    step = min((width_px - left - EDGE) / most, (height - EDGE) / len(rows))
    side = step - GAP
    at = np.array([(left + j * step, EDGE / 2 + i * step) for i, (_, p) in enumerate(rows) for j in range(len(p))])
    places = np.array([(i, j) for i, (_, p) in enumerate(rows) for j in range(len(p))], np.float32)
    pixels = np.concatenate([np.asarray(pictures) for _, pictures in rows])
    middles = (at + side / 2).astype(np.float32)
    box = {"kind": "marks", "shape": "box", "line": 1}
    named = [(left - 8, EDGE / 2 + (i + 0.5) * step) for i in range(len(rows))]
    items: list[Item] = [
        {
            "kind": "images",
            "at": np.column_stack([at, np.full(len(at), side)]).astype(np.float32),
            "pixels": np.rint(np.clip(np.nan_to_num(pixels), 0, 1)[:, ::-1] * 255).astype(np.uint8),
            "palette": ink(theme),
            "smooth": False,
        },
        box | {"xy": middles, "size": side, "stroke": COLOUR["grid"], "name": "picture", "data": places, "reach": side},
        {"kind": "words", "xy": np.array(named, np.float32), "text": [name for name, _ in rows], "align": "right"}
        | {"size": 12, "colour": COLOUR["text"]},
    ]
    if len(marked):
        frame = box | {"xy": middles[list(marked)], "size": side + 3, "stroke": COLOUR["gradient"], "line": 2.5}
        items.append(frame | {"reach": 0})
    return drawing(width_px, height, items, theme=theme, colours=inks(theme), title=title)
