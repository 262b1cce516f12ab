"""Runners: who takes part in a race, in colour, symbol and dash, and their tracks on axes."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from core.figures.axes import Axes
from core.figures.drawing import Item
from core.figures.figure import Array
from core.figures.theme import SYMBOLS, Theme, alpha

AHEAD = 0.5  # opacity of the way that is still to come
SPACING = 70.0  # px of a path between two of its marks
APART = 13.0  # px between two names
TOGETHER = 6.0  # px; if all stand so close, names would only hide what is there
BACKGROUND, TEXT, MUTED, OUTLINE, GRID, LINE, GRADIENT, FIRST = range(8)  # colours, then one a runner, then paler


@dataclass(frozen=True)
class Runner:
    """One of a race: `number` decides its looks, `path` (m, 2) is where it has been, `ahead` (k, 2) where it will be.

    `lost` is true where it has left the race.
    """

    name: str
    number: int
    path: Array
    ahead: Array = field(default_factory=lambda: np.empty((0, 2)))
    lost: bool = False

    @property
    def colour(self) -> int:
        return FIRST + self.number % 8

    @property
    def symbol(self) -> str:
        return SYMBOLS[self.number % len(SYMBOLS)]


def colours(theme: Theme) -> list[str]:
    """The colours that races are drawn in, by the numbers above."""
    base = [theme.background, theme.text, theme.muted, theme.outline, theme.grid, alpha(theme.muted, 0.45)]
    return [*base, theme.gradient, *theme.classes, *(alpha(colour, AHEAD) for colour in theme.classes)]


def tracks(runners: Sequence[Runner], axes: Axes) -> list[Item]:
    """The ways ahead, thin and pale; the ways behind with marks along them; and where lost ones left them."""
    items: list[Item] = []
    line = {"kind": "links", "curved": False}
    for runner in runners:
        ahead = axes.line(*runner.ahead.T, least=2.0)
        items.append(line | {"ends": ahead, "width": 1.2, "colour": runner.colour + 8})
    for runner in runners:
        behind = axes.line(*runner.path.T, least=1.0)
        items.append(line | {"ends": behind, "width": 2.2, "colour": runner.colour})
        mark = {"kind": "marks", "shape": runner.symbol, "size": 5.5, "fill": runner.colour, "stroke": BACKGROUND}
        items.append(mark | {"xy": spaced(axes.place(*runner.path.T), axes), "line": 0.6})
    return items


def heads(runners: Sequence[Runner], axes: Axes, selected: int | None, hover: Sequence[str]) -> list[Item]:
    """Where each runner is now, by symbol and name; a lost one is struck out where it left. `hover` is one text each.

    The items are named `runner`, with the place in the list as data.
    """
    items: list[Item] = []
    places = np.array([_last(runner, axes) for runner in runners], np.float32).reshape(-1, 2)
    for i, runner in enumerate(runners):
        mark = {"kind": "marks", "xy": places[i : i + 1], "line": 2.0 if i == selected else 1.2}
        found = {"name": "runner", "data": np.array([[i]], np.int16), "hover": [hover[i]], "reach": 16}
        rim = OUTLINE if i == selected else BACKGROUND
        items.append(mark | found | {"shape": runner.symbol, "size": 11, "fill": runner.colour, "stroke": rim})
        if runner.lost:
            items.append(mark | {"shape": "strike", "size": 17, "stroke": OUTLINE})
    if len(runners) > 1 and np.ptp(places, axis=0).max() < TOGETHER:
        return items
    beside = places + np.array([13, 0], np.float32)
    right = beside[:, 0] > axes.box[2] - 76
    beside[right] -= (26, 0)
    beside[:, 1] = spread(beside[:, 1], axes.box[1] + 7, axes.box[3] - 7)
    for side, align in ((right, "right"), (~right, "left")):
        text = [runner.name for runner, here in zip(runners, side, strict=True) if here]
        items.append({"kind": "words", "xy": beside[side], "text": text, "align": align, "size": 12})
        items[-1] |= {"colour": TEXT, "halo": BACKGROUND}
    return items


def spread(y: Array, low: float, high: float) -> Array:
    """The same heights moved as little as needed to stand `APART`, kept in order and between low and high."""
    order = np.argsort(y, kind="stable")
    placed = np.clip(np.asarray(y, np.float64)[order], low, high)
    for i in range(1, len(placed)):
        placed[i] = max(placed[i], placed[i - 1] + APART)
    overflow = high
    for i in reversed(range(len(placed))):
        placed[i] = min(placed[i], overflow)
        overflow = placed[i] - APART
    result = np.empty(len(placed))
    result[order] = placed
    return result


def _last(runner: Runner, axes: Axes) -> Array:
    """Its place in px, or where its way last crossed the rim."""
    known = runner.path[np.isfinite(runner.path).all(1)]
    if not len(known):
        return np.array(axes.box[:2])
    crossing = np.empty((0, 4)) if axes.inside(*known[-1]) else axes.line(*known.T)
    if len(crossing):
        return crossing[-1, 2:]
    return axes.rim(axes.place(*known[-1]))[0]


def spaced(places: Array, axes: Axes) -> Array:
    """Places every `SPACING` px along a path (k, 2)."""
    places = places[np.isfinite(places).all(1)]
    if len(places) < 2:
        return np.empty((0, 2), np.float32)
    way = np.floor(np.minimum(np.cumsum(np.hypot(*np.diff(places, axis=0).T)), 1e12) / SPACING)
    chosen = places[1:][np.diff(way, prepend=0) > 0][:200]
    return chosen[(axes.rim(chosen) == chosen).all(1)]
