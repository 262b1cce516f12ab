"""Edges: the weights of a network diagram as ribbons whose width is the weight's size."""

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

BENDS = ((1 - np.cos(np.pi * np.arange(11) / 10)) / 2).astype(np.float32)  # points of a curve, closest at its ends


@dataclass(frozen=True)
class Edges:
    """The drawn edges: `ids` int (n, 3) of layer led to, unit led to, unit come from; `ends` (n, 4) x0, y0, x1, y1."""

    ids: Array
    ends: Array
    weight: Array
    gradient: Array | None
    n_hidden: int


@lru_cache(maxsize=16)
def _all(sizes: tuple[int, ...], centres: tuple[bytes, ...], side: float) -> tuple[Array, Array]:
    """Ids (n, 3) and ends (n, 4) of every edge, in the order of the flattened weights."""
    at = [np.frombuffer(c, np.float32).reshape(-1, 2) for c in centres]
    ids, ends = [], []
    for layer in range(1, len(sizes)):
        to, source = np.indices((sizes[layer], sizes[layer - 1])).reshape(2, -1)
        ids.append(np.stack([np.full_like(to, layer), to, source], 1))
        ends.append(np.concatenate([at[layer - 1][source] + (side / 2, 0), at[layer][to] - (side / 2, 0)], 1))
    return np.concatenate(ids), np.concatenate(ends).astype(np.float32)


def strongest(at: Placement, weights: Sequence[Array], gradients: Sequence[Array] | None) -> Edges:
    """The `MOST` edges with the largest |w|; `weights` and `gradients` are (n_out, n_in) a layer."""
    sizes = at.sizes
    for layer, w in enumerate(weights, start=1):
        if w.shape != (sizes[layer], sizes[layer - 1]):
            raise ValueError(f"weights[{layer - 1}] must be {(sizes[layer], sizes[layer - 1])}, not {w.shape}")
    ids, ends = _all(sizes, tuple(c.tobytes() for c in at.centres), at.side)
    weight = np.concatenate([np.ravel(w) for w in weights]).astype(np.float32)
    gradient = None if gradients is None else np.concatenate([np.ravel(g) for g in gradients]).astype(np.float32)
    if len(weight) <= MOST:
        return Edges(ids, ends, weight, gradient, 0)
    keep = np.sort(np.argpartition(np.abs(weight), -MOST)[-MOST:])
    chosen = None if gradient is None else gradient[keep]
    return Edges(ids[keep], ends[keep], weight[keep], chosen, len(weight) - MOST)


def width(weight: Array) -> Array:
    """Width in px of an edge: linear in |w| up to `FULL`; not a number gives the thinnest."""
    return WIDTHS[0] + (WIDTHS[1] - WIDTHS[0]) * np.clip(np.nan_to_num(np.abs(weight)) / FULL, 0, 1)


def strong(weight: Array) -> Array:
    """Whether an edge is drawn in full colour, bool (n,)."""
    return np.asarray(np.abs(weight) >= STRONG)


def ribbons(ends: Array, widths: Array, *, curved: bool) -> tuple[Array, Array]:
    """Polygons of the edges (n, 4) with `widths` (n,) in px, as float32 (n, m + 1) x and y, each ended by NaN."""
    t = BENDS if curved else np.array([0, 1], np.float32)
    x0, y0, x1, y1 = ends.T[:, :, None]
    rise = y1 - y0
    x = x0 + (x1 - x0) * t
    y = y0 + rise * (t * t * (3 - 2 * t) if curved else t)
    slope = rise * (6 * t * (1 - t) if curved else np.ones_like(t)) / (x1 - x0)
    half = widths[:, None] / 2 / np.sqrt(1 + slope * slope)
    shift = slope * half
    gap = np.full((len(ends), 1), np.nan, np.float32)
    xs = np.concatenate([x - shift, (x + shift)[:, ::-1], gap], 1)
    ys = np.concatenate([y + half, (y - half)[:, ::-1], gap], 1)
    return xs.astype(np.float32), ys.astype(np.float32)


def handles(edges: Edges, *, curved: bool) -> tuple[Array, Array]:
    """One point (x, y) on each edge for the pointer, staggered over 25–75 % so that neighbours keep apart."""
    t = (0.25 + 0.5 * (edges.ids @ (0, 0.5, 0.35) % 1)).astype(np.float32)
    x0, y0, x1, y1 = edges.ends.T
    return x0 + (x1 - x0) * t, y0 + (y1 - y0) * (t * t * (3 - 2 * t) if curved else t)
