"""Strength: one bar for each of many named things, in a fixed order, on an axis that only grows in steps."""

from collections.abc import Sequence

import numpy as np

from core.figures.figure import Array, Figure, axis, layout
from core.figures.scale import outward
from core.figures.theme import Theme, alpha

NAMED = 10  # at most so many names fit under the bars


def strength(values: Array, *, names: Sequence[str], theme: Theme, title: str = "", y_title: str = "") -> Figure:
    """Bars (n,) ≥ 0 from left to right; names stand under them where they fit, and in the hover."""
    heights = np.asarray(values, np.float32)
    top = outward(float(np.max(heights[np.isfinite(heights)], initial=0.1)))
    short = [name if len(name) <= 12 else name[:11] + "…" for name in names]
    shown = list(range(len(names))) if len(names) <= NAMED else []
    return {
        "data": [
            {
                "type": "bar",
                "x": np.arange(len(heights), dtype=np.int16),
                "y": heights,
                "text": list(names),
                "textposition": "none",
                "width": 0.8,
                "marker": {"color": alpha(theme.train, 0.8), "line": {"width": 0}},
                "hovertemplate": "%{text}: %{y:.3g}<extra></extra>",
            }
        ],
        "layout": layout(
            theme,
            title,
            dragmode=False,
            xaxis=axis(theme, (-0.6, len(heights) - 0.4), showgrid=False, fixedrange=True)
            | {"tickvals": shown, "ticktext": [short[i] for i in shown], "tickfont": {"size": 9}},
            yaxis=axis(theme, (0, top), y_title, fixedrange=True),
        ),
    }
