"""Figure: a Plotly figure as a plain dict of numpy arrays, its compact JSON form, and the layout all figures share."""

import base64
import html
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.figures.theme import Theme

Array = NDArray[Any]
Figure = dict[str, Any]

FONT = "Source Sans, Source Sans Pro, Noto Sans CJK SC, sans-serif"
NARROW = {"f2": "f4", "f8": "f4", "i8": "i4", "u8": "u4", "b1": "u1"}


def to_json(value: Any) -> Any:
    """Nested figure → the same with arrays as `{dtype, bdata, shape}`, numpy scalars as numbers and NaN as None."""
    if isinstance(value, str | int) or value is None:
        return value
    if isinstance(value, np.ndarray):
        return _typed(value)
    if isinstance(value, dict):
        return {key: to_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _typed(array: Array) -> Any:
    """Array → Plotly's typed array: little-endian bytes in base64, at most four bytes a number; text stays a list."""
    kind = array.dtype.kind + str(array.dtype.itemsize)
    if array.dtype.kind not in "fiub":
        return array.tolist()
    name = NARROW.get(kind, kind)
    data = base64.b64encode(np.ascontiguousarray(array, dtype="<" + name).tobytes()).decode("ascii")
    if array.ndim == 1:
        return {"dtype": name, "bdata": data}
    return {"dtype": name, "bdata": data, "shape": ",".join(map(str, array.shape))}


def label(text: str, most: int = 24) -> str:
    """A person's own word as a figure may show it: at most this long, and no markup."""
    return html.escape(text if len(text) <= most else text[: most - 1] + "…", quote=False)


def layout(theme: Theme, title: str = "", **more: Any) -> dict[str, Any]:
    """Layout of every figure: transparent, small margins, explicit colours; `more` overrides its keys."""
    base: dict[str, Any] = {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 12, "color": theme.muted},
        "margin": {"l": 44, "r": 12, "t": 30 if title else 8, "b": 38, "pad": 0},
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": theme.background,
            "bordercolor": theme.grid,
            "align": "left",
            "font": {"family": FONT, "size": 12, "color": theme.text},
        },
        "uirevision": "keep",
    }
    if title:
        base["title"] = {
            "text": title,
            "font": {"size": 14, "color": theme.text},
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 7},
            "automargin": False,
        }
    return base | more


def axis(theme: Theme, limits: tuple[float, float], title: str = "", **more: Any) -> dict[str, Any]:
    """Axis with a fixed range `limits` (log10 units on a log axis) and faint grid lines."""
    base: dict[str, Any] = {
        "range": [float(limits[0]), float(limits[1])],
        "autorange": False,
        "zeroline": False,
        "gridcolor": theme.grid,
        "nticks": 6,
        "tickfont": {"size": 11, "color": theme.muted},
        "automargin": False,
        "ticklabeloverflow": "allow",
    }
    if title:
        base["title"] = {"text": title, "standoff": 4, "font": {"size": 12, "color": theme.muted}}
    return base | more
