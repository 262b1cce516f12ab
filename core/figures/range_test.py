"""Range test: the loss of each runner against a learning rate that grows at every step, on logarithmic axes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.figures.figure import Array, Figure, axis, layout
from core.figures.theme import Theme

MOST = 10.0  # highest loss shown, in first losses
DECADES = 8
MARKS = {"steepest": "circle", "lowest": "triangle-down", "blown": "x"}
DASHES = ("solid", "7px,3px", "2px,2px", "9px,3px,2px,3px", "5px,5px", "12px,4px", "2px,5px")


@dataclass(frozen=True)
class Trial:
    """One runner's test: `rates` and `losses` (n,), its looks by `number`, and the rates to mark, by `MARKS`."""

    name: str
    number: int
    rates: Array
    losses: Array
    marks: dict[str, float | None]


def range_test_figure(
    tests: Sequence[Trial],
    *,
    theme: Theme,
    lowest: float = 0.0,
    decades: int = DECADES,
    labels: dict[str, str] | None = None,
    title: str = "",
    x_title: str = "",
    y_title: str = "",
) -> Figure:
    """Lines of the losses less `lowest` over so many `decades`, with marks where they fall fastest, are least and blow
    up, named by `labels`.

    A loss above `MOST` times the first, or none, is drawn at the top; `decades` below it the axis ends.
    """
    words = dict.fromkeys(MARKS, "") | (labels or {})
    first = max((float(test.losses[0]) - lowest for test in tests), default=1.0)
    top = float(np.ceil(np.log10(max(first, 1e-12) * MOST)))
    low = top - decades
    data: list[dict[str, Any]] = []
    for test in tests:
        above = np.asarray(test.losses, np.float64) - lowest
        shown = np.clip(np.where(np.isnan(above), np.inf, above), 10.0**low, 10.0**top)
        colour = theme.classes[test.number % len(theme.classes)]
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": test.name,
                "showlegend": True,
                "x": test.rates[1:],
                "y": shown[1:],
                "line": {"color": colour, "width": 2, "dash": DASHES[test.number % len(DASHES)]},
                "hovertemplate": f"{test.name}: α = %{{x:.3g}}, %{{y:.3g}}<extra></extra>",
            }
        )
        for name, rate in test.marks.items():
            if rate is not None:
                at = int(np.argmin(np.abs(test.rates[1:] - rate)))
                data.append(
                    {
                        "type": "scatter",
                        "mode": "markers",
                        "showlegend": False,
                        "cliponaxis": False,
                        "x": test.rates[1:][at : at + 1],
                        "y": shown[1:][at : at + 1],
                        "marker": {"symbol": MARKS[name], "size": 10, "color": colour}
                        | {"line": {"color": theme.outline, "width": 1}},
                        "hovertemplate": f"{test.name}: {words[name]}, α = {rate:.3g}<extra></extra>",
                    }
                )
    rates = np.concatenate([test.rates for test in tests]) if tests else np.array([1e-4, 1.0])
    across = float(np.log10(rates.min())), float(np.log10(rates.max()))
    log = {"type": "log", "dtick": 1, "exponentformat": "power"}
    return {
        "data": data,
        "layout": layout(
            theme,
            title,
            xaxis=axis(theme, across, x_title, **log),
            yaxis=axis(theme, (low, top), y_title, **(log | {"dtick": 2 if decades > 4 else 1})),
            margin={"l": 60, "r": 12, "t": 34, "b": 44, "pad": 0},
            showlegend=True,
            legend={"font": {"color": theme.text, "size": 12}, "itemclick": False, "itemdoubleclick": False},
        ),
    }
