"""Confusion: predictions against what they should have been, for classes and for numbers."""

from collections.abc import Sequence

import numpy as np

from core.figures.figure import Array, Figure, axis, layout
from core.figures.scale import nice_range
from core.figures.theme import Theme, alpha

DOT = 0.009  # radius of a dot, as a share of the axis


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
                "colorscale": [[0.0, theme.background], [1.0, alpha(theme.positive, 0.6)]],
                "textfont": {"color": theme.text},
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
    across, up = np.ravel(y).astype(np.float32), np.ravel(prediction).astype(np.float32)
    dots_x, dots_y = _dots(across, up, (ends[1] - ends[0]) * DOT)
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
            {"type": "scatter", "mode": "none", "fill": "toself", "x": dots_x, "y": dots_y, "hoverinfo": "skip"}
            | {"fillcolor": alpha(theme.positive, 0.7), "line": {"simplify": False}},
            {
                "type": "scatter",
                "mode": "none",
                "x": across,
                "y": up,
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


def _dots(x: Array, y: Array, radius: float) -> tuple[Array, Array]:
    """Octagons around points (n,) as one polygon, x and y (9 n,), each ended by NaN: far quicker than markers."""
    angle = np.append(np.arange(8) * (np.pi / 4) + np.pi / 8, np.nan).astype(np.float32)
    dots = x[:, None] + np.float32(radius) * np.cos(angle), y[:, None] + np.float32(radius) * np.sin(angle)
    return dots[0].ravel(), dots[1].ravel()
