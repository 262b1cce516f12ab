"""Oscilloscope: quantities over the same time, one above the other, that scroll as time goes on."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from core.figures.axes import BOTTOM, LEFT, RIGHT, Axes, Range
from core.figures.drawing import HEAD, Drawing, Item, drawing, plane
from core.figures.figure import Array
from core.figures.strokes import Stroke
from core.figures.theme import COLOUR, Theme, inks

BETWEEN = 10.0  # px from channel to channel
NAMES = 16.0  # px beside the channels for the names of their lines
BINS = 320  # stretches of time of which a line shows the least and the greatest value
TICK = 9.0  # px, a spike's mark
DOT = 7.0  # px, where the beam is
LEVEL = (4.0, 4.0)  # px, dashes of a level


@dataclass(frozen=True)
class Trace:
    """One line: `y` (n,) over the oscilloscope's times, in a colour by its index; `name` stands where it ends."""

    y: Array
    colour: int
    name: str = ""


@dataclass(frozen=True)
class Channel:
    """Lines over one range of values; `share` of the height, `levels` (value, name) that are marked.

    `spikes` (m, 2) are strokes from a time and value up to `peak`: where the equations leave the spike out.
    """

    title: str
    y_range: Range
    traces: Sequence[Trace]
    share: float = 1.0
    levels: Sequence[tuple[float, str]] = ()
    spikes: Array = field(default_factory=lambda: np.empty((0, 2)))
    peak: float = 0.0


def oscilloscope(
    t: Array,
    x_range: Range,
    channels: Sequence[Channel],
    *,
    theme: Theme,
    spikes: Array | None = None,
    cursor: float | None = None,
    title: str = "",
    x_title: str = "",
    width_px: float = 600,
    height_px: float = 300,
) -> Drawing:
    """Channels over times `t` (n,), evenly spaced; `spikes` (k,) are marked over the first, `cursor` in all.

    The plane of the pointer is that of the last channel, continued over the others.
    """
    height = height_px - (HEAD if title else 0.0)
    boxes = _boxes(channels, x_range, width_px, height)
    items: list[Item] = []
    for channel, axes in zip(channels, boxes, strict=True):
        last = axes is boxes[-1]
        below = None if last else ()
        style = {"text": COLOUR["muted"], "grid": COLOUR["grid"]}
        items += axes.items(x_title if last else "", channel.title, x_ticks=below, **style)  # type: ignore[arg-type]
        items += _levels(channel, axes)
        for trace in channel.traces:
            items += _trace(trace, t, axes)
        if len(channel.spikes):
            ends = np.column_stack([channel.spikes, channel.spikes[:, 0], np.full(len(channel.spikes), channel.peak)])
            items.append(Stroke(channel.traces[0].colour, 1.5).item(axes.segments(ends)))
    if spikes is not None and len(spikes):
        items.append(_raster(spikes, boxes[0]))
    if cursor is not None and x_range[0] <= cursor <= x_range[1]:
        x = float(boxes[0].across(cursor))
        items.append(Stroke(COLOUR["outline"], 1.0).item(np.array([[x, boxes[0].top, x, boxes[-1].box[3]]])))
    return drawing(width_px, height, items, theme=theme, colours=inks(theme), title=title, plane=_plane(boxes, x_range))


def _boxes(channels: Sequence[Channel], x_range: Range, width: float, height: float) -> list[Axes]:
    """The axes of each channel, from top to bottom."""
    room = height - BOTTOM - BETWEEN * (len(channels) - 1) - 4
    whole, top, boxes = sum(channel.share for channel in channels), 4.0, []
    for channel in channels:
        tall = room * channel.share / whole
        boxes.append(Axes(x_range, channel.y_range, LEFT, top, width - LEFT - RIGHT - NAMES, tall))
        top += tall + BETWEEN
    return boxes


def _plane(boxes: Sequence[Axes], x_range: Range) -> dict[str, object]:
    """The last channel's plane as high as all of them."""
    last, top = boxes[-1], boxes[0].top
    low, high = last.y_range
    reach = high + (last.top - top) * (high - low) / last.height
    return plane(last.left, top, last.width, last.box[3] - top, x_range, (low, reach))


def _levels(channel: Channel, axes: Axes) -> list[Item]:
    items: list[Item] = []
    for value, name in channel.levels:
        if not axes.y_range[0] <= value <= axes.y_range[1]:
            continue
        ends = axes.line(np.array(axes.x_range), np.full(2, value))
        items.append(Stroke(COLOUR["muted"], 1.0, LEVEL).item(ends))
        word = {"kind": "words", "xy": np.array([(axes.left + 5, float(axes.up(value)) - 7)], np.float32)}
        style = {"text": [name], "align": "left", "size": 11, "colour": COLOUR["muted"], "halo": COLOUR["background"]}
        items.append(word | style)
    return items


def _trace(trace: Trace, t: Array, axes: Axes) -> list[Item]:
    """The line, the point where it ends and its name beside it."""
    known = np.isfinite(trace.y)
    if not known.any():
        return []
    x, y = extremes(t, trace.y, (axes.x_range[1] - axes.x_range[0]) / BINS)
    items = [Stroke(trace.colour, 1.8).item(axes.line(x, y))]
    end = axes.rim(axes.place(t[known][-1], trace.y[known][-1]))
    mark = {"kind": "marks", "shape": "circle", "size": DOT, "fill": trace.colour, "xy": end.astype(np.float32)}
    items.append(mark | {"stroke": COLOUR["background"], "line": 1})
    if trace.name:
        word = {"kind": "words", "xy": (end + np.array([8, 0])).astype(np.float32), "text": [trace.name]}
        items.append(word | {"align": "left", "size": 12, "colour": trace.colour, "halo": COLOUR["background"]})
    return items


def _raster(spikes: Array, axes: Axes) -> Item:
    """A short line at the top for each spike."""
    x = axes.across(spikes[(axes.x_range[0] <= spikes) & (spikes <= axes.x_range[1])])
    top = np.full(len(x), axes.top)
    return Stroke(COLOUR["positive"], 2.0).item(np.column_stack([x, top, x, top + TICK]))


def extremes(x: Array, y: Array, width: float) -> tuple[Array, Array]:
    """Of points (n,), evenly spaced, the first, the lowest, the highest and the last of each stretch of `width`.

    The stretches lie at multiples of `width`, so that what scrolls by keeps its shape.
    """
    if len(x) < 3 or x[1] - x[0] >= width / 2:
        return x, y
    bins = np.floor(x / width + 1e-9).astype(np.int64)
    first = np.flatnonzero(np.diff(bins, prepend=bins[0] - 1))
    low = np.minimum.reduceat(np.where(np.isnan(y), np.inf, y), first)
    high = np.maximum.reduceat(np.where(np.isnan(y), -np.inf, y), first)
    owner = np.cumsum(np.diff(bins, prepend=bins[0] - 1) != 0) - 1
    keep = (y == low[owner]) | (y == high[owner])
    keep[first] = keep[-1] = True
    keep &= ~_repeated(y, keep)
    return x[keep], y[keep]


def _repeated(y: Array, keep: Array) -> Array:
    """Points inside a level stretch: neighbours on both sides are kept and equal."""
    same = np.zeros(len(y), bool)
    same[1:-1] = (y[1:-1] == y[:-2]) & (y[1:-1] == y[2:])
    return same & keep
