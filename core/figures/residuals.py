"""Residuals: what a regression left over, against what it predicted, and how that is spread."""

import numpy as np

from core.figures.figure import Array, Figure, axis, layout
from core.figures.scale import outward
from core.figures.theme import Theme, alpha

MOST = 1500  # points drawn; line, band and bars are those of all
BINS = 30
STRETCHES = 10  # of equally many rows, for the line
SHARE = 0.78  # of the width, for the points


def residuals(
    prediction: Array,
    residual: Array,
    *,
    theme: Theme,
    title: str = "",
    x_title: str = "",
    y_title: str = "",
    rows_title: str = "",
) -> Figure:
    """Scatter of residual (n,) over prediction (n,) with the mean of stretches and one standard deviation around it.

    On the right how many rows have which residual. A line away from zero or a band that widens is a pattern unlearnt.
    """
    keep = np.sort(np.random.default_rng(0).permutation(len(residual))[:MOST])
    limit = outward(float(np.max(np.abs(residual), initial=0)), (1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0))
    low, high = (float(np.min(prediction)), float(np.max(prediction))) if len(prediction) else (0.0, 1.0)
    room = 0.04 * (high - low) or max(abs(high), 1.0) * 0.1
    x, mean, spread = stretches(prediction, residual)
    counts, edges = np.histogram(residual, BINS, (-limit, limit))
    outline = np.concatenate([mean + spread, (mean - spread)[::-1]])
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "lines",
                "x": np.concatenate([x, x[::-1]]).astype(np.float32),
                "y": outline.astype(np.float32),
                "fill": "toself",
                "fillcolor": alpha(theme.muted, 0.2),
                "line": {"width": 0, "color": theme.muted},
                "hoverinfo": "skip",
            },
            {
                "type": "scatter",
                "mode": "markers",
                "x": np.asarray(prediction, np.float32)[keep],
                "y": np.asarray(residual, np.float32)[keep],
                "marker": {"color": alpha(theme.positive, 0.6), "size": 5, "line": {"width": 0}},
                "hovertemplate": f"{x_title} %{{x:.4g}}<br>{y_title} %{{y:.4g}}<extra></extra>",
            },
            {
                "type": "scatter",
                "mode": "lines",
                "x": x.astype(np.float32),
                "y": mean.astype(np.float32),
                "line": {"color": theme.outline, "width": 2},
                "hovertemplate": "%{y:.4g}<extra></extra>",
            },
            {
                "type": "bar",
                "orientation": "h",
                "x": counts.astype(np.int32),
                "y": ((edges[1:] + edges[:-1]) / 2).astype(np.float32),
                "xaxis": "x2",
                "width": float(edges[1] - edges[0]),
                "marker": {"color": alpha(theme.positive, 0.6), "line": {"width": 0}},
                "hovertemplate": f"{rows_title} %{{x}}<extra></extra>",
            },
        ],
        "layout": layout(
            theme,
            title,
            margin={"l": 56, "r": 12, "t": 30 if title else 8, "b": 38, "pad": 0},
            bargap=0,
            xaxis=axis(theme, (low - room, high + room), x_title, showgrid=False, domain=[0, SHARE]),
            xaxis2=axis(theme, (0, max(int(counts.max(initial=0)), 1) * 1.1), rows_title, domain=[SHARE + 0.03, 1])
            | {"nticks": 3},
            yaxis=axis(theme, (-limit, limit), y_title, zeroline=True, zerolinecolor=theme.muted),
        ),
    }


def stretches(prediction: Array, residual: Array, n: int = STRETCHES) -> tuple[Array, Array, Array]:
    """Mean prediction, mean residual and its standard deviation (≤ n,) of stretches of rows in order of prediction."""
    order = np.argsort(prediction, kind="stable")
    parts = [part for part in np.array_split(order, n) if len(part)]
    taken = [(prediction[part].mean(), residual[part].mean(), residual[part].std()) for part in parts]
    x, mean, spread = np.array(taken, np.float64).reshape(-1, 3).T
    return x, mean, spread
