"""Curves: what changes with the step, such as loss and accuracy, on axes that do not jump."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.figures.figure import Array, Figure, axis, layout
from core.figures.scale import nice_range, outward
from core.figures.theme import Theme

MOST = 500  # points drawn of a curve


@dataclass(frozen=True)
class Curve:
    """One line: `x` (n,) and `y` (n,); `role` is a theme's colour (train, test, gradient, …) or a class number."""

    name: str
    x: Array
    y: Array
    role: str | int = "train"
    dash: str | None = None  # by default test is dashed, all else solid


def curves(
    series: Sequence[Curve],
    *,
    theme: Theme,
    log: bool = False,
    title: str = "",
    x_title: str = "",
    y_title: str = "",
    cursor: float | None = None,
    x_range: tuple[float, float] | None = None,
    y_range: tuple[float, float] | None = None,
) -> Figure:
    """Lines over a shared x, named and coloured in the title; ranges snap outward unless given (in plain units)."""
    xs = np.concatenate([np.asarray(c.x, np.float64) for c in series]) if series else np.empty(0)
    ys = np.concatenate([np.asarray(c.y, np.float64) for c in series]) if series else np.empty(0)
    across = x_range or (0.0, outward(float(np.max(xs[np.isfinite(xs)], initial=0))))
    along = y_range or nice_range(ys, log=log)
    limits = (float(np.log10(along[0])), float(np.log10(along[1]))) if log else along
    key = [
        f'<span style="color:{_colour(c, theme)}">{"╌╌" if _dash(c) != "solid" else "━"} {c.name}</span>'
        for c in series
        if c.name
    ]
    at = np.array([] if cursor is None else [cursor, cursor], np.float32)
    line = {"color": theme.outline, "width": 1}
    ends = np.array(along, np.float32)[: len(at)]
    mark = {"type": "scatter", "mode": "lines", "x": at, "y": ends, "line": line, "hoverinfo": "skip"}
    return {
        "data": [*(_line(c, theme) for c in series), mark],
        "layout": layout(
            theme,
            "   ".join(([title] if title else []) + key),
            hovermode="x unified",
            xaxis=axis(theme, across, x_title, showgrid=False),
            yaxis=axis(theme, limits, y_title, **(_decades(limits) if log else {})),
        ),
    }


def _line(curve: Curve, theme: Theme) -> dict[str, Any]:
    """Trace of one curve; a single point is drawn as a marker."""
    x, y = thin(np.asarray(curve.x), np.asarray(curve.y, np.float32))
    return {
        "type": "scatter",
        "mode": "lines+markers" if len(x) == 1 else "lines",
        "name": curve.name,
        "x": x,
        "y": y,
        "line": {"color": _colour(curve, theme), "dash": _dash(curve), "width": 2},
        "hovertemplate": "%{y:.4g}",
    }


def _colour(curve: Curve, theme: Theme) -> str:
    """Colour of a role."""
    if isinstance(curve.role, int):
        return theme.classes[curve.role % len(theme.classes)]
    return str(getattr(theme, curve.role))


def _dash(curve: Curve) -> str:
    """Dash of a curve: its own, or by its role."""
    return curve.dash or ("4px,3px" if curve.role == "test" else "solid")


def _decades(limits: tuple[float, float]) -> dict[str, Any]:
    """Keys of a log axis: about four labels, all powers of ten."""
    return {
        "type": "log",
        "dtick": max(1, round((limits[1] - limits[0]) / 4)),
        "exponentformat": "power",
        "tickfont": {"size": 9},
    }


def thin(x: Array, y: Array, n: int = MOST) -> tuple[Array, Array]:
    """At most `n` (even, ≥ 4) of the points: the first, the last, and the lowest and highest of equal stretches."""
    if len(x) <= n:
        return x, y
    inner = y[1:-1]
    n_bins = (n - 2) // 2
    edges = np.linspace(0, len(inner), n_bins + 1).astype(np.intp)
    low = np.where(np.isnan(inner), np.inf, inner)
    high = np.where(np.isnan(inner), -np.inf, inner)
    bins = np.repeat(np.arange(n_bins), np.diff(edges))
    lows, highs = np.minimum.reduceat(low, edges[:-1]), np.maximum.reduceat(high, edges[:-1])
    is_low, is_high = low == lows[bins], high == highs[bins]
    first_low = _first(is_low, bins, edges)
    first_high = _first(is_high, bins, edges)
    keep = np.unique(np.concatenate([[0], first_low + 1, first_high + 1, [len(x) - 1]]))
    return x[keep], y[keep]


def _first(found: Array, bins: Array, edges: Array) -> Array:
    """Index of the first True of `found` (n,) in each bin, or the bin's start."""
    where = np.flatnonzero(found)
    at = edges[:-1].copy()
    owners, first = np.unique(bins[where], return_index=True)
    at[owners] = where[first]
    return at
