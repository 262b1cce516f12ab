"""Bowl: the loss over two parameters as a map with lines of equal loss, and the way that learning takes down it."""

from collections.abc import Mapping
from functools import lru_cache
from zlib import crc32

import numpy as np

from core.figures.axes import BOTTOM, LEFT, TOP, Axes
from core.figures.drawing import HEAD, Drawing, Item
from core.figures.figure import Array
from core.figures.isolines import isolines
from core.figures.scale import outward
from core.figures.strokes import Stroke
from core.figures.theme import Theme, alpha, rgb

LEVELS = np.array([0.02, 0.05, *np.arange(0.1, 1.5, 0.1)]) ** 2  # lines of equal loss: evenly spaced in a round bowl
OPACITY = 0.75  # of the map at its highest
MOST = 400  # pieces of the path
TEXT, MUTED, OUTLINE, GRID, PATH, STEP, LEVEL = range(7)


def bowl(
    loss: Array,
    across: tuple[float, float],
    up: tuple[float, float],
    path: Array,
    *,
    theme: Theme,
    floor: float,
    top: float,
    best: tuple[float, float] | None = None,
    move: tuple[float, float] | None = None,
    title: str = "",
    x_title: str = "w",
    y_title: str = "b",
    labels: Mapping[str, str] | None = None,
    size_px: float = 360,
) -> Drawing:
    """Map of `loss` (n, n), row 0 lowest, over the ranges `across` and `up`; `path` (m, 2) ends where learning is now.

    Colour is √((loss − floor) / (top − floor)), which grows evenly up a parabola: `floor` is the least loss, `top` one
    on the rim.
    `best` is where it is least, `move` the next step from the path's end. `labels` are words of the hover: loss, here,
    best, first.
    """
    words = dict.fromkeys(("loss", "here", "best", "first"), "") | dict(labels or {})
    over, height = (0.0, size_px - HEAD) if title else (TOP, size_px)
    side = height - over - BOTTOM
    axes = Axes(across, up, LEFT, over, side, side, title=title)
    values = np.ascontiguousarray(loss, np.float32)
    where = f"{x_title} = {{x}}, {y_title} = {{y}}"
    items = [
        *_surface(
            values.tobytes(), len(values), float(floor), float(top), LEFT, over, side, theme, where, words["loss"]
        ),
        *axes.items(x_title, y_title, text=MUTED, grid=GRID, lines=False),
        _path(axes, path),
    ]
    if move is not None and len(path) and np.isfinite(move).all():
        end = path[-1] + np.asarray(move)
        items.append(Stroke(STEP, 3.5).item(axes.line(*np.stack([path[-1], end]).T)))
    places = [
        ("first", path[:1], "circle", 8.0, None, PATH),
        ("best", np.array([best or ()]), "star", 13.0, OUTLINE, None),
    ]
    for name, at, shape, size, fill, stroke in [*places, ("here", path[-1:], "circle", 10.0, PATH, OUTLINE)]:
        if at.size and axes.inside(*at[0]):
            mark = {"kind": "marks", "name": name, "shape": shape, "xy": axes.place(*at[0]), "size": size}
            ink = {"fill": fill} if fill is not None else {}
            edge = {"stroke": stroke, "line": 2} if stroke is not None else {}
            items.append(mark | ink | edge | {"hover": [words[name], where]})
    colours = [
        theme.text,
        theme.muted,
        theme.outline,
        theme.grid,
        theme.positive,
        theme.gradient,
        alpha(theme.muted, 0.7),
    ]
    return axes.draw(items, theme, colours)


def frame(start: Array, best: Array, least: float = 4.0) -> tuple[tuple[float, float], tuple[float, float]]:
    """Ranges across and up, equally long so that the gradient stands at right angles to the lines of equal loss, around
    the best place (2,): round numbers that hold the start (2,)."""
    reach = max(outward(float(np.abs(start - best).max())), least)
    (u, v) = best
    return (float(u - reach), float(u + reach)), (float(v - reach), float(v + reach))


@lru_cache(maxsize=32)
def _surface(
    values: bytes,
    n: int,
    floor: float,
    rim: float,
    left: float,
    top: float,
    side: float,
    theme: Theme,
    where: str,
    word: str,
) -> list[Item]:
    """Map and lines of equal loss; the same values give the same items, which are painted once."""
    loss = np.frombuffer(values, np.float32).reshape(n, n).astype(np.float64)
    share = np.maximum(loss - floor, 0) / max(rim - floor, 1e-12)
    height = np.clip(np.sqrt(share), 0, 1)
    told = np.nan_to_num(loss, posinf=0)
    scale = float(told.max()) / 32767 or 1.0
    still = f"{crc32(values + repr((floor, rim, left, top, side, theme.name)).encode()):x}"
    pixels = {"kind": "images", "name": "map", "at": np.array([[left, top, side]], np.float32), "smooth": True}
    pieces = isolines(share, LEVELS)[0] * (side / (n - 1))
    ends = np.array([left, top + side] * 2) + pieces * (1, -1, 1, -1)
    return [
        pixels
        | {"pixels": np.rint(np.nan_to_num(height, nan=1) * 255).astype(np.uint8)[None], "palette": _palette(theme)}
        | {"values": np.rint(told / scale).astype(np.int16)[None], "scale": scale, "inset": 0.5}
        | {"hover": [where, f"{word} {{v}}"], "still": still},
        Stroke(LEVEL, 1.0).item(ends) | {"still": still},
    ]


def _palette(theme: Theme) -> Array:
    """(256, 3) colours from the background to the muted text's."""
    strength = OPACITY * np.linspace(0, 1, 256)[:, None]
    return np.rint(rgb(theme.background) * (1 - strength) + rgb(theme.muted) * strength).astype(np.uint8)


def _path(axes: Axes, path: Array) -> Item:
    """The way so far, its newest half in full if it is long."""
    kept = path if len(path) <= MOST else path[np.unique(np.linspace(0, len(path) - 1, MOST).astype(int))]
    return Stroke(PATH).item(axes.line(*kept.T))
