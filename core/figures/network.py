"""Network: the whole net in one figure, with its weights as edges and each unit's map in its square."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from core.figures.edges import CURVED, Edges, handles, ribbons, strong, strongest, width
from core.figures.figure import Array, Figure, hidden_axis, layout
from core.figures.placement import Placement, crosses, picture, place, squares
from core.figures.theme import Theme, alpha

OPACITY = (0.45, 0.9)  # of weak and of strong edges
PALE = (0.22, 0.6)  # the same for very many edges, or under gradients
FULL_BIAS = 2.0  # |b| that fills its square
EDGE = 8.0  # px, kept free around the diagram
UPPER = {"xaxis": "x2", "yaxis": "y2"}  # what lies over the picture of maps


def network(
    sizes: Sequence[int],
    weights: Sequence[Array],
    biases: Sequence[Array],
    maps: Sequence[Array],
    *,
    theme: Theme,
    input_names: Sequence[str] = (),
    output_names: Sequence[str] = (),
    selected: tuple[int, int] | None = None,
    dead: Collection[tuple[int, int]] = (),
    gradients: Sequence[Array] | None = None,
    title: str = "",
    labels: Mapping[str, str] | None = None,
    width_px: float = 520,
    height_px: float = 360,
) -> Figure:
    """Diagram of layers `sizes`, inputs first; `weights` (n_out, n_in) and `biases` (n_out,) a layer after them.

    `maps` are uint8 (n, r, r) a layer with 0…255 for −1…1, row 0 lowest. A unit is (layer, unit), inputs being layer 0.
    `labels["unit"]` names a hidden unit, with {layer} and {unit} in it. The traces named `units`, `weights` and
    `biases` carry (layer, unit), (layer led to, to, from, w[, ∂L/∂w]) and (layer, unit, b) as customdata.
    """
    sizes = tuple(sizes)
    head = 26 if title else 0
    rooms = _room(input_names), _room(output_names)
    at = place(sizes, width_px - 2 * EDGE, height_px - head - 2 * EDGE, *rooms, maps[0].shape[-1])
    edges = strongest(at, weights, gradients)
    units, ids = at.units, at.ids
    picked = units[[_index(sizes, selected)] if selected else []]
    crossed = units[[_index(sizes, unit) for unit in dead]]
    marks = _joined(squares(picked, at.side + 6), crosses(crossed, 0.85 * at.side))
    template = (labels or {}).get("unit", "h<sub>{layer},{unit}</sub>")
    names = _names(sizes, tuple(input_names), tuple(output_names), template)
    limits = (-EDGE, at.width + EDGE), (-EDGE, at.height + EDGE)
    return {
        "data": [
            *_ribbons(at, edges, np.concatenate(biases), theme),
            _outline(*squares(units, at.side), theme.muted, 1),
            _outline(*marks, theme.outline, at.side / 13),
            _biases(at, biases),
            _weights(edges),
            _handles("units", units[:, 0], units[:, 1], ids, "%{text}") | {"text": names},
            _words(at, input_names, output_names, theme),
        ],
        "layout": layout(
            theme,
            title,
            margin={"l": 0, "r": 0, "t": head, "b": 0, "pad": 0},
            dragmode=False,
            hoverdistance=max(8, round(0.75 * at.side)),
            xaxis=hidden_axis(limits[0]),
            yaxis=hidden_axis(limits[1], scaleanchor="x"),
            xaxis2=hidden_axis(limits[0], anchor="y2"),
            yaxis2=hidden_axis(limits[1], anchor="x2", scaleanchor="x2"),
            images=[picture(at, maps, theme) | {"xref": "x2", "yref": "y2"}],
            meta={"n_hidden_edges": edges.n_hidden},
        ),
    }


def _room(names: Sequence[str]) -> float:
    """Room in px beside a layer for its names."""
    return 12 + 7 * max((len(name) for name in names), default=0)


def _index(sizes: Sequence[int], unit: tuple[int, int]) -> int:
    """Position of unit (layer, unit) among all units."""
    return sum(sizes[: unit[0]]) + unit[1]


@lru_cache(maxsize=64)
def _names(sizes: tuple[int, ...], inputs: tuple[str, ...], outputs: tuple[str, ...], hidden: str) -> list[str]:
    """Names of all units for the hover."""
    names = [hidden.format(layer=layer, unit=unit) for layer, n in enumerate(sizes) for unit in range(n)]
    names[: len(inputs)] = inputs
    names[len(names) - len(outputs) :] = outputs
    return names


def _joined(*parts: tuple[Array, Array]) -> tuple[Array, Array]:
    """Several (x, y) as one."""
    return np.concatenate([x.ravel() for x, _ in parts]), np.concatenate([y.ravel() for _, y in parts])


def _ribbons(at: Placement, edges: Edges, biases: Array, theme: Theme) -> list[dict[str, Any]]:
    """Five areas: weak and strong edges of either sign, the strong with the biases, and the gradients."""
    curved = len(edges.weight) <= CURVED
    xs, ys = ribbons(edges.ends, width(edges.weight), curved=curved)
    part = np.nan_to_num(np.abs(biases)) / FULL_BIAS
    squared = squares(at.gauges, at.gauge * np.sqrt(np.minimum(part, 1)))
    is_strong, areas = strong(edges.weight), []
    for colour, of_edges, of_biases in (
        (theme.negative, edges.weight < 0, biases < 0),
        (theme.positive, edges.weight >= 0, biases >= 0),
    ):
        weak, full = of_edges & ~is_strong, of_edges & is_strong
        pale, deep = (alpha(colour, opacity) for opacity in (OPACITY if curved and edges.gradient is None else PALE))
        areas.append(_area(xs[weak].ravel(), ys[weak].ravel(), pale))
        bars = squared[0][of_biases], squared[1][of_biases]
        areas.append(_area(*_joined((xs[full], ys[full]), bars), deep))
    if edges.gradient is None:
        return [*areas, _area(np.empty(0, np.float32), np.empty(0, np.float32), theme.gradient)]
    size = np.nan_to_num(np.abs(edges.gradient))
    xs, ys = ribbons(edges.ends, 6 * size / max(float(size.max()), 1e-12), curved=curved)  # the largest is 6 px wide
    return [*areas, _area(xs.ravel(), ys.ravel(), alpha(theme.gradient, 0.9))]


def _area(x: Array, y: Array, colour: str) -> dict[str, Any]:
    """Filled polygons, parted by NaN."""
    return {
        "type": "scatter",
        "mode": "none",
        "fill": "toself",
        "x": x,
        "y": y,
        "fillcolor": colour,
        "line": {"simplify": False},
        "hoverinfo": "skip",
    }


def _outline(x: Array, y: Array, colour: str, line: float) -> dict[str, Any]:
    """Lines over the maps, parted by NaN."""
    style = {"color": colour, "width": line, "simplify": False}
    trace = {"type": "scatter", "mode": "lines", "line": style, "hoverinfo": "skip"}
    return trace | {"x": x.ravel(), "y": y.ravel()} | UPPER


def _handles(name: str, x: Array, y: Array, customdata: Array, hover: str) -> dict[str, Any]:
    """Points the pointer finds though nothing is drawn there."""
    trace = {"type": "scatter", "mode": "none", "name": name, "x": x, "y": y, "customdata": customdata}
    return trace | {"hovertemplate": hover + "<extra></extra>"} | UPPER


def _weights(edges: Edges) -> dict[str, Any]:
    """Hover points on the edges."""
    known = [edges.ids, edges.weight[:, None]]
    text = "w<sub>%{customdata[1]:d},%{customdata[2]:d}</sub> = %{customdata[3]:.3f}"
    if edges.gradient is not None:
        known.append(edges.gradient[:, None])
        text += "<br>∂L/∂w = %{customdata[4]:.2e}"
    x, y = handles(edges, curved=len(edges.weight) <= CURVED)
    return _handles("weights", x, y, np.concatenate(known, 1, dtype=np.float32), text)


def _biases(at: Placement, biases: Sequence[Array]) -> dict[str, Any]:
    """Hover points on the squares of the biases."""
    known = np.column_stack([at.ids[len(at.centres[0]) :], np.concatenate(biases)]).astype(np.float32)
    text = "b<sub>%{customdata[1]:d}</sub> = %{customdata[2]:.3f}"
    return _handles("biases", at.gauges[:, 0], at.gauges[:, 1], known, text)


def _words(at: Placement, inputs: Sequence[str], outputs: Sequence[str], theme: Theme) -> dict[str, Any]:
    """Names to the left of the first layer and to the right of the last."""
    away = np.array([at.side / 2 + 5, 0], np.float32)
    left, right = at.centres[0][: len(inputs)] - away, at.centres[-1][: len(outputs)] + away
    x, y = np.concatenate([left, right]).T
    trace = {"type": "scatter", "mode": "text", "x": x, "y": y, "hoverinfo": "skip", "cliponaxis": False}
    words = {
        "text": [*inputs, *outputs],
        "textposition": ["middle left"] * len(left) + ["middle right"] * len(right),
        "textfont": {"color": theme.text, "size": 13},
    }
    return trace | words | UPPER
