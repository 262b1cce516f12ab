"""Edges: the weights of a network diagram as lines whose width is the weight's size."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.figures.figure import Array
from core.figures.placement import Placement

MOST = 1500  # edges drawn at most
CURVED = 300  # up to so many edges they are drawn as curves
FULL = 5.0  # |w| of the widest edge
WIDTHS = (0.5, 8.0)  # px at |w| = 0 and at FULL
STRONG = 0.7  # |w| from which an edge is drawn in full colour


@dataclass(frozen=True)
class Edges:
    """The drawn edges: `ids` int (n, 3) of layer led to, unit led to, unit come from; `ends` (n, 4) x0, y0, x1, y1.

    `units` (n, 2) are the positions, among all units, of the unit led to and of the one come from.
    """

    ids: Array
    ends: Array
    units: Array
    weight: Array
    gradient: Array | None
    n_hidden: int


@lru_cache(maxsize=16)
def _all(sizes: tuple[int, ...], units: bytes, side: float) -> tuple[Array, Array, Array]:
    """Ids (n, 3), ends (n, 4) and units (n, 2) of every edge, in the order of the flattened weights."""
    centres = np.frombuffer(units, np.float32).reshape(-1, 2)
    first = np.cumsum((0, *sizes))
    ids, pairs = [], []
    for layer in range(1, len(sizes)):
        to, source = np.indices((sizes[layer], sizes[layer - 1])).reshape(2, -1)
        ids.append(np.stack([np.full_like(to, layer), to, source], 1))
        pairs.append(np.stack([first[layer] + to, first[layer - 1] + source], 1))
    pair = np.concatenate(pairs)
    ends = np.concatenate([centres[pair[:, 1]] + (side / 2, 0), centres[pair[:, 0]] - (side / 2, 0)], 1)
    return np.concatenate(ids), ends.astype(np.float32), pair


def strongest(at: Placement, weights: Sequence[Array], gradients: Sequence[Array] | None) -> Edges:
    """The `MOST` edges with the largest |w|; `weights` and `gradients` are (n_out, n_in) a layer."""
    sizes = at.sizes
    for layer, w in enumerate(weights, start=1):
        if w.shape != (sizes[layer], sizes[layer - 1]):
            raise ValueError(f"weights[{layer - 1}] must be {(sizes[layer], sizes[layer - 1])}, not {w.shape}")
    ids, ends, units = _all(sizes, at.units.tobytes(), at.side)
    weight = np.concatenate([np.ravel(w) for w in weights]).astype(np.float32)
    gradient = None if gradients is None else np.concatenate([np.ravel(g) for g in gradients]).astype(np.float32)
    if len(weight) <= MOST:
        return Edges(ids, ends, units, weight, gradient, 0)
    keep = np.sort(np.argpartition(np.abs(weight), -MOST)[-MOST:])
    chosen = None if gradient is None else gradient[keep]
    return Edges(ids[keep], ends[keep], units[keep], weight[keep], chosen, len(weight) - MOST)


def width(weight: Array) -> Array:
    """Width in px of an edge: linear in |w| up to `FULL`; not a number gives the thinnest."""
    return WIDTHS[0] + (WIDTHS[1] - WIDTHS[0]) * np.clip(np.nan_to_num(np.abs(weight)) / FULL, 0, 1)


def shade(weight: Array) -> Array:
    """Colour of an edge or a bias, uint8 (n,): 0 and 1 weak and strong negative, 2 and 3 positive, 4 not a number."""
    colour = 2 * (weight >= 0) + (np.abs(weight) >= STRONG)
    return np.where(np.isnan(weight), 4, colour).astype(np.uint8)
