"""Pictures: small square grids of values side by side, each with words over and under it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.figures.drawing import HEAD, Drawing, Item, drawing, plane
from core.figures.figure import Array
from core.figures.pixels import MUTED, OUTLINE, TEXT, colours, frame, pixels
from core.figures.theme import Theme

LINE = 17.0  # px of a line of words
GAP = 10.0  # px between pictures


@dataclass(frozen=True)
class Picture:
    """Values (n, n), row 0 on top, in full colour at ± `limit`; `cells` (row, column) are outlined, all if `chosen`."""

    values: Array
    over: str = ""
    under: str = ""
    limit: float = 1.0
    cells: Sequence[tuple[int, int]] = ()
    chosen: bool = False


def places(n: int, width: float, height: float, lines: int) -> tuple[Array, float]:
    """Upper left corners (n, 2) of pictures with so many lines of words, and their side: as large as there is room."""
    best = (0.0, 1)
    for across in range(1, n + 1):
        rows = -(-n // across)
        side = min((width - (across - 1) * GAP) / across, (height - (rows - 1) * GAP) / rows - lines * LINE)
        best = max(best, (side, across))
    side, across = max(best[0], 1.0), best[1]
    rows = -(-n // across)
    left = (width - across * side - (across - 1) * GAP) / 2
    top = max(0.0, (height - rows * (side + lines * LINE) - (rows - 1) * GAP) / 2)
    row, column = np.divmod(np.arange(n), across)
    return np.column_stack([left + column * (side + GAP), top + row * (side + lines * LINE + GAP)]), side


def pictures(
    shown: Sequence[Picture],
    *,
    theme: Theme,
    title: str = "",
    hover: str = "{v}",
    name: str = "",
    width_px: float = 300,
    height_px: float = 300,
) -> Drawing:
    """The pictures, in rows; a single one has a plane that counts its pixels from the upper left.

    With a `name` they can be clicked; their data are their places in the list.
    """
    height = height_px - (HEAD if title else 0)
    over, under = any(p.over for p in shown), any(p.under for p in shown)
    corners, side = places(len(shown), width_px, height, over + under)
    items: list[Item] = []
    for i, (picture, (left, top)) in enumerate(zip(shown, corners.tolist(), strict=True)):
        top += over * LINE
        grid = pixels(
            picture.values,
            left,
            top,
            side,
            theme=theme,
            limit=picture.limit,
            hover=[hover] if hover else (),
            numbers=False,
        )
        if name:
            grid[0] |= {"name": name, "data": np.array([[i]], np.int16)}
        items += grid
        cell = side / len(picture.values)
        items += [frame(left + (c + 0.5) * cell, top + (r + 0.5) * cell, cell) for r, c in picture.cells]
        if picture.chosen:
            items.append(frame(left + side / 2, top + side / 2, side + 4, OUTLINE, 2))
        for text, y, colour in ((picture.over, top - LINE / 2, MUTED), (picture.under, top + side + LINE / 2, TEXT)):
            at = np.array([[left + side / 2, y]], np.float32)
            if text:
                items.append({"kind": "words", "xy": at, "text": [text], "align": "center", "size": 12})
                items[-1] |= {"colour": colour}
    extent = None
    if len(shown) == 1:
        (left, top), n = corners[0].tolist(), len(shown[0].values)
        extent = plane(left, top + over * LINE, side, side, (0, n), (n, 0))
    return drawing(width_px, height, items, theme=theme, colours=colours(theme), title=title, plane=extent)
