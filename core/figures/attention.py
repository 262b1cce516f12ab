"""Attention: how much each token looks at each other, as a map with the tokens on both axes."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from core.figures.drawing import HEAD, Drawing, Item, drawing, plane
from core.figures.figure import Array
from core.figures.pixels import ROOM, written
from core.figures.theme import COLOUR, Theme, inks, rgb

MASKED = 255  # the last shade: what may not be looked at
TOP, RIGHT, NAME = 8.0, 8.0, 18.0  # px around the map; a title replaces the room on top, NAME is for an axis's name
LETTER, LEAST = 12.0, 7.0  # px, the size of a token, and of the smallest one that can be read
STRONG = 0.55  # from here on a number is written in the background's colour


@cache
def shades(theme: Theme) -> NDArray[np.uint8]:
    """(256, 3) colours of weights 0…1 in 255 levels, as strong as their square root, so that little is seen too.

    The last is that of what is masked.
    """
    strength = np.sqrt(np.linspace(0, 1, MASKED))[:, None]
    colours = rgb(theme.background) * (1 - strength) + rgb(theme.positive) * strength
    return np.rint(np.concatenate([colours, rgb(theme.grid)[None]])).astype(np.uint8)


def levels(weights: Array, mask: Array | None = None) -> NDArray[np.uint8]:
    """Weights (…, t, t) in 0…1 as places in `shades`; `mask` (t, t) is True where one may look."""
    found = np.rint(np.clip(np.nan_to_num(weights), 0, 1) * (MASKED - 1)).astype(np.uint8)
    return found if mask is None else np.where(mask, found, np.uint8(MASKED))


def attention(
    weights: Array,
    tokens: Sequence[str],
    *,
    theme: Theme,
    mask: Array | None = None,
    at: tuple[int, int] | None = None,
    title: str = "",
    x_title: str = "",
    y_title: str = "",
    width_px: float = 300,
    height_px: float = 340,
) -> Drawing:
    """Rows are the tokens that look, columns those looked at, from the first on; `at` (row, column) is framed.

    On the drawing's plane x and y count tokens: the first lies between 0 and 1.
    """
    t = len(tokens)
    if weights.shape != (t, t):
        raise ValueError(f"weights must be ({t}, {t}) for {t} tokens, not {weights.shape}")
    top, height = 0.0 if title else TOP, height_px - (HEAD if title else 0.0)
    longest = max((width(token) for token in tokens), default=0.0)
    side = _side(width_px, height - top, longest, t)
    left = (width_px - side + min(longest, LETTER * 4) + NAME) / 2
    cell = side / t
    items: list[Item] = [
        {
            "kind": "images",
            "name": "map",
            "at": np.array([[left, top, side]], np.float32),
            "pixels": levels(weights, mask)[::-1][None],
            "palette": shades(theme),
            "values": np.rint(np.nan_to_num(weights)[::-1] * 10_000).astype(np.int16)[None],
            "scale": 1e-4,
            "smooth": False,
            "hover": ["{v}"],
        },
        _box(left, top, side, side, "grid", 1),
    ]
    if cell >= ROOM:
        items += _numbers(weights, mask, left, top, cell)
    items += _tokens(tokens, left, top, cell, at)
    style = {"kind": "words", "size": 12, "align": "center", "colour": COLOUR["muted"]}
    below = top + side + min(longest, LETTER * 4) + 14
    items.append(style | {"xy": np.array([[left + side / 2, below]], np.float32), "text": [x_title]})
    aside = np.array([[left - min(longest, LETTER * 4) - 12, top + side / 2]], np.float32)
    items.append(style | {"xy": aside, "text": [y_title], "angle": -90})
    if at is not None and max(at) < t:
        row, column = at
        items.append(_box(left, top + row * cell, side, cell, "muted", 1))
        items.append(_box(left + column * cell, top, cell, side, "muted", 1))
        items.append(_box(left + column * cell, top + row * cell, cell, cell, "outline", 2))
    extent = plane(left, top, side, side, (0, t), (t, 0))
    return drawing(width_px, height, items, theme=theme, colours=inks(theme), title=title, plane=extent)


def width(token: str) -> float:
    """Px that a token needs across, at its full size."""
    return 4 + sum(LETTER if ord(letter) > 0x2E80 else 7.0 for letter in token)


def _side(width_px: float, room: float, longest: float, t: int) -> float:
    around = min(longest, LETTER * 4) + NAME + RIGHT
    return max(min(width_px - around, room - around), float(t))


def _tokens(tokens: Sequence[str], left: float, top: float, cell: float, at: tuple[int, int] | None) -> list[Item]:
    """The tokens on both axes, every second, third … where not all can be read; those looked at always."""
    every = max(1, int(np.ceil(LEAST / cell)))
    size = min(LETTER, max(LEAST, cell - 1))
    side, items = cell * len(tokens), list[Item]()
    for axis in (0, 1):
        chosen = -1 if at is None else at[axis]
        near = every if every > 1 else 1
        listed = [i for i in range(0, len(tokens), every) if i == chosen or abs(i - chosen) >= near or chosen < 0]
        listed += [chosen] if 0 <= chosen < len(tokens) and chosen not in listed else []
        for picked in (False, True):
            shown = [i for i in listed if (i == chosen) == picked]
            middle = (np.array(shown, float) + 0.5) * cell
            across = np.full(len(shown), -5.0), top + middle
            along = left + middle, np.full(len(shown), top + side + 9)
            xy = np.column_stack([left + across[0], across[1]] if axis == 0 else along)
            style = {"kind": "words", "align": "right" if axis == 0 else "center", "size": LETTER if picked else size}
            colour = COLOUR["text" if picked or cell >= LEAST else "muted"]
            items.append(style | {"xy": xy.astype(np.float32), "text": [tokens[i] for i in shown], "colour": colour})
    return items


def _numbers(weights: Array, mask: Array | None, left: float, top: float, cell: float) -> list[Item]:
    """Each weight in its square."""
    known = np.ones(weights.shape, bool) if mask is None else mask
    rows, columns = np.indices(weights.shape)
    xy = np.stack([left + (columns + 0.5) * cell, top + (rows + 0.5) * cell], -1).astype(np.float32)
    strong = np.sqrt(weights) > STRONG
    style = {"kind": "words", "align": "center", "size": min(12.0, 0.27 * cell + 3)}
    return [
        style | {"xy": xy[chosen], "text": [written(v) for v in weights[chosen]], "colour": COLOUR[colour]}
        for chosen, colour in ((known & ~strong, "text"), (known & strong, "background"))
    ]


def _box(left: float, top: float, width: float, height: float, colour: str, line: float) -> Item:
    right, foot = left + width, top + height
    rim = [(left, top, right, top), (right, top, right, foot), (right, foot, left, foot), (left, foot, left, top)]
    ends = np.array(rim, np.float32)
    return {"kind": "links", "ends": ends, "width": line, "colour": COLOUR[colour], "curved": False}
