"""Matrices: an equation of grids of numbers, each with its name over it and its shape under it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from core.figures.digits import short
from core.figures.drawing import HEAD, Drawing, Item, drawing
from core.figures.figure import Array
from core.figures.theme import Theme, palette, rgb

CELL = (40.0, 18.0)  # px, width and height of a number
NAME, SHAPE = 18.0, 16.0  # px over and under a grid
MARGIN = 4.0  # px, left
SPACE = 8.0  # px beside a grid and an operator
LINE = 10.0  # px between two rows of grids
LETTERS = 12  # px
SHADES = 32  # of a number, from −1 to 1
STRENGTH = 0.4
TEXT, MUTED, OUTLINE, GRADIENT, FIRST = range(5)


@dataclass(frozen=True)
class Matrix:
    """A grid of `values` (rows, columns), or None for one not known yet, of shape `shape`.

    `mark` (row, column) outlines one number; `gradient` names it in purple.
    """

    name: str
    values: Array | None
    shape: tuple[int, int]
    mark: tuple[int, int] | None = None
    gradient: bool = False

    @property
    def width(self) -> float:
        return max(self.shape[1] * CELL[0], 7.0 * len(self.name), 40.0)


def matrices(
    terms: Sequence[Matrix | str], *, theme: Theme, title: str = "", width_px: float = 960, height_px: float = 200
) -> Drawing:
    """The equation that `terms`, grids and the operators between them, write from left to right.

    A line that is full goes on below; what is too high for the panel is drawn smaller.
    """
    lines = wrapped(terms, width_px)
    wide = max((sum(_room(term) for term in line) for line in lines), default=width_px)
    heights = [max((_height(term) for term in line), default=0) for line in lines]
    high = sum(heights) + LINE * max(len(lines) - 1, 0)
    items: list[Item] = []
    y = 0.0
    for line, height in zip(lines, heights, strict=True):
        x = MARGIN
        for term in line:
            items += _grid(term, x, y, height) if isinstance(term, Matrix) else _operator(term, x, y, height)
            x += _room(term)
        y += height + LINE
    height = max(height_px - (HEAD if title else 0), high)
    return drawing(max(width_px, wide), height, items, theme=theme, colours=_colours(theme), title=title)


def wrapped(terms: Sequence[Matrix | str], width_px: float) -> list[list[Matrix | str]]:
    """Terms in lines no wider than `width_px`; an operator goes with the grid after it."""
    lines: list[list[Matrix | str]] = [[]]
    used = 0.0
    waiting: list[Matrix | str] = []
    for term in terms:
        waiting.append(term)
        if isinstance(term, str):
            continue
        room = sum(_room(part) for part in waiting)
        if lines[-1] and used + room > width_px:
            lines.append([])
            used = 0.0
        lines[-1] += waiting
        used += room
        waiting = []
    lines[-1] += waiting
    return lines


def _room(term: Matrix | str) -> float:
    return (term.width if isinstance(term, Matrix) else 7.0 * len(term) + 4) + SPACE


def _height(term: Matrix | str) -> float:
    return NAME + term.shape[0] * CELL[1] + SHAPE if isinstance(term, Matrix) else CELL[1]


def _colours(theme: Theme) -> list[str]:
    shades = palette(theme)[np.rint(np.linspace(0, 255, SHADES + 1)).astype(int)].astype(float)
    mixed = np.rint(STRENGTH * shades + (1 - STRENGTH) * rgb(theme.background)).astype(int)
    purple = np.rint(0.7 * rgb(theme.gradient) + 0.3 * rgb(theme.text)).astype(int)
    named = [f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in [purple, *mixed]]
    return [theme.text, theme.muted, theme.outline, *named]


def _operator(term: str, x: float, y: float, height: float) -> list[Item]:
    middle = np.array([[x + (_room(term) - SPACE) / 2, y + height / 2]], np.float32)
    style = {"kind": "words", "size": LETTERS + 2, "align": "center", "colour": TEXT}
    return [style | {"xy": middle, "text": [term]}] if term else []


def _grid(term: Matrix, x: float, y: float, height: float) -> list[Item]:
    """Name, brackets, numbers on shades of their size, shape; in the middle of a line `height` high."""
    rows, cols = term.shape
    wide, high = cols * CELL[0], rows * CELL[1]
    left, top = x + (term.width - wide) / 2, y + (height - _height(term)) / 2 + NAME
    middle = x + term.width / 2
    style = {"kind": "words", "align": "center"}
    head = style | {"xy": np.array([[middle, top - NAME / 2]], np.float32), "text": [term.name]}
    foot = style | {"xy": np.array([[middle, top + high + SHAPE / 2]], np.float32), "text": [f"{rows} × {cols}"]}
    items: list[Item] = []
    if term.values is not None:
        if term.values.shape != term.shape:
            raise ValueError(f"{term.name} must be {term.shape}, not {term.values.shape}")
        row, col = np.indices(term.shape).reshape(2, -1)
        xy = np.column_stack([left + (col + 0.5) * CELL[0], top + (row + 0.5) * CELL[1]]).astype(np.float32)
        value = np.ravel(term.values).astype(float)
        items += _shaded(xy, value)
        items.append(style | {"xy": xy, "text": [short(v) for v in value], "size": LETTERS, "colour": TEXT})
        if term.mark:
            i, j = term.mark
            items += _frame(left + j * CELL[0] + 1, top + i * CELL[1] + 1, CELL[0] - 2, CELL[1] - 2)
    items += _brackets(left, top, wide, high)
    return [
        *items,
        head | {"size": LETTERS + 1, "colour": GRADIENT if term.gradient else TEXT},
        foot | {"size": LETTERS - 1, "colour": MUTED},
    ]


def _shaded(xy: Array, value: Array) -> list[Item]:
    """A bar of colour behind each number: blue above zero, orange below, paler near it."""
    part = np.clip(np.nan_to_num(value / (1 + np.abs(value))), -1, 1)
    half = np.array([CELL[0] / 2 - 1, 0], np.float32)
    ends = np.concatenate([xy - half, xy + half], 1).astype(np.float32)
    colour = (FIRST + np.rint((part + 1) * SHADES / 2)).astype(np.uint8)
    return [{"kind": "links", "curved": False, "ends": ends, "width": CELL[1] - 2, "colour": colour}]


def _lines(points: Sequence[tuple[float, float]], colour: int, wide: float) -> Item:
    """A line through points."""
    ends = np.array([(*a, *b) for a, b in pairwise(points)], np.float32)
    return {"kind": "links", "curved": False, "ends": ends, "width": wide, "colour": colour}


def _brackets(left: float, top: float, wide: float, high: float) -> list[Item]:
    right, low, tip = left + wide, top + high, 5.0
    return [
        _lines([(left + tip, top), (left, top), (left, low), (left + tip, low)], MUTED, 1.25),
        _lines([(right - tip, top), (right, top), (right, low), (right - tip, low)], MUTED, 1.25),
    ]


def _frame(left: float, top: float, wide: float, high: float) -> list[Item]:
    corners = [(left, top), (left + wide, top), (left + wide, top + high), (left, top + high), (left, top)]
    return [_lines(corners, OUTLINE, 2.0)]
