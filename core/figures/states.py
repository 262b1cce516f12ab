"""States: what the units of a recurrent layer hold through time, as maps of units × time steps, one under the other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.figures.axes import ACROSS, LEFT, RIGHT, TOP, ticks
from core.figures.drawing import HEAD, Drawing, Item, drawing, plane
from core.figures.figure import Array
from core.figures.number import told
from core.figures.theme import COLOUR, Theme, inks, palette

GAP = 0.07  # between two maps, of the height of one
BOTTOM = 34.0  # px under the last map, for the steps and their name
LETTER = 9.0  # px of a step that a symbol needs


@dataclass(frozen=True)
class StateMap:
    """One quantity of every unit: `values` (n_units, n_steps), full colour at ±`limit`; NaN stays empty."""

    name: str
    values: Array
    limit: float = 1.0


def states(
    maps: Sequence[StateMap],
    *,
    theme: Theme,
    step: int | None = None,
    unit: int | None = None,
    symbols: Sequence[str] = (),
    title: str = "",
    x_title: str = "",
    width_px: float = 440,
    height_px: float = 200,
) -> Drawing:
    """Maps of one size, blue above and orange below zero, with one time step (from 0) and one unit (from 0) framed.

    `symbols` stand under their steps where there is room, else the steps are counted from 1. On the drawing's plane x
    is the step counted from 0.5 on, and y the place that `unit_at` reads.
    """
    shape = maps[0].values.shape
    if any(each.values.shape != shape for each in maps) or len(shape) != 2:
        raise ValueError(f"maps must be of one size (n_units, n_steps), not {[each.values.shape for each in maps]}")
    n_units, n_steps = shape
    top, width = 0.0 if title else TOP, width_px - LEFT - RIGHT
    room = height_px - (HEAD if title else 0.0) - top - BOTTOM
    all_high = len(maps) + GAP * (len(maps) - 1)
    tall = room / all_high
    tops = [top + i * (1 + GAP) * tall for i in range(len(maps))]
    items: list[Item] = []
    for each, at in zip(maps, tops, strict=True):
        items += [_image(each, at, width, tall, theme), *_names(each, at, tall, n_units)]
    items += _steps(symbols, n_steps, width, top + room, x_title)
    items += _frames(tops, tall, width, shape, step, unit)
    extent = plane(LEFT, top, width, room, (0.5, n_steps + 0.5), (all_high, 0.0))
    return drawing(width_px, top + room + BOTTOM, items, theme=theme, colours=inks(theme), title=title, plane=extent)


def unit_at(y: float, n_units: int) -> int:
    """The unit (from 0) at height y of the drawing's plane, on which every map is 1 high."""
    return min(int(max(y, 0.0) % (1 + GAP) * n_units), n_units - 1)


def _image(each: StateMap, top: float, width: float, tall: float, theme: Theme) -> Item:
    known = np.isfinite(each.values)
    values = np.where(known, each.values, 0.0)
    scale = float(np.abs(values).max(initial=0)) / 32767 or 1.0
    shown = np.clip(values / (each.limit or 1.0), -1, 1)
    return {
        "kind": "images",
        "name": "units",
        "at": np.array([[LEFT, top, width, tall]], np.float32),
        "pixels": np.rint((shown[::-1] + 1) * 127.5).astype(np.uint8)[None],
        "palette": palette(theme),
        "values": np.where(known, np.rint(values / scale), -32768)[::-1].astype(np.int16)[None],
        "scale": scale,
        "smooth": False,
        "hover": [f"{each.name} = {{v}}"],
    }


def _names(each: StateMap, top: float, tall: float, n_units: int) -> list[Item]:
    """The quantity and its full colour at the left, and the numbers of the first and the last unit."""
    style = {"kind": "words", "colour": COLOUR["muted"], "size": 11}
    middle = np.array([[LEFT - 26, top + tall / 2]], np.float32)
    ends = np.array([[LEFT - 5, top + 6], [LEFT - 5, top + tall - 6]], np.float32)
    unequal = n_units > 1 and tall > 24
    limit = "" if each.limit == 1 else f" ±{told(each.limit)}"
    return [
        style | {"xy": middle, "text": [each.name + limit], "align": "center", "angle": -90, "size": 12},
        style | {"xy": ends[: 1 + unequal], "text": ["1", str(n_units)][: 1 + unequal], "align": "right"},
    ]


def _steps(symbols: Sequence[str], n_steps: int, width: float, foot: float, x_title: str) -> list[Item]:
    """What stands under the maps: a symbol a step, or some steps' numbers; and the axis's name."""
    each = width / n_steps
    if symbols and each >= LETTER:
        at, words = np.arange(n_steps), list(symbols[:n_steps])
    else:
        chosen = ticks(1, max(n_steps, 2), int(width / ACROSS))
        at = chosen[(chosen % 1 == 0) & (chosen >= 1) & (chosen <= n_steps)].astype(int) - 1
        words = [str(i + 1) for i in at]
    xy = np.column_stack([LEFT + (at + 0.5) * each, np.full(len(at), foot + 9)]).astype(np.float32)
    style = {"kind": "words", "colour": COLOUR["muted"], "align": "center"}
    name = np.array([[LEFT + width / 2, foot + 25]], np.float32)
    return [style | {"xy": xy, "text": words, "size": 11}, style | {"xy": name, "text": [x_title], "size": 12}]


def _frames(
    tops: Sequence[float], tall: float, width: float, shape: tuple[int, int], step: int | None, unit: int | None
) -> list[Item]:
    """A thin frame around each map, one around the column of the step, and a pointer at the row of the unit."""
    n_units, n_steps = shape
    each, high = width / n_steps, tall / n_units
    thin = [_box(LEFT, top, width, tall) for top in tops]
    items = [_links(np.concatenate(thin), COLOUR["grid"], 1)]
    if unit is not None and 0 <= unit < n_units:
        rows = np.array([(LEFT + width + 7, top + (unit + 0.5) * high) for top in tops], np.float32)
        pointer = {"kind": "words", "xy": rows, "text": ["◀"] * len(rows), "align": "center", "size": 10}
        items.append(pointer | {"colour": COLOUR["outline"]})
    if step is not None and 0 <= step < n_steps:
        columns = [_box(LEFT + step * each, top, each, tall) for top in tops]
        items.append(_links(np.concatenate(columns), COLOUR["outline"], 1.5))
    return items


def _box(left: float, top: float, width: float, height: float) -> Array:
    right, foot = left + width, top + height
    rim = [(left, top, right, top), (right, top, right, foot), (right, foot, left, foot), (left, foot, left, top)]
    return np.array(rim)


def _links(ends: Array, colour: int, width: float) -> Item:
    ends = np.asarray(ends, np.float32).reshape(-1, 4)
    return {"kind": "links", "ends": ends, "width": width, "colour": colour, "curved": False}
