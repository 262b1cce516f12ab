"""Layers: how large each layer's gradients are, and how its weights are spread."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from core.figures.figure import Array, Figure, axis, layout
from core.figures.scale import outward
from core.figures.theme import Theme, alpha

NORMS = (-8.0, 2.0)  # log10 of the gradient norms shown
RIDGE = 0.85  # height of a ridge, the distance of two layers being 1


def gradient_norms(
    norms: Array, *, layer_names: Sequence[str], theme: Theme, title: str = "", y_title: str = ""
) -> Figure:
    """One bar a layer of its gradient's norm (n_layers,), on a fixed log axis; a zero norm has no bar."""
    values = np.asarray(norms, np.float32)
    names = list(layer_names)
    return {
        "data": [
            {
                "type": "bar",
                "x": np.arange(len(values), dtype=np.int16),
                "y": values,
                "text": names,
                "textposition": "none",
                "width": 0.6,
                "marker": {"color": theme.gradient, "line": {"width": 0}},
                "hovertemplate": "%{text}: %{y:.2e}<extra></extra>",
            }
        ],
        "layout": layout(
            theme,
            title,
            dragmode=False,
            margin={"l": 56, "r": 12, "t": 30 if title else 8, "b": 38, "pad": 0},
            xaxis=axis(theme, (-0.5, len(values) - 0.5), showgrid=False, fixedrange=True)
            | {"tickvals": list(range(len(names))), "ticktext": names},
            yaxis=axis(theme, NORMS, y_title, type="log", dtick=2, exponentformat="power", fixedrange=True)
            | {"tickfont": {"size": 9, "color": theme.muted}},
        ),
    }


def histogram(values: Array, bins: int, limit: float) -> tuple[Array, Array]:
    """Counts (bins,) of the finite values over ±limit, those beyond in the end bins, and edges (bins + 1,)."""
    edges = np.linspace(-limit, limit, bins + 1)
    flat = np.ravel(values)
    flat = flat[np.isfinite(flat)]
    place = np.clip(((flat + limit) * (bins / (2 * limit))).astype(np.intp), 0, bins - 1)
    return np.bincount(place, minlength=bins), edges


def weight_histograms(
    weights: Sequence[Array],
    *,
    layer_names: Sequence[str],
    theme: Theme,
    title: str = "",
    x_title: str = "",
    bins: int = 40,
    limit: float | None = None,
) -> Figure:
    """One ridge a layer of its weights' histogram, first layer on top; the range ±limit snaps outward if not given."""
    n = len(weights)
    top = max((float(np.max(np.abs(w[np.isfinite(w)]), initial=0)) for w in weights), default=1.0)
    reach = limit or max(outward(top, (1.0, 2.0, 5.0, 10.0)), 1.0)
    data = [
        _ridge(w, n - 1 - i, bins, reach, theme) | {"name": name}
        for i, (w, name) in enumerate(zip(weights, layer_names, strict=True))
    ]
    return {
        "data": data,
        "layout": layout(
            theme,
            title,
            dragmode=False,
            margin={"l": 64, "r": 12, "t": 30 if title else 8, "b": 38, "pad": 0},
            xaxis=axis(theme, (-reach, reach), x_title, fixedrange=True, zeroline=True, zerolinecolor=theme.grid),
            yaxis=axis(theme, (-0.08, max(n, 1)), fixedrange=True)
            | {"tickvals": list(range(n)), "ticktext": list(layer_names)[::-1]},
        ),
    }


def _ridge(weights: Array, base: int, bins: int, limit: float, theme: Theme) -> dict[str, Any]:
    """Filled step line of one histogram standing on `base`."""
    counts, edges = histogram(weights, bins, limit)
    height = RIDGE * counts / max(counts.max(), 1)
    x = np.repeat(edges, 2).astype(np.float32)
    y = (base + np.concatenate([[0], np.repeat(height, 2), [0]])).astype(np.float32)
    told = np.concatenate([counts[:1], np.repeat(counts, 2), counts[-1:]])
    return {
        "type": "scatter",
        "mode": "lines",
        "fill": "toself",
        "hoveron": "points",
        "x": x,
        "y": y,
        "customdata": told.astype(np.int32),
        "line": {"color": theme.train, "width": 1.2, "simplify": False},
        "fillcolor": alpha(theme.train, 0.25),
        "hovertemplate": "%{x:.2f}: %{customdata}",
    }
