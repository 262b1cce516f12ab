"""Gallery: pictures in lines, each with its words, framed by right or wrong, to be clicked."""

from collections.abc import Sequence

import numpy as np

from core.figures.drawing import HEAD, Drawing, Item, drawing
from core.figures.figure import Array
from core.figures.theme import Theme
from core.figures.tiles import grid, pictures

GAP, CAPTION, LEAST, MOST = 8.0, 14.0, 28.0, 96.0  # px between pictures, for the words of each, and sides
LETTER = 5.4  # px of a letter of a caption
TEXT, MUTED, RIGHT, WRONG = range(4)


def gallery(
    images: Array,
    captions: Sequence[str],
    *,
    theme: Theme,
    right: Array | None = None,
    data: Array | None = None,
    hover: Sequence[str] = (),
    names: Sequence[str] = (),
    title: str = "",
    empty: str = "",
    across: int = 0,
    chosen: int | None = None,
    width_px: float = 420,
    height_px: float = 300,
) -> Drawing:
    """Pictures of bytes (n, c, r, r), as many as have room, `across` in a line where given.

    `right` (n,) frames them in blue or orange; `data` (n, m) makes them clickable as `picture`; `empty` is said where
    there is none; the `chosen` one has a second frame.
    """
    n, height = len(images), height_px - (HEAD if title else 0)
    wide = max((letters(text) for text in captions), default=0.0)
    side, line = sized(n, width_px, height - 4, wide, across)
    down = max(1, int((height + GAP) // (side + CAPTION + GAP)))
    shown = min(n, line * down)
    at = grid(shown, line, side, 0.0, 0.0, 0.0)
    step = max(side, wide if not across else 0.0) + GAP
    at[:, 0] = 2 + at[:, 0] / side * step + (step - GAP - side) / 2
    at[:, 1] = 2 + at[:, 1] / side * (side + CAPTION + GAP)
    words: Item = {"kind": "words", "align": "center", "size": 11, "colour": TEXT}
    under = np.column_stack([at[:, 0] + side / 2, at[:, 1] + side + 9])
    items: list[Item] = [pictures(images[:shown], at, theme), words | {"xy": under, "text": list(captions[:shown])}]
    if data is not None and shown:
        items[0] |= {"name": "picture", "data": data[:shown]}
    if hover and shown:
        items[0] |= {"hover": list(hover)}
    if right is not None:
        for verdict, colour in ((True, RIGHT), (False, WRONG)):
            xy = (at[:, :2] + side / 2)[np.asarray(right[:shown], bool) == verdict]
            items.append({"kind": "marks", "shape": "box", "xy": xy, "size": side + 3, "stroke": colour, "line": 2})
    if chosen is not None and chosen < shown:
        xy = (at[chosen : chosen + 1, :2] + side / 2).astype(np.float32)
        items.append({"kind": "marks", "shape": "box", "xy": xy, "size": side + 8, "stroke": TEXT, "line": 2})
    if not n:
        items = [words | {"xy": np.array([[width_px / 2, height / 2]]), "text": [empty], "size": 13, "colour": MUTED}]
    colours = [theme.text, theme.muted, theme.positive, theme.negative]
    return drawing(width_px, height, items, theme=theme, colours=colours, names=names, title=title)


def letters(text: str) -> float:
    return sum(11.0 if ord(letter) > 0x2E80 else LETTER for letter in text)


def sized(n: int, width: float, height: float, wide: float, across: int) -> tuple[float, int]:
    """The largest side at which n pictures fit, and how many stand in a line; at the least side some may not."""
    if across:
        lines = max(1, -(-n // across))
        return max(LEAST, min(MOST, width / across - GAP, (height + GAP) / lines - GAP - CAPTION)), across
    side = min(MOST, height - CAPTION)
    while True:
        line = max(1, int((width + GAP - 4) // (max(side, wide) + GAP)))
        down = max(1, int((height + GAP) // (side + CAPTION + GAP)))
        if line * down >= n or side <= LEAST:
            return side, line
        side -= 2
