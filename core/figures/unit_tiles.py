"""Unit tiles: the weights of each hidden neuron as a small picture; those taken away are struck out."""

import numpy as np

from core.figures.drawing import HEAD, Drawing, Item, drawing
from core.figures.figure import Array
from core.figures.theme import COLOUR, Theme, inks
from core.figures.tiles import grid, signed

GAP, EDGE = 3.0, 6.0


def unit_tiles(
    weights: Array, gone: Array, *, theme: Theme, title: str = "", width_px: float = 420, height_px: float = 320
) -> Drawing:
    """Pictures of `weights` (n, r, r), as large as the panel allows; `gone` (n,) of bool are faded and struck out.

    A click sends the neuron's number.
    """
    n, height = len(weights), height_px - (HEAD if title else 0.0)
    steps = [(width_px - 2 * EDGE + GAP) / across for across in range(1, n + 1)]  # from one tile to the next
    across = next((c for c, step in enumerate(steps, 1) if -(-n // c) * step <= height - EDGE), n)
    side = min(steps[across - 1], height - 2 * EDGE) - GAP
    at = grid(n, across, side, GAP, EDGE, EDGE)
    limit = float(np.abs(weights).max(initial=0)) or 1.0
    shown = np.where(gone[:, None, None], 0.0, weights)
    middles = (at[:, :2] + side / 2).astype(np.float32)
    box = {"kind": "marks", "shape": "box", "size": side, "stroke": COLOUR["grid"], "line": 1}
    items: list[Item] = [
        signed(shown, at, limit, theme),
        box
        | {"xy": middles, "name": "neuron", "data": np.arange(n, dtype=np.float32)[:, None], "hover": ["{i0}"]}
        | {"reach": side},
    ]
    if gone.any():
        strike = {"kind": "marks", "shape": "strike", "size": side * 0.6, "stroke": COLOUR["muted"], "line": 1.5}
        items.append(strike | {"xy": middles[gone], "reach": 0})
    return drawing(width_px, height, items, theme=theme, colours=inks(theme), title=title)
