"""Weight map: a matrix of weights as squares, blue where they excite and orange where they inhibit."""

from collections.abc import Mapping

import numpy as np

from core.figures.figure import Array, Figure, axis, layout
from core.figures.theme import Theme


def weight_map(
    weights: Array, *, theme: Theme, title: str = "", x_title: str = "", y_title: str = "", labels: Mapping[str, str]
) -> Figure:
    """Squares of `weights` (k, n), row 0 on top, from −max (orange) over 0 (background) to max (blue).

    `labels` are the words of the hover: from, to.
    """
    k, n = weights.shape
    limit = float(np.abs(weights).max()) or 1.0
    scale = [[0.0, theme.negative], [0.5, theme.background], [1.0, theme.positive]]
    heat = {
        "type": "heatmap",
        "z": weights.astype(np.float32),
        "x": np.arange(1, n + 1, dtype=np.int16),
        "y": np.arange(1, k + 1, dtype=np.int16),
        "zmin": -limit,
        "zmax": limit,
        "colorscale": scale,
        "showscale": False,
        "xgap": 1,
        "ygap": 1,
        "hovertemplate": f"{labels['from']} %{{x}} → {labels['to']} %{{y}}: %{{z:.3f}}<extra></extra>",
    }
    fixed = {"showgrid": False, "fixedrange": True}
    return {
        "data": [heat],
        "layout": layout(
            theme,
            title,
            plot_bgcolor=theme.grid,
            xaxis=axis(theme, (0.5, n + 0.5), x_title, **fixed),
            yaxis=axis(theme, (k + 0.5, 0.5), y_title, **fixed),
        ),
    }
