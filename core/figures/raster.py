"""Raster: when each neuron of several layers spiked, neurons × time steps, one layer under the other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.figures.axes import ACROSS, LEFT, RIGHT, ticks
from core.figures.drawing import HEAD, Drawing, Item, drawing, plane
from core.figures.figure import Array
from core.figures.theme import COLOUR, Theme, inks, rgb

GAP, BOTTOM = 10.0, 36.0  # px between two layers, and under the last for the steps and their name
LETTER = 8.0  # px of a row that its name needs
TICK = 3  # parts of a time step, of which a spike takes one


@dataclass(frozen=True)
class Band:
    """A layer: `spikes` (T, n) of 0…1, where numbers between are a current; `share` of the height; names of rows."""

    name: str
    spikes: Array
    share: float = 1.0
    rows: Sequence[str] = ()
    current: bool = False


def raster(
    bands: Sequence[Band],
    *,
    theme: Theme,
    click: int = 0,
    row: int | None = None,
    hover: str = "{x}",
    title: str = "",
    x_title: str = "",
    width_px: float = 440,
    height_px: float = 320,
) -> Drawing:
    """A short stroke for each spike, or grey for a current; `row` of the layer `click` is pointed at.

    A click on that layer, over which `hover` is said, is named `units`; on the drawing's plane x is the step from 0.5
    on, y the row from −0.5 on.
    """
    n_steps = len(bands[0].spikes)
    if any(len(band.spikes) != n_steps for band in bands):
        raise ValueError(f"layers must have the same time steps, not {[len(band.spikes) for band in bands]}")
    height = height_px - (HEAD if title else 0.0)
    width = width_px - LEFT - RIGHT
    room = height - BOTTOM - 4 - GAP * (len(bands) - 1)
    tall = [room * band.share / sum(b.share for b in bands) for band in bands]
    tops = [4 + sum(tall[:i]) + GAP * i for i in range(len(bands))]
    items: list[Item] = []
    for i, band in enumerate(bands):
        box = LEFT, tops[i], width, tall[i]
        items += [
            _strokes(band, box, theme) | ({"name": "units", "hover": [hover]} if i == click else {}),
            *_names(band, box),
        ]
    if row is not None:
        y = tops[click] + (row + 0.5) * tall[click] / bands[click].spikes.shape[1]
        pointer = {"kind": "words", "xy": np.array([(LEFT + width + 7, y)], np.float32), "text": ["◀"], "size": 10}
        items.append(pointer | {"align": "center", "colour": COLOUR["outline"]})
    items += _steps(n_steps, width, tops[-1] + tall[-1], x_title)
    each = tall[click] / bands[click].spikes.shape[1]
    ends = (-tops[click] / each - 0.5, (height - tops[click]) / each - 0.5)
    extent = plane(LEFT, 0.0, width, height, (0.5, n_steps + 0.5), (ends[1], ends[0]))
    return drawing(width_px, height, items, theme=theme, colours=inks(theme), title=title, plane=extent)


def _strokes(band: Band, box: tuple[float, float, float, float], theme: Theme) -> Item:
    """An image whose columns are thirds of a step, so that a spike is narrower than its step."""
    values = np.asarray(band.spikes, np.float32).T  # (n, T)
    fine = np.zeros((len(values), values.shape[1], TICK), np.float32)
    fine[:, :, slice(None) if band.current else 1] = values[:, :, None] if band.current else values
    strength = np.linspace(0, 1, 256)[:, None]
    colours = rgb(theme.background) * (1 - strength) + rgb(theme.text) * strength
    return {
        "kind": "images",
        "at": np.array([box], np.float32),
        "pixels": np.rint(np.clip(fine.reshape(1, len(values), -1)[:, ::-1], 0, 1) * 255).astype(np.uint8),
        "palette": np.rint(colours).astype(np.uint8),
        "smooth": False,
    }


def _names(band: Band, box: tuple[float, float, float, float]) -> list[Item]:
    """Frame, name of the layer, and the names of its rows, or the numbers of the first and the last."""
    left, top, width, tall = box
    n = band.spikes.shape[1]
    right, foot = left + width, top + tall
    rim = [(left, top, right, top), (right, top, right, foot), (right, foot, left, foot), (left, foot, left, top)]
    frame = {"kind": "links", "ends": np.array(rim, np.float32), "width": 1, "curved": False, "colour": COLOUR["grid"]}
    style = {"kind": "words", "colour": COLOUR["muted"], "size": 11}
    middle = np.array([(left - 32, top + tall / 2)], np.float32)
    names = {0: "1", n - 1: str(n)}
    if band.rows and tall / n >= LETTER:
        names = dict(enumerate(band.rows))
    y = [top + (i + 0.5) * tall / n for i in names]
    xy = np.column_stack([np.full(len(y), left - 5), np.clip(y, top + 5, foot - 5)]).astype(np.float32)
    return [
        frame,
        style | {"xy": middle, "text": [band.name], "align": "center", "angle": -90, "size": 12},
        style | {"xy": xy, "text": list(names.values()), "align": "right"},
    ]


def _steps(n_steps: int, width: float, foot: float, x_title: str) -> list[Item]:
    """The numbers of some steps under the last layer, and the axis's name."""
    each = width / n_steps
    chosen = ticks(1, max(n_steps, 2), int(width / ACROSS))
    at = chosen[(chosen % 1 == 0) & (chosen >= 1) & (chosen <= n_steps)]
    xy = np.column_stack([LEFT + (at - 0.5) * each, np.full(len(at), foot + 10)]).astype(np.float32)
    style = {"kind": "words", "colour": COLOUR["muted"], "align": "center"}
    name = np.array([[LEFT + width / 2, foot + 26]], np.float32)
    return [
        style | {"xy": xy, "text": [f"{step:.0f}" for step in at], "size": 11},
        style | {"xy": name, "text": [x_title], "size": 12},
    ]
