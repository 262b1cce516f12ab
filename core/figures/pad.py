"""Pad: a square to draw on, which shows a picture until it is drawn on."""

from collections.abc import Sequence

import numpy as np

from core.figures.drawing import Drawing, Item, drawing, plane
from core.figures.figure import Array
from core.figures.theme import Theme
from core.figures.tiles import pictures

SIDE = 280.0  # px
TEXT, MUTED, GRID = range(3)


def pad(
    picture: Array | None,
    strokes: Sequence[Array],
    *,
    pen: float,
    theme: Theme,
    hint: str = "",
    title: str = "",
    words: Sequence[str] = (),
) -> Drawing:
    """A picture of bytes (c, r, r), or the strokes (n, 2) of places in 0…1 as a round pen draws them; `pen` is its
    width as a share of the side, `hint` stands on the empty pad, `words` under it. The plane is 0…1 from above."""
    items: list[Item] = []
    if picture is not None:
        items.append(pictures(picture[None], np.array([[0, 0, SIDE]]), theme) | values(picture))
    for stroke in strokes:
        places = np.asarray(stroke, np.float32).reshape(-1, 2) * SIDE
        ends = np.concatenate([places[:-1], places[1:]], 1)
        items.append({"kind": "links", "curved": False, "ends": ends, "width": pen * SIDE, "colour": TEXT})
        items.append({"kind": "marks", "shape": "circle", "xy": places, "size": pen * SIDE, "fill": TEXT})
    word = {"kind": "words", "align": "center", "size": 14, "colour": MUTED}
    if picture is None and not strokes:
        items.append(word | {"xy": np.array([[SIDE / 2, SIDE / 2]]), "text": [hint]})
    frame = {"kind": "marks", "shape": "box", "xy": np.array([[SIDE / 2, SIDE / 2]]), "size": SIDE, "stroke": MUTED}
    items.append(frame | {"line": 1})
    for i, line in enumerate(words):
        items.append(
            word | {"xy": np.array([[SIDE / 2, SIDE + 14 + 17 * i]]), "text": [line], "colour": TEXT, "size": 13}
        )
    height = SIDE + 8 + 17 * len(words)
    extent = plane(0, 0, SIDE, SIDE, (0, 1), (1, 0))
    colours = [theme.text, theme.muted, theme.grid]
    return drawing(SIDE, height, items, theme=theme, colours=colours, title=title, plane=extent)


def values(picture: Array) -> Item:
    """What the pointer reads of a picture: the mean of its channels, 0…255."""
    mean = picture.astype(np.float32).mean(0)[::-1]
    return {"values": np.rint(mean).astype(np.int16)[None], "scale": 1.0, "hover": ["{v}"]}
