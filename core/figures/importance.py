"""Importance: one bar a column, how much worse the answers get without it."""

from collections.abc import Sequence

import numpy as np

from core.figures.figure import Array, Figure, axis, label, layout
from core.figures.theme import Theme

MOST = 20  # bars drawn
LETTER = 7.0  # px of a letter of a name, about


def importance(
    mean: Array, spread: Array, *, names: Sequence[str], theme: Theme, title: str = "", x_title: str = ""
) -> Figure:
    """Bars of mean (n,) with ± spread (n,) around their ends, the first on top; those past `MOST` are left out."""
    shown = [label(name) for name in names[:MOST]]
    values, widths = np.asarray(mean, np.float64)[:MOST], np.asarray(spread, np.float64)[:MOST]
    n = len(shown)
    low, high = float(np.min(values - widths, initial=0)), float(np.max(values + widths, initial=0))
    room = 0.04 * (high - low) or 1.0
    wide = max((sum(2 if ord(letter) > 0x2E7F else 1 for letter in name) for name in shown), default=0)
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "x": values.astype(np.float32),
                "y": np.arange(n, dtype=np.int16),
                "text": list(shown),
                "textposition": "none",
                "width": 0.65,
                "marker": {"color": theme.positive, "line": {"width": 0}},
                "error_x": {"type": "data", "array": widths.astype(np.float32), "color": theme.outline}
                | {"thickness": 1.2, "width": 3},
                "customdata": widths.astype(np.float32),
                "hovertemplate": "%{text}: %{x:.4g} ± %{customdata:.2g}<extra></extra>",
            }
        ],
        "layout": layout(
            theme,
            title,
            dragmode=False,
            margin={"l": min(16 + LETTER * wide, 190), "r": 12, "t": 30 if title else 8, "b": 38, "pad": 0},
            xaxis=axis(theme, (low - room * (low < 0), high + room), x_title, zeroline=True)
            | {"zerolinecolor": theme.muted, "fixedrange": True},
            yaxis=axis(theme, (n - 0.4, -0.6), showgrid=False, fixedrange=True)
            | {"tickvals": list(range(n)), "ticktext": list(shown)},
        ),
    }
