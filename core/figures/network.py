"""Network: the whole net in one drawing, with its weights as edges and each unit's map in its square."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

import numpy as np

from core.figures.drawing import HEAD, Drawing, Item, drawing
from core.figures.edges import CURVED, Edges, shade, strongest, width
from core.figures.figure import Array
from core.figures.placement import Placement, place
from core.figures.theme import Theme, alpha, palette

OPACITY = (0.45, 0.9)  # of weak and of strong edges
PALE = (0.22, 0.6)  # the same for very many edges, or under gradients
FULL_BIAS = 2.0  # |b| that fills its square
WIDEST = 6.0  # px, the largest gradient
UNKNOWN, GRADIENT, OUTLINE, TEXT = 4, 5, 6, 7  # colours after the four of `edges.shade`


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
) -> Drawing:
    """Diagram of layers `sizes`, inputs first; `weights` (n_out, n_in) and `biases` (n_out,) a layer after them.

    `maps` are uint8 (n, r, r) a layer with 0…255 for −1…1, row 0 lowest. A unit is (layer, unit), inputs being layer 0.
    `labels["unit"]` names a hidden unit, with {layer} and {unit} in it, both counted from 1. The items named `units`,
    `weights` and `biases` have as data (layer, unit), (layer led to, to, from, w[, ∂L/∂w]) and (layer, unit, b), each
    followed by the numbers of its units' names.
    """
    sizes = tuple(sizes)
    height = height_px - (HEAD if title else 0)
    at = place(sizes, float(width_px), float(height), _room(input_names), _room(output_names))
    edges = strongest(at, weights, gradients)
    curved = len(edges.weight) <= CURVED
    strengths = OPACITY if curved and gradients is None else PALE
    ribbons = [alpha(colour, strength) for colour in (theme.negative, theme.positive) for strength in strengths]
    items: list[Item] = [
        _weights(edges, curved),
        *([] if edges.gradient is None else [_gradients(edges.ends, edges.gradient, curved)]),
        {"kind": "images", "at": at.corners, "pixels": np.concatenate(maps), "palette": palette(theme), "smooth": True},
        *_units(at, np.concatenate(biases)),
        *_marked(at, "box", at.side + 6, [selected] if selected else []),
        *_marked(at, "strike", 0.85 * at.side, dead),
        _biases(at, np.concatenate(biases).astype(np.float32)),
        *_words(at, input_names, output_names),
    ]
    whole = drawing(
        width_px,
        height,
        items,
        theme=theme,
        colours=[*ribbons, theme.muted, alpha(theme.gradient, 0.9), theme.outline, theme.text],
        names=_names(sizes, tuple(input_names), tuple(output_names), (labels or {}).get("unit", "h{layer},{unit}")),
        title=title,
    )
    whole["drawing"]["n_hidden_edges"] = edges.n_hidden
    return whole


def _room(names: Sequence[str]) -> float:
    """Room in px beside a layer for its names."""
    return 12.0 + 7 * max((len(name) for name in names), default=0)


def _index(sizes: Sequence[int], unit: tuple[int, int]) -> int:
    """Position of unit (layer, unit) among all units."""
    return sum(sizes[: unit[0]]) + unit[1]


@lru_cache(maxsize=64)
def _names(sizes: tuple[int, ...], inputs: tuple[str, ...], outputs: tuple[str, ...], hidden: str) -> list[str]:
    """Names of all units."""
    names = [hidden.format(layer=layer, unit=unit + 1) for layer, n in enumerate(sizes) for unit in range(n)]
    names[: len(inputs)] = inputs
    names[len(names) - len(outputs) :] = outputs
    return names


def _weights(edges: Edges, curved: bool) -> Item:
    """The edges, weak ones paler than strong ones."""
    known, lines = [edges.ids, edges.weight[:, None]], ["{n5} → {n4}: w = {3}"]
    if edges.gradient is not None:
        known.append(edges.gradient[:, None])
        lines = ["{n6} → {n5}: w = {3}", "∂L/∂w = {4}"]
    item = {"kind": "links", "name": "weights", "ends": edges.ends, "curved": curved, "hover": lines}
    return item | {
        "width": width(edges.weight).astype(np.float32),
        "colour": shade(edges.weight),
        "data": np.concatenate([*known, edges.units], 1, dtype=np.float32),
    }


def _gradients(ends: Array, gradient: Array, curved: bool) -> Item:
    """The gradients over their edges, the largest as wide as `WIDEST`."""
    size = np.nan_to_num(np.abs(gradient))
    wide = (WIDEST * size / max(float(size.max()), 1e-12)).astype(np.float32)
    return {"kind": "links", "ends": ends, "width": wide, "colour": GRADIENT, "curved": curved}


def _units(at: Placement, bias: Array) -> list[Item]:
    """The units' frames: the inputs, and the neurons with their bias."""
    values = np.concatenate([np.zeros(at.sizes[0]), bias])
    data = np.column_stack([at.ids, np.arange(len(at.ids)), values]).astype(np.float32)
    item = {"kind": "marks", "name": "units", "shape": "box", "size": at.side, "stroke": UNKNOWN, "line": 1}
    first = at.sizes[0]
    return [
        item | {"xy": at.units[:first], "data": data[:first], "hover": ["{n2}"]},
        item | {"xy": at.units[first:], "data": data[first:], "hover": ["{n2}: b = {3}"]},
    ]


def _marked(at: Placement, shape: str, size: float, units: Collection[tuple[int, int]]) -> list[Item]:
    """The selected unit or the dead ones."""
    xy = at.units[[_index(at.sizes, unit) for unit in units]]
    item = {"kind": "marks", "shape": shape, "xy": xy, "size": size, "stroke": OUTLINE, "line": at.side / 13}
    return [item] if units else []


def _biases(at: Placement, bias: Array) -> Item:
    """Squares whose area is |b|, bounded at `FULL_BIAS`."""
    part = np.nan_to_num(np.abs(bias)) / FULL_BIAS
    first = at.sizes[0]
    return {
        "kind": "marks",
        "name": "biases",
        "shape": "box",
        "xy": at.gauges,
        "size": (at.gauge * np.sqrt(np.minimum(part, 1))).astype(np.float32),
        "fill": np.where(bias < 0, 1, 3).astype(np.uint8),
        "reach": at.gauge,
        "data": np.column_stack([at.ids[first:], bias, np.arange(first, len(at.ids))]).astype(np.float32),
        "hover": ["{n3}: b = {2}"],
    }


def _words(at: Placement, inputs: Sequence[str], outputs: Sequence[str]) -> list[Item]:
    """Names to the left of the first layer and to the right of the last."""
    away = np.array([at.side / 2 + 5, 0], np.float32)
    style = {"kind": "words", "size": 13, "colour": TEXT}
    return [
        style | {"xy": at.centres[0][: len(inputs)] - away, "text": list(inputs), "align": "right"},
        style | {"xy": at.centres[-1][: len(outputs)] + away, "text": list(outputs), "align": "left"},
    ]
