"""Error paths: how an answer goes forward through a network and its error back, with the angle that this makes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.figures.drawing import HEAD, Drawing, Item, drawing
from core.figures.figure import Array
from core.figures.theme import CLASS, COLOUR, Theme, inks

EDGE, BOX, TIP = 30.0, 26.0, 5.0  # px beside the outer layers, of a layer's box, of an arrow's head
NAME, LANE, WORD = 15.0, 7.0, 10.0  # px of a path's name, from a layer's middle to an arrow, from an arrow to its word
NEED = 104.0  # px that a path needs


@dataclass(frozen=True)
class ErrorPath:
    """A network of L layers of weights: their names `forward` (L), what carries the error to each hidden layer `back`
    (L − 1), and the degrees between the update of each and backpropagation's gradient (L,), NaN if there is none."""

    name: str
    forward: Sequence[str]
    back: Sequence[str]
    angles: Array
    role: str | int = "gradient"
    direct: bool = False  # the ways back start at the output

    @property
    def colour(self) -> int:
        return CLASS + self.role if isinstance(self.role, int) else COLOUR[self.role]


def error_paths(
    paths: Sequence[ErrorPath],
    layers: Sequence[str],
    *,
    theme: Theme,
    selected: tuple[int, int] | None = None,
    title: str = "",
    width_px: float = 520,
    height_px: float = 320,
) -> Drawing:
    """One path under the other; a dial under each layer of weights holds backprop's gradient level and turns the update
    away from it by the angle between them. Hidden layers are named `layer`, with path and layer (from 1) as data."""
    height = height_px - (HEAD if title else 0.0)
    items: list[Item] = []
    for i, path in enumerate(paths):
        top = height * i / len(paths)
        items += _path(path, layers, i, top, height / len(paths), width_px, selected)
    return drawing(width_px, height, items, theme=theme, colours=inks(theme), title=title)


def _path(
    path: ErrorPath, layers: Sequence[str], number: int, top: float, high: float, width: float, selected: object
) -> list[Item]:
    n = len(path.forward)
    xs = np.linspace(EDGE, width - EDGE, n + 1)
    y = top + NAME + 12 + BOX / 2
    half = BOX / 2 + 3
    words: Item = {"kind": "words", "size": 12, "align": "center"}
    items: list[Item] = [
        words | {"xy": _at(4, top + NAME / 2), "text": [path.name], "align": "left", "colour": path.colour},
        _arrows([(xs[k] + half, y - LANE, xs[k + 1] - half, y - LANE) for k in range(n)], COLOUR["muted"], 1.5),
    ]
    middles = (xs[:-1] + xs[1:]) / 2
    over = np.column_stack([middles, np.full(n, y - LANE - WORD)]).astype(np.float32)
    items.append(words | {"xy": over, "text": list(path.forward), "colour": COLOUR["muted"]})
    under = y + LANE
    if path.direct:
        lows = [y + half + 4 + 5 * k for k in range(n - 1)]
        bends = [
            piece
            for x, low in zip(xs[1:-1], lows, strict=True)
            for piece in ((xs[-1], y + half, xs[-1], low), (xs[-1], low, x, low))
        ]
        items.append(_lines(bends, path.colour, 2.0))
        items.append(_arrows([(x, low, x, y + half) for x, low in zip(xs[1:-1], lows, strict=True)], path.colour, 2.0))
    elif n > 1:
        ends = [(xs[k + 1] - half, under, xs[k] + half, under) for k in range(1, n)]
        items.append(_arrows(ends, path.colour, 2.0))
    if n > 1:
        below = np.column_stack([middles[1:], np.full(n - 1, under + (-2 if path.direct else WORD + 1))])
        items.append(words | {"xy": below.astype(np.float32), "text": list(path.back), "colour": path.colour})
    places = np.column_stack([xs, np.full(n + 1, y)]).astype(np.float32)
    box = {"kind": "marks", "shape": "box", "size": BOX, "line": 1.2, "reach": BOX}
    data = np.column_stack([np.full(n - 1, number), np.arange(1, n)]).astype(np.float32)
    items.append(box | {"xy": places[[0, -1]], "stroke": COLOUR["muted"]})
    if n > 1:
        items.append(box | {"xy": places[1:-1], "stroke": COLOUR["text"], "name": "layer", "data": data})
    if isinstance(selected, tuple) and selected[0] == number and 0 < selected[1] < n:
        items.append(box | {"xy": places[[selected[1]]], "size": BOX + 5, "stroke": COLOUR["outline"], "line": 2.2})
    items.append(words | {"xy": places, "text": list(layers), "colour": COLOUR["text"], "size": 11})
    foot = y + half + (12 if path.direct else 14)
    return items + _dials(path, middles, foot, max(min(top + high - foot - 6, 26.0), 12.0))


def _dials(path: ErrorPath, xs: Array, foot: float, radius: float) -> list[Item]:
    """Two hands from one point: level for the gradient, turned by the angle for the update; the number beside it."""
    items: list[Item] = []
    known = np.isfinite(path.angles)
    turn = np.deg2rad(np.where(known, path.angles, 0.0))
    x0, y0 = xs - radius - 8, np.full(len(xs), foot + radius)
    level = np.column_stack([x0, y0, x0 + radius, y0])
    hands = np.column_stack([x0, y0, x0 + radius * np.cos(turn), y0 - radius * np.sin(turn)])
    items.append(_arrows(level, COLOUR["muted"], 1.5))
    items.append(_arrows(hands[known], path.colour, 2.4))
    text = [f"{a:.0f}°" if k else "–" for a, k in zip(path.angles, known, strict=True)]
    spots = np.column_stack([x0 + radius + 6, y0 - radius / 2 + 2]).astype(np.float32)
    items.append({"kind": "words", "xy": spots, "text": text, "size": 13, "align": "left", "colour": COLOUR["text"]})
    return items


def _at(x: float, y: float) -> Array:
    return np.array([(x, y)], np.float32)


def _lines(ends: Sequence[tuple[float, ...]] | Array, colour: int, width: float) -> Item:
    pieces = np.asarray(ends, np.float32).reshape(-1, 4)
    return {"kind": "links", "curved": False, "ends": pieces, "width": width, "colour": colour}


def _arrows(ends: Sequence[tuple[float, ...]] | Array, colour: int, width: float) -> Item:
    """Lines (n, 4) with two strokes at each end."""
    shafts = np.asarray(ends, float).reshape(-1, 4)
    along = shafts[:, 2:] - shafts[:, :2]
    along = along / np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    across = np.column_stack([-along[:, 1], along[:, 0]])
    heads = [np.column_stack([shafts[:, 2:], shafts[:, 2:] - TIP * (along + s * 0.7 * across)]) for s in (-1, 1)]
    return _lines(np.concatenate([shafts, *heads]), colour, width)
