"""Cells: a small table of numbers, each cell coloured by its value."""

from collections.abc import Sequence

import numpy as np

from core.figures.drawing import HEAD, Drawing, drawing
from core.figures.figure import Array
from core.figures.theme import Theme, rgb

LEFT, RIGHT, TOP, BOTTOM = 52.0, 12.0, 8.0, 38.0  # px around the table; a title replaces the room on top
MUTED, TEXT, GRID = range(3)


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
) -> Drawing:
    """Whole numbers `values` (k, k), written into their cells unless they are 0, over the shade (k, k) in 0…1."""
    k = len(values)
    if values.shape != (k, k) or shade.shape != (k, k) or len(row_names) != k or len(column_names) != k:
        raise ValueError(f"values, shade and names must be of one size, not {values.shape} and {shade.shape}")
    top = 0.0 if title else TOP
    height = height_px - (HEAD if title else 0)
    side = height - top - BOTTOM
    cell = side / k
    across, down = LEFT + cell * (np.arange(k) + 0.5), top + cell * (np.arange(k) + 0.5)
    pixels = np.rint(np.clip(np.nan_to_num(shade), 0, 1) * 255).astype(np.uint8)[::-1]
    strength = np.linspace(0, 0.65, 256)[:, None]
    palette = np.rint(rgb(theme.background) * (1 - strength) + rgb(theme.positive) * strength).astype(np.uint8)
    rows, columns = np.nonzero(values)
    style = {"kind": "words", "align": "center", "colour": MUTED, "size": 11}
    name = style | {"size": 12}
    middle = np.array([(LEFT + side / 2, top + side / 2)], np.float32)
    items = [
        {
            "kind": "images",
            "name": "cells",
            "at": np.array([[LEFT, top, side]], np.float32),
            "pixels": pixels[None],
            "palette": palette,
            "smooth": False,
            "inset": 0,
            "values": values[::-1].astype(np.int16)[None],
            "scale": 1.0,
            "hover": ["{v}"],
        },
        {"kind": "marks", "shape": "box", "xy": middle, "size": side, "stroke": GRID, "line": 1},
        style
        | {
            "xy": np.column_stack([across[columns], down[rows]]).astype(np.float32).reshape(-1, 2),
            "text": [str(int(v)) for v in values[rows, columns]],
            "colour": TEXT,
        },
        style
        | {"xy": np.column_stack([across, np.full(k, top + side + 10)]).astype(np.float32)}
        | {"text": list(column_names)},
        style
        | {"xy": np.column_stack([np.full(k, LEFT - 6), down]).astype(np.float32), "text": list(row_names)}
        | {"align": "right"},
        name | {"xy": np.array([(LEFT + side / 2, top + side + 29)], np.float32), "text": [x_title]},
        name | {"xy": np.array([(LEFT - 38, top + side / 2)], np.float32), "text": [y_title], "angle": -90},
    ]
    colours = [theme.muted, theme.text, theme.grid]
    return drawing(LEFT + side + RIGHT, height, items, theme=theme, colours=colours, title=title)
