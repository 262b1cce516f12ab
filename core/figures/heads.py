"""Heads: the attention maps of every layer and head side by side, each with its switch and what it is worth."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from core.figures.attention import MASKED, levels, shades
from core.figures.drawing import HEAD, Drawing, Item, drawing
from core.figures.figure import Array
from core.figures.theme import CLASS, COLOUR, Theme, alpha, inks

LEFT, TOP, FOOT = 20.0, 16.0, 18.0  # px left of the maps, over them, and under each for its switch
GAP, APART = 6.0, 10.0  # px between two maps, and before those of whole layers
SWITCH, REACH = 10.0, 20.0  # px
LARGEST = 120.0  # px of a map's side
LETTER, WIDE = 11.0, 46.0  # px of words, and of a map that has room for one more
LEGIBLE = 34.0  # px of a map that has room for a number
VEIL = CLASS  # the colour over a head that is off


@dataclass(frozen=True)
class Grid:
    """Where the maps of `n_layers` × `n_columns` lie; the last column stands `apart` px from the others."""

    side: float
    apart: float

    def left(self, column: int, n_heads: int) -> float:
        return LEFT + column * (self.side + GAP) + (self.apart if column >= n_heads else 0.0)

    def top(self, layer: int) -> float:
        return TOP + layer * (self.side + FOOT + GAP)


def heads(
    maps: Array,
    *,
    theme: Theme,
    mask: Array | None = None,
    whole: Array | None = None,
    off: Collection[tuple[int, int]] = (),
    chosen: tuple[int, int] | None = None,
    worth: Array | None = None,
    title: str = "",
    labels: tuple[str, str, str] = ("Layer {n}", "Head {n}", "Rollout"),
    hover: tuple[str, str] = ("", ""),
    width_px: float = 300,
    height_px: float = 340,
) -> Drawing:
    """Maps (n_layers, n_heads, t, t) as rows of layers; `whole` (n_layers, t, t) stand at the right of their layers.

    A click sends "heads" or "switch" with (layer, head), from 0, head = n_heads for `whole`. `worth` (n_layers,
    n_heads), NaN where unknown, is written beside the switch; `hover` are the words over a map and over a switch.
    """
    n_layers, n_heads, t, _ = maps.shape
    n_columns = n_heads + (whole is not None)
    apart = APART if whole is not None else 0.0
    height = height_px - (HEAD if title else 0.0)
    across = (width_px - LEFT - apart) / n_columns - GAP
    grid = Grid(max(8.0, min(across, (height - TOP) / n_layers - FOOT - GAP, LARGEST)), apart)
    places = [(layer, head) for layer in range(n_layers) for head in range(n_columns)]
    corner = np.array([(grid.left(head, n_heads), grid.top(layer)) for layer, head in places], np.float32)
    every = np.concatenate([maps, whole[:, None]], 1) if whole is not None else maps
    items: list[Item] = [
        {
            "kind": "images",
            "name": "heads",
            "at": np.column_stack([corner, np.full(len(corner), grid.side)]).astype(np.float32),
            "pixels": smaller(levels(every.reshape(-1, t, t)), mask, t // int(2 * grid.side))[:, ::-1],
            "palette": shades(theme),
            "smooth": False,
            "data": np.array(places, np.float32),
            "hover": ["{n2}", *([hover[0]] if hover[0] else [])],
        }
    ]
    names = [f"{labels[0].format(n=i + 1)} · {_column(labels, j, n_heads)}" for i, j in places]
    items[0]["data"] = np.column_stack([items[0]["data"], np.arange(len(places))]).astype(np.float32)
    middles = corner + grid.side / 2
    items += _off(corner[[p in off for p in places]], grid.side)
    items.append(_frames(middles, grid.side, "grid", 1))
    items.append(_frames(middles[[p == chosen for p in places]], grid.side + 3, "outline", 2.5))
    items += _names(grid, n_layers, n_heads, n_columns, labels)
    items += _switches(corner, grid.side, [(p, p in off) for p in places if p[1] < n_heads], places, worth, hover[1])
    colours = [*inks(theme)[:CLASS], alpha(theme.background, 0.72)]
    return drawing(width_px, height, items, theme=theme, colours=colours, names=names, title=title)


def smaller(pixels: Array, mask: Array | None, every: int) -> Array:
    """Maps (n, t, t) of which a square of `every` × `every` is one pixel, as strong as the strongest in it."""
    n, t, _ = pixels.shape
    may = np.asarray(np.ones((t, t), bool) if mask is None else mask)
    if every > 1:
        side = -(-t // every)
        room = (0, side * every - t)
        pixels = np.pad(pixels, ((0, 0), room, room)).reshape(n, side, every, side, every).max((2, 4))
        may = np.asarray(np.pad(may, (room, room)).reshape(side, every, side, every).any((1, 3)))
    return np.where(may, pixels, np.uint8(MASKED))


def _column(labels: tuple[str, str, str], column: int, n_heads: int) -> str:
    return labels[2] if column >= n_heads else labels[1].format(n=column + 1)


def _off(corner: Array, side: float) -> list[Item]:
    """A veil over each map that is off, and its two diagonals."""
    corners = np.tile(corner, 4) + np.array([0, 0, side, 0, side, side, 0, side])
    veil = {"kind": "areas", "corners": corners.astype(np.float32), "fill": VEIL, "line": 0}
    strike = {"kind": "marks", "shape": "strike", "xy": (corner + side / 2).astype(np.float32), "size": side}
    return [veil | {"fill": np.full(len(corner), VEIL, np.uint8)}, strike | {"stroke": COLOUR["muted"], "line": 1}]


def _frames(middles: Array, size: float, colour: str, line: float) -> Item:
    mark = {"kind": "marks", "shape": "box", "xy": middles.astype(np.float32), "size": size}
    return mark | {"stroke": COLOUR[colour], "line": line}


def _names(grid: Grid, n_layers: int, n_heads: int, n_columns: int, labels: tuple[str, str, str]) -> list[Item]:
    """What the rows and columns are, where there is room for more than their numbers."""
    short = grid.side < WIDE
    over = [_column(labels, c, n_heads) for c in range(n_columns)]
    over = [str(c + 1) if short and c < n_heads else name for c, name in enumerate(over)]
    xy = [(grid.left(c, n_heads) + grid.side / 2, TOP / 2) for c in range(n_columns)]
    style = {"kind": "words", "size": LETTER, "align": "center", "colour": COLOUR["muted"]}
    beside = np.array([(LEFT / 2, grid.top(i) + grid.side / 2) for i in range(n_layers)], np.float32)
    rows = [labels[0].format(n=i + 1) if grid.side >= 30 else str(i + 1) for i in range(n_layers)]
    return [
        style | {"xy": np.array(xy, np.float32), "text": over},
        style | {"xy": beside, "text": rows, "angle": -90 if grid.side >= 30 else 0},
    ]


def _switches(
    corner: Array,
    side: float,
    listed: Sequence[tuple[tuple[int, int], bool]],
    places: Sequence[tuple[int, int]],
    worth: Array | None,
    hover: str,
) -> list[Item]:
    """A small box under each map, full where the head is on, and beside it what the head is worth."""
    at = dict(zip(places, corner, strict=True))
    items: list[Item] = []
    for wanted in (False, True):
        chosen = [place for place, off in listed if off == wanted]
        xy = np.array([at[p] + (SWITCH / 2 + 1, side + FOOT / 2 + 1) for p in chosen], np.float32).reshape(-1, 2)
        box = {"kind": "marks", "name": "switch", "shape": "box", "xy": xy, "size": SWITCH, "reach": REACH}
        box |= {"fill": COLOUR["background" if wanted else "positive"], "stroke": COLOUR["muted"], "line": 1}
        items.append(box | {"data": np.array(chosen, np.float32).reshape(-1, 2), "hover": [hover]})
    if worth is not None and side >= LEGIBLE:
        known = [place for place, _ in listed if np.isfinite(worth[place])]
        xy = np.array([at[p] + (SWITCH + 6, side + FOOT / 2 + 1) for p in known], np.float32).reshape(-1, 2)
        style = {"kind": "words", "size": min(LETTER, side / 4), "align": "left", "colour": COLOUR["text"]}
        items.append(style | {"xy": xy, "text": [signed(float(worth[p])) for p in known]})
    return items


def signed(value: float) -> str:
    """A change, with its sign: +0.31, −0.02, 0."""
    text = f"{value:+.2f}" if abs(value) < 9.995 else f"{value:+.1f}"
    return "0" if float(text) == 0 else text.replace("-", "−")
