"""Synapses: the weight of each over its latency."""

import numpy as np

from core.figures.axes import Axes
from core.figures.drawing import Drawing
from core.figures.figure import Array
from core.figures.strokes import Stroke
from core.figures.theme import COLOUR, Theme


def synapses(
    latency: Array,
    weights: Array,
    before: Array,
    *,
    theme: Theme,
    length: float,
    fired: float | None = None,
    chosen: int = -1,
    title: str = "",
    x_title: str = "",
    y_title: str = "",
    hover: str = "{0}",
    width_px: float = 300,
    height_px: float = 320,
) -> Drawing:
    """Weights (n,), 0…1, over latencies (n,) in ms: blue those that grew since `before`, orange those that shrank.

    `fired` is when the neuron fired first; the one `chosen` is ringed. The items are named `synapse`; their data are
    number from 1 on, latency, weight.
    """
    axes = Axes.within((0.0, length), (0.0, 1.04), width_px, height_px, title=title, left=46.0)
    items = axes.items(x_title, y_title, text=COLOUR["muted"], grid=COLOUR["grid"], y_ticks=(0, 0.25, 0.5, 0.75, 1))
    if fired is not None:
        line = axes.line(np.full(2, fired), np.array([0, 1.04]))
        items.append(Stroke(COLOUR["gradient"], 2).item(line))
    grown = np.where(
        weights > before, COLOUR["positive"], np.where(weights < before, COLOUR["negative"], COLOUR["muted"])
    )
    data = np.column_stack([np.arange(1, len(weights) + 1), latency, weights]).astype(np.float32)
    mark = {"kind": "marks", "shape": "circle", "xy": axes.place(latency, weights), "size": 6.5}
    items.append(mark | {"fill": grown.astype(np.uint8), "data": data, "hover": [hover], "name": "synapse"})
    if chosen >= 0:
        ring = {"kind": "marks", "shape": "circle", "xy": axes.place(latency[chosen], weights[chosen]), "size": 12}
        items.append(ring | {"stroke": COLOUR["outline"], "line": 2})
    return axes.draw(items, theme)
