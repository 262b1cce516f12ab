"""Rates: ROC and precision–recall curves on the unit square, one line a class."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.figures.figure import Array, Figure, axis, label, layout
from core.figures.theme import Theme, alpha

DASHES = ("6px,3px", "solid", "2px,2px", "9px,3px,2px,3px")
MOST_NAMED = 8  # names that fit into a corner
MARGIN = 0.02  # how far the axes reach over the square, so that a line on its rim is seen


@dataclass(frozen=True)
class Rate:
    """One curve (n,) of class `place`, with its name and area."""

    name: str
    x: Array
    y: Array
    area: float
    place: int = 1


def roc(
    rates: Sequence[Rate],
    *,
    theme: Theme,
    at: tuple[float, float] | None = None,
    title: str = "",
    x_title: str = "",
    y_title: str = "",
    chance: str = "",
) -> Figure:
    """False positive rate → true positive rate, with the diagonal of chance; `at` is where the threshold stands."""
    guess = _guess(theme, np.array([0, 1]), np.array([0, 1]), chance)
    filled = {"fill": "tozeroy"} if len(rates) == 1 else {}
    data = [guess, *(_line(rate, "linear", theme) | filled for rate in rates), _mark(at, theme)]
    return _square(data, theme, title, (x_title, y_title), ("right", 0.98))


def precision_recall(
    rates: Sequence[Rate],
    *,
    theme: Theme,
    shares: Sequence[float],
    at: tuple[float, float] | None = None,
    title: str = "",
    x_title: str = "",
    y_title: str = "",
    chance: str = "",
) -> Figure:
    """Recall → precision in steps; chance gives each class the precision of its share of the rows, a dotted line."""
    guesses = [_guess(theme, np.array([0, 1]), np.array([share, share]), chance) for share in shares]
    data = [*guesses, *(_line(rate, "vh", theme) for rate in rates), _mark(at, theme)]
    return _square(data, theme, title, (x_title, y_title), ("left", 0.02))


def _line(rate: Rate, shape: str, theme: Theme) -> dict[str, Any]:
    """Trace of one curve in the colour of its class, with a dash of its own where there are several."""
    colour = theme.classes[rate.place % len(theme.classes)]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": f"{label(rate.name)} {rate.area:.3f}",
        "x": np.asarray(rate.x, np.float32),
        "y": np.asarray(rate.y, np.float32),
        "line": {"color": colour, "width": 2, "shape": shape, "dash": DASHES[rate.place % len(DASHES)]},
        "fillcolor": alpha(colour, 0.12),
        "hovertemplate": "(%{x:.3f}, %{y:.3f})",
    }


def _guess(theme: Theme, x: Array, y: Array, name: str) -> dict[str, Any]:
    """Dotted line of what chance gives."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x.astype(np.float32),
        "y": y.astype(np.float32),
        "line": {"color": theme.muted, "width": 1, "dash": "2px,3px"},
        "showlegend": False,
        "hovertemplate": f"{name}<extra></extra>",
    }


def _mark(at: tuple[float, float] | None, theme: Theme) -> dict[str, Any]:
    """Ring around the point in use; nothing where there is none, or it is not defined."""
    shown = at is not None and bool(np.isfinite(at).all())
    x, y = (np.array([value], np.float32) for value in at) if at and shown else (np.empty(0, np.float32),) * 2
    ring = {"size": 12, "symbol": "circle-open", "color": theme.outline, "line": {"width": 2}}
    return {"type": "scatter", "mode": "markers", "x": x, "y": y, "marker": ring, "showlegend": False} | {
        "hovertemplate": "(%{x:.3f}, %{y:.3f})<extra></extra>"
    }


def _square(
    data: list[dict[str, Any]], theme: Theme, title: str, titles: tuple[str, str], corner: tuple[str, float]
) -> Figure:
    """The traces on a square from 0 to 1, several classes named with their areas in an empty corner."""
    ends = (-MARGIN, 1 + MARGIN)
    place = {"xanchor": corner[0], "x": corner[1], "yanchor": "bottom", "y": 0.02}
    named = 1 < sum(trace.get("showlegend", True) for trace in data) <= MOST_NAMED
    return {
        "data": data,
        "layout": layout(
            theme,
            title,
            showlegend=named,
            legend=place | {"bgcolor": alpha(theme.background, 0.8), "font": {"size": 11}, "itemclick": False},
            xaxis=axis(theme, ends, titles[0], constrain="domain", constraintoward="left"),
            yaxis=axis(theme, ends, titles[1], scaleanchor="x", constrain="domain"),
        ),
    }
