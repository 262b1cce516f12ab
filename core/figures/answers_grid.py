"""Answers grid: every question of a table as a square, coloured by its answer; a dot marks what was told."""

from collections.abc import Sequence

import numpy as np

from core.figures.drawing import HEAD, Drawing, Item, drawing, plane
from core.figures.figure import Array
from core.figures.theme import COLOUR, Theme, inks, palette

LETTER, LEAST = 6.3, 11.0  # px, the width of a letter, and a square that still has room for a name beside it
EDGE, TOP, FOOT = 8.0, 6.0, 20.0
SMALL, LARGE = 10, 12  # px of letters


def answers_grid(
    values: Array,
    told: Array,
    *,
    theme: Theme,
    row_names: Sequence[str],
    column_names: Sequence[str],
    hover: Sequence[str] = (),
    share: Array | None = None,
    chosen: tuple[int, int] | None = None,
    wrong: Array | None = None,
    title: str = "",
    width_px: float = 420,
    height_px: float = 360,
) -> Drawing:
    """Squares of `values` (n_rows, n_columns) in −1…1, NaN where there is no question; dots where `told`, crosses where
    `wrong`. In `hover` {n0} and {n1} are the names of row and column, {2} is the `share` of the answer in percent. A
    click sends row and column. The drawing's plane counts columns and rows from 0.
    """
    n_rows, n_columns = values.shape
    if told.shape != values.shape or len(row_names) != n_rows or len(column_names) != n_columns:
        raise ValueError(f"told and names must fit values {values.shape}")
    tilted = max(map(len, column_names)) > 2
    left = EDGE + LETTER * max(map(len, row_names)) + 6
    foot = 12 + (LETTER * 0.72 * max(map(len, column_names)) if tilted else 8)
    room = height_px - (HEAD if title else 0.0)
    cell = max(4.0, min((width_px - left - EDGE) / n_columns, (room - TOP - foot) / n_rows))
    wide, high = cell * n_columns, cell * n_rows
    left += max(0.0, (width_px - left - EDGE - wide) / 2)
    known = np.isfinite(values)
    shown = np.clip(np.where(known, values, 0), -1, 1)
    rows, columns = np.arange(n_rows)[:, None], np.arange(n_columns)[None, :]
    place = np.argwhere(known)
    percent: Array = np.rint(1000 * np.nan_to_num(shown if share is None else share)) / 10
    across, down = np.broadcast_arrays(left + (columns + 0.5) * cell, TOP + (rows + 0.5) * cell)
    middle = np.stack([across, down], -1).astype(np.float32)
    items: list[Item] = [
        {
            "kind": "images",
            "name": "questions",
            "at": np.array([[left, TOP, wide, high]], np.float32),
            "pixels": np.rint((shown[::-1] + 1) * 127.5).astype(np.uint8)[None],
            "palette": palette(theme),
            "smooth": False,
            "inset": 0.06,
        },
        {
            "kind": "marks",
            "name": "question",
            "shape": "box",
            "xy": middle[known],
            "size": cell * 0.94,
            "data": np.column_stack([place[:, 0], place[:, 1] + n_rows, percent[known]]).astype(np.float32),
            "hover": list(hover),
            "reach": cell,
            "stroke": COLOUR["grid"],
            "line": 0.5,
        },
    ]
    for mask, mark in (
        (told & known, {"shape": "circle", "size": max(2.5, cell * 0.16), "fill": COLOUR["outline"]}),
        (
            (np.zeros_like(told) if wrong is None else wrong) & known,
            {"shape": "strike", "size": cell * 0.4, "stroke": COLOUR["outline"], "line": 1.2},
        ),
    ):
        if mask.any():
            items.append({"kind": "marks", "xy": middle[mask], "reach": 0} | mark)
    if chosen and known[chosen]:
        box = {"kind": "marks", "shape": "box", "xy": middle[chosen][None], "size": cell, "reach": 0}
        items.append(box | {"stroke": COLOUR["outline"], "line": 2})
    every = max(1, int(np.ceil(LEAST / cell)))
    items += _names(row_names, column_names, left, cell, high, every, tilted)
    extent = plane(left, TOP, wide, high, (0, n_columns), (n_rows, 0))
    size, names = (width_px, TOP + high + foot), [*row_names, *column_names]
    return drawing(*size, items, theme=theme, colours=inks(theme), names=names, title=title, plane=extent)


def _names(
    rows: Sequence[str], columns: Sequence[str], left: float, cell: float, high: float, every: int, tilted: bool
) -> list[Item]:
    """Names at the left and under the table, every so many of them."""
    size = LARGE if cell > 24 else SMALL
    down = [(left - 6, TOP + (i + 0.5) * cell) for i in range(0, len(rows), every)]
    lift = 0.36 * LETTER * np.array([len(name) for name in columns[::every]]) if tilted else np.zeros(len(columns))
    along = [
        (left + (j + 0.5) * cell - lift[k] * 0.9, TOP + high + 11 + lift[k])
        for k, j in enumerate(range(0, len(columns), every))
    ]
    style = {"kind": "words", "size": size, "colour": COLOUR["text"]}
    return [
        style | {"xy": np.array(down, np.float32), "text": list(rows[::every]), "align": "right"},
        style
        | {"xy": np.array(along, np.float32), "text": list(columns[::every]), "align": "center"}
        | ({"angle": -45} if tilted else {}),
    ]
