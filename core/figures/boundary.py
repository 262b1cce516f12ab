"""Boundary: what a model, or one neuron, answers at every point of the plane, under the data it learns from."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.figures.figure import Array, Figure, axis, layout
from core.figures.points import Points, points
from core.figures.theme import Theme, class_scale, diverging

NONE: Points = (np.empty((0, 2), np.float32), np.empty(0, np.float32))
STEPS = 4  # discretised regression: steps on each side of zero
RING = 16  # px
OPACITY = 0.8  # of the map, so that the points stand out


def boundary(
    values: Array,
    extent: float,
    train: Points | None = None,
    test: Points | None = None,
    *,
    n_classes: int,
    theme: Theme,
    discretize: bool = False,
    show_test: bool = False,
    selected: tuple[float, float] | None = None,
    title: str = "",
    x_title: str = "x",
    y_title: str = "y",
    labels: Mapping[str, str] | None = None,
) -> Figure:
    """Heatmap of `values` on a grid from −extent to extent, row 0 lowest, and the points on it.

    `values` is (n, n) in −1…1 for two classes or regression (n_classes 0), else probabilities (n_classes, n, n).
    `train` and `test` are x (m, 2) and y (m,): class numbers, or targets in −1…1. `labels` are the words of the
    hover: value, class, train, test.
    """
    wanted = 3 if n_classes > 2 else 2
    if values.ndim != wanted or (n_classes > 2 and len(values) != n_classes):
        raise ValueError(f"values of {n_classes} classes must have {wanted} dimensions, not shape {values.shape}")
    words = {"value": "", "class": "", "train": "", "test": ""} | dict(labels or {})
    where = f"{x_title} = %{{x:.2f}}, {y_title} = %{{y:.2f}}<br>"
    area = _classes(values, theme, discretize) if n_classes > 2 else _values(values, n_classes, theme, discretize)
    told = (
        f"{words['class']} %{{customdata[0]}}: %{{customdata[1]}} %"
        if n_classes > 2
        else f"{words['value']} %{{z:.3f}}"
    )
    n = values.shape[-1]
    step = 2 * extent / max(n - 1, 1)
    area |= {
        "type": "heatmap",
        "x0": -extent,
        "dx": step,
        "y0": -extent,
        "dy": step,
        "showscale": False,
        "opacity": OPACITY,
        "zsmooth": False if discretize else "fast",
        "hovertemplate": where + told + "<extra></extra>",
    }
    label = f"{words['class' if n_classes else 'value']} %{{customdata:{'d' if n_classes else '.2f'}}}<extra>"
    ring = np.array([selected] if selected else np.empty((0, 2)), dtype=np.float32)
    shown = train or NONE, (test if show_test else None) or NONE
    data = [area]
    for (x, y), told_of in zip(shown, (words["train"], words["test"]), strict=True):
        data.append(_handles(x, y) | {"hovertemplate": f"{where}{label}{told_of}</extra>"})
    data.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": ring[:, 0],
            "y": ring[:, 1],
            "hoverinfo": "skip",
            "marker": {"symbol": "circle-open", "size": RING, "color": theme.outline, "line": {"width": 2.5}},
        }
    )
    limits = (-extent, extent)
    fixed: dict[str, Any] = {"fixedrange": True, "showgrid": False, "nticks": 5, "constrain": "domain"}
    return {
        "data": data,
        "layout": layout(
            theme,
            title,
            dragmode=False,
            hoverdistance=8,
            images=[_image(points(*shown, extent, n_classes, theme), extent)],
            xaxis=axis(theme, limits, x_title, **fixed),
            yaxis=axis(theme, limits, y_title, scaleanchor="x", **fixed),
        ),
    }


def _values(values: Array, n_classes: int, theme: Theme, discretize: bool) -> dict[str, Any]:
    """Heatmap keys for values (n, n) in −1…1."""
    z: Array = np.asarray(values, dtype=np.float32)
    if discretize:
        z = np.sign(z) if n_classes else np.rint(np.clip(z, -1, 1) * STEPS) / np.float32(STEPS)
    return {"z": z, "zmin": -1, "zmax": 1, "colorscale": diverging(theme)}


def _classes(probabilities: Array, theme: Theme, discretize: bool) -> dict[str, Any]:
    """Heatmap keys for probabilities (k, n, n): class and confidence in one number; hover data uint8 (n, n, 2)."""
    k = len(probabilities)
    probabilities = np.nan_to_num(probabilities)
    levels = 256 // k
    best = probabilities.argmax(0)
    top = probabilities.max(0)
    strength = np.ones_like(top) if discretize else np.clip((top - 1 / k) / (1 - 1 / k), 0, 1)
    code = best * levels + np.rint(strength * (levels - 1)).astype(np.int64)
    return {
        "z": code.astype(np.uint8),
        "zmin": 0,
        "zmax": k * levels - 1,
        "colorscale": class_scale(theme, k, levels),
        "customdata": np.stack([best, np.rint(100 * top)], -1).astype(np.uint8),
    }


def _handles(x: Array, y: Array) -> dict[str, Any]:
    """Points the pointer finds; they are drawn by the picture over them."""
    xy = np.asarray(x, dtype=np.float32)
    return {"type": "scatter", "mode": "none", "x": xy[:, 0], "y": xy[:, 1], "customdata": np.asarray(y)}


def _image(source: str, extent: float) -> dict[str, Any]:
    """Layout image over the whole map."""
    size = 2 * extent
    return {"source": source, "x": -extent, "y": extent, "sizex": size, "sizey": size, "xref": "x", "yref": "y"} | {
        "layer": "above",
        "sizing": "stretch",
    }
