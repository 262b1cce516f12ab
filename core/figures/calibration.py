"""Calibration: how often it was so, over how sure the network was."""

from typing import Any

import numpy as np

from core.figures.figure import Array, Figure, axis, layout
from core.figures.theme import Theme, alpha

MARGIN = 0.02
GAP = 0.26  # share of the height for the rows in each bin, and the space over them


def calibration(
    confidence: Array,
    share: Array,
    low: Array,
    high: Array,
    rows: Array,
    *,
    theme: Theme,
    title: str = "",
    x_title: str = "",
    y_title: str = "",
    rows_title: str = "",
) -> Figure:
    """Bins, all (n_bins,): share over mean confidence with its interval from low to high; below, rows of each bin.

    Honest probabilities lie on the dotted diagonal; points under it were too sure.
    """
    x, y = np.asarray(confidence, np.float32), np.asarray(share, np.float32)
    ends = (-MARGIN, 1 + MARGIN)
    dotted: dict[str, Any] = {"color": theme.muted, "width": 1, "dash": "2px,3px"}
    whole = np.array([0, 1], np.float32)
    spread = {"type": "data", "symmetric": False, "array": (high - share), "arrayminus": (share - low)}
    bars = spread | {"color": alpha(theme.positive, 0.6), "thickness": 1.2, "width": 3}
    return {
        "data": [
            {"type": "scatter", "mode": "lines", "x": whole, "y": whole, "line": dotted, "hoverinfo": "skip"},
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": x,
                "y": y,
                "error_y": bars,
                "customdata": np.asarray(rows, np.int32),
                "line": {"color": theme.positive, "width": 2},
                "marker": {"color": theme.positive, "size": 7},
                "hovertemplate": f"{x_title} %{{x:.3f}}<br>{y_title} %{{y:.3f}}<br>{rows_title} %{{customdata}}"
                "<extra></extra>",
            },
            {
                "type": "bar",
                "x": x,
                "y": np.asarray(rows, np.int32),
                "yaxis": "y2",
                "width": 0.03,
                "marker": {"color": theme.muted, "line": {"width": 0}},
                "hovertemplate": f"{rows_title} %{{y}}<extra></extra>",
            },
        ],
        "layout": layout(
            theme,
            title,
            xaxis=axis(theme, ends, x_title, anchor="y2"),
            yaxis=axis(theme, ends, y_title, domain=[GAP, 1]),
            yaxis2=axis(theme, (0, max(int(np.max(rows, initial=0)), 1) * 1.1), rows_title, domain=[0, GAP - 0.08])
            | {"nticks": 3},
        ),
    }
