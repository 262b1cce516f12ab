"""Volley: when the spikes of a neuron's synapses arrived, and what its membrane made of them, over the same time."""

from dataclasses import replace

import numpy as np

from core.figures.axes import Axes, Range
from core.figures.drawing import Drawing, Item
from core.figures.figure import Array
from core.figures.loss_curve import word
from core.figures.strokes import Stroke
from core.figures.theme import COLOUR, Theme

SHARE = 0.56  # of the height that the synapses have
SMALLEST, LARGEST = 2.0, 8.0  # px of a spike, by its synapse's weight


def volley(
    times: Array,
    weights: Array,
    potential: Array,
    spikes: Array,
    *,
    theme: Theme,
    length: float,
    threshold: float,
    v_range: Range,
    labels: dict[str, str],
    hover: str = "{0}",
    title: str = "",
    width_px: float = 400,
    height_px: float = 320,
) -> Drawing:
    """Arrivals `times` (n,) in ms, synapse over time, larger where the weight (n,), 0…1, is; the potential (m,) in mV
    below, and through both a line at each of the neuron's `spikes` (k,).

    `labels` name the axes and the threshold: "synapse", "time", "v", "threshold". The dots are named `synapse`; their
    data are number from 1 on, time, weight.
    """
    n = len(times)
    whole = Axes.within((0.0, length), (0.0, n + 1.0), width_px, height_px, title=title, left=50.0)
    upper = replace(whole, height=SHARE * whole.height)
    top = upper.top + upper.height + 10
    lower = replace(whole, y_range=v_range, top=top, height=whole.top + whole.height - top)
    items = upper.items("", labels["synapse"], text=COLOUR["muted"], grid=COLOUR["grid"], x_ticks=(), lines=False)
    items += lower.items(labels["time"], labels["v"], text=COLOUR["muted"], grid=COLOUR["grid"])
    for axes in (upper, lower):
        ends = np.column_stack(
            [spikes, np.full(len(spikes), axes.y_range[0]), spikes, np.full(len(spikes), axes.y_range[1])]
        )
        items.append(Stroke(COLOUR["gradient"], 2).item(axes.segments(ends)))
    order = np.arange(1, n + 1)
    data = np.column_stack([order, times, weights]).astype(np.float32)
    dots: Item = {"kind": "marks", "shape": "circle", "xy": upper.place(times, order), "fill": COLOUR["positive"]}
    sizes = (SMALLEST + (LARGEST - SMALLEST) * np.clip(weights, 0, 1)).astype(np.float32)
    items.append(dots | {"size": sizes, "reach": 6, "data": data, "hover": [hover], "name": "synapse"})
    level = lower.line(np.array([0.0, length]), np.full(2, threshold))
    items.append(Stroke(COLOUR["muted"], 1.5, (6.0, 4.0)).item(level))
    items.append(word(lower, 0, threshold, labels["threshold"], "muted", shift=(6, -9), inside=True))
    at = (np.arange(len(potential)) + 1) * length / len(potential)
    items.append(Stroke(COLOUR["text"], 2).item(lower.line(at, potential, least=1.0)))
    drawing = upper.draw(items, theme)
    drawing["drawing"]["height"] = lower.top + lower.height + whole.draw([], theme)["drawing"]["height"] - whole.box[3]
    return drawing
