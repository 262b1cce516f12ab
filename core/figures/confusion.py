"""Confusion: predictions against what they should have been, for classes and for numbers."""

from collections.abc import Sequence

import numpy as np

from core.figures.figure import Array, Figure, axis, layout
from core.figures.scale import nice_range
from core.figures.theme import Theme, alpha, sequential


def confusion(
    counts: Array, *, class_names: Sequence[str], theme: Theme, title: str = "", x_title: str = "", y_title: str = ""
) -> Figure:
    """Heatmap of counts (k, k), actual class down and predicted across, shaded by the share of its row."""
    k = len(counts)
    share = counts / np.maximum(counts.sum(1, keepdims=True), 1)
    names = list(class_names)
    ticks = {"tickvals": list(range(k)), "ticktext": names, "fixedrange": True, "showgrid": False}
    return {
        "data": [
            {
                "type": "heatmap",
                "z": share.astype(np.float32),
                "zmin": 0,
                "zmax": 1,
                "colorscale": sequential(theme),
                "showscale": False,
                "xgap": 1,
                "ygap": 1,
                "customdata": counts.astype(np.int32),
                "text": counts.astype(np.int32),
                "texttemplate": "%{text}",
                "hovertemplate": f"{y_title} %{{y}}, {x_title} %{{x}}: %{{customdata}} (%{{z:.0%}})<extra></extra>",
            }
        ],
        "layout": layout(
            theme,
            title,
            dragmode=False,
            xaxis=axis(theme, (-0.5, k - 0.5), x_title, constrain="domain", **ticks),
            yaxis=axis(theme, (k - 0.5, -0.5), y_title, scaleanchor="x", constrain="domain", **ticks),
        ),
    }


def predicted_against_actual(
    y: Array,
    prediction: Array,
    *,
    theme: Theme,
    limits: tuple[float, float] | None = None,
    title: str = "",
    x_title: str = "",
    y_title: str = "",
) -> Figure:
    """Scatter of prediction (n,) over target (n,), with the diagonal where they agree."""
    ends = limits or nice_range(np.concatenate([np.ravel(y), np.ravel(prediction)]))
    line = np.array(ends, np.float32)
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "lines",
                "x": line,
                "y": line,
                "line": {"color": theme.muted, "width": 1, "dash": "2px,3px"},
                "hoverinfo": "skip",
            },
            {
                "type": "scatter",
                "mode": "markers",
                "x": np.ravel(y).astype(np.float32),
                "y": np.ravel(prediction).astype(np.float32),
                "marker": {"color": alpha(theme.positive, 0.7), "size": 6},
                "hovertemplate": f"{x_title} %{{x:.3g}}, {y_title} %{{y:.3g}}<extra></extra>",
            },
        ],
        "layout": layout(
            theme,
            title,
            xaxis=axis(theme, ends, x_title, constrain="domain"),
            yaxis=axis(theme, ends, y_title, scaleanchor="x", constrain="domain"),
        ),
    }
