"""Cells: a small table of numbers, each cell coloured by its value."""

from collections.abc import Sequence

import numpy as np

from core.figures.answer_bars import cut, letters
from core.figures.drawing import HEAD, Drawing, drawing
from core.figures.figure import Array
from core.figures.theme import Theme, rgb

LEFT, RIGHT, TOP, BOTTOM = 34.0, 12.0, 8.0, 38.0  # px around the table; a title replaces the room on top
LEAST = 18.0  # px for the names of the rows
MUTED, TEXT, GRID, OUTLINE = range(4)


def cells(
    values: Array,
    shade: Array,
    *,
    theme: Theme,
    row_names: Sequence[str],
    column_names: Sequence[str],
    title: str = "",
    x_title: str = "",
    y_title: str = "",
    height_px: float = 300,
    hover: Sequence[str] = ("{i2}",),
    selected: tuple[int, int] | None = None,
) -> Drawing:
    """Whole numbers `values` (k, k), written into their cells unless they are 0, over the shade (k, k) in 0…1.

    Cells are named `cells` and carry (row, column, value, shade in percent) as data; both kinds of names are the
    drawing's, first those of the rows. One cell may be outlined as selected.
    """
    k = len(values)
    if values.shape != (k, k) or shade.shape != (k, k) or len(row_names) != k or len(column_names) != k:
        raise ValueError(f"values, shade and names must be of one size, not {values.shape} and {shade.shape}")
    top, left = 0.0 if title else TOP, LEFT + 1.1 * max([LEAST, *map(letters, row_names)])
    height = height_px - (HEAD if title else 0)
    side = height - top - BOTTOM
    cell = side / k
    across, down = left + cell * (np.arange(k) + 0.5), top + cell * (np.arange(k) + 0.5)
    pixels = np.rint(np.clip(np.nan_to_num(shade), 0, 1) * 255).astype(np.uint8)[::-1]
    strength = np.linspace(0, 0.65, 256)[:, None]
    palette = np.rint(rgb(theme.background) * (1 - strength) + rgb(theme.positive) * strength).astype(np.uint8)
    rows, columns = np.nonzero(values)
    every = np.indices((k, k)).reshape(2, -1).T
    data = np.column_stack([every, values.ravel(), 100 * np.nan_to_num(shade).ravel()]).astype(np.float32)
    box = {"kind": "marks", "shape": "box"}
    style = {"kind": "words", "align": "center", "colour": MUTED, "size": 11}
    name = style | {"size": 12}
    middle = np.array([(left + side / 2, top + side / 2)], np.float32)
    items = [
        {
            "kind": "images",
            "at": np.array([[left, top, side]], np.float32),
            "pixels": pixels[None],
            "palette": palette,
            "smooth": False,
            "inset": 0,
        },
        box | {"xy": middle, "size": side, "stroke": GRID, "line": 1},
        style
        | {
            "xy": np.column_stack([across[columns], down[rows]]).astype(np.float32).reshape(-1, 2),
            "text": [str(int(v)) for v in values[rows, columns]],
            "colour": TEXT,
        },
        style
        | {"xy": np.column_stack([across, np.full(k, top + side + 10)]).astype(np.float32)}
        | {"text": [cut(name, cell / 1.1) for name in column_names]},
        style
        | {"xy": np.column_stack([np.full(k, left - 6), down]).astype(np.float32), "text": list(row_names)}
        | {"align": "right"},
        name | {"xy": np.array([(left + side / 2, top + side + 29)], np.float32), "text": [x_title]},
        name | {"xy": np.array([(10.0, top + side / 2)], np.float32), "text": [y_title], "angle": -90},
        box
        | {"xy": np.column_stack([across[every[:, 1]], down[every[:, 0]]]).astype(np.float32), "size": cell}
        | {"name": "cells", "data": data, "hover": list(hover)},
    ]
    if selected:
        xy = np.array([(across[selected[1]], down[selected[0]])], np.float32)
        items.append(box | {"xy": xy, "size": cell + 2, "stroke": OUTLINE, "line": 2})
    colours, names = [theme.muted, theme.text, theme.grid, theme.outline], [*row_names, *column_names]
    return drawing(left + side + RIGHT, height, items, theme=theme, colours=colours, title=title, names=names)
