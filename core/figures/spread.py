"""Spread: how a network's answers lie, for the rows of each class or around zero error, on axes that rarely move."""

from collections.abc import Sequence

import numpy as np

from core.figures.figure import Array, Figure, axis, layout
from core.figures.theme import Theme, alpha

BINS = 25


def shares(values: Array, limits: tuple[float, float], bins: int = BINS) -> Array:
    """Share (bins,) of the finite values (n,) in equal bins over the limits, those beyond in the end bins."""
    values = values[np.isfinite(values)]
    return np.histogram(np.clip(values, *limits), bins, limits)[0] / max(1, len(values))


def spread(
    groups: Sequence[Array],
    limits: tuple[float, float],
    *,
    colours: Sequence[str],
    names: Sequence[str],
    theme: Theme,
    title: str = "",
    x_title: str = "",
    y_title: str = "",
    mark: float | None = None,
) -> Figure:
    """Histogram of one group upwards, or of two: the first downwards, the second upwards; `mark` is a line across."""
    edges = np.linspace(*limits, BINS + 1)
    middles = ((edges[1:] + edges[:-1]) / 2).astype(np.float32)
    signs = (-1, 1) if len(groups) == 2 else (1,)
    heights = [shares(np.asarray(values), limits) for values in groups]
    top = next(step for step in (0.2, 0.5, 1.0) if max(height.max() for height in heights) <= step or step == 1)
    low = -top if len(groups) == 2 else 0.0
    bars = []
    for share, sign, colour, name in zip(heights, signs, colours, names, strict=True):
        bars.append(
            {
                "type": "bar",
                "x": middles,
                "y": (sign * share).astype(np.float32),
                "customdata": share.astype(np.float32),
                "width": float(edges[1] - edges[0]),
                "marker": {"color": alpha(colour, 0.75), "line": {"width": 0}},
                "hovertemplate": f"{name} %{{x:.3g}}: %{{customdata:.1%}}<extra></extra>",
            }
        )
    at = [] if mark is None else [mark, mark]
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": np.array(at, np.float32),
        "y": np.array([low, top], np.float32)[: len(at)],
        "line": {"color": theme.muted, "width": 1, "dash": "2px,3px"},
        "hoverinfo": "skip",
    }
    ticks = [-top, -top / 2, 0, top / 2, top] if low else [0, top / 2, top]
    return {
        "data": [*bars, line],
        "layout": layout(
            theme,
            title,
            barmode="overlay",
            dragmode=False,
            xaxis=axis(theme, limits, x_title, fixedrange=True, showgrid=False),
            yaxis=axis(theme, (low, top), y_title, fixedrange=True)
            | {"tickvals": ticks, "ticktext": [f"{abs(tick):.0%}" for tick in ticks]},
        ),
    }
