"""Passes: a small network with every number on it: z and a in its neurons, w on its edges, δ and gradients beside them.

What is not computed yet is None or NaN and stays blank.
"""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from core.figures.columns import (
    BACKGROUND,
    GRADIENT,
    LOSS,
    MUTED,
    NEGATIVE,
    OUTLINE,
    PATH,
    POSITIVE,
    PURPLE,
    TEXT,
    UNKNOWN,
    Columns,
    colours,
    columns,
    words,
)
from core.figures.digits import short, sub, sup
from core.figures.drawing import HEAD, Drawing, Item, drawing
from core.figures.edges import shade, width
from core.figures.figure import Array
from core.figures.neurons import neurons
from core.figures.theme import Theme

NEAREST = 1 / 3  # labels stand no further along an edge than this part of it
WIDEST = 6.0  # px, the largest gradient


def diagram(
    *,
    weights: Sequence[Array],
    biases: Sequence[Array],
    zs: Sequence[Array | None],
    activations: Sequence[Array | None],
    deltas: Sequence[Array | None],
    weight_grads: Sequence[Array | None],
    bias_grads: Sequence[Array | None],
    loss: float,
    theme: Theme,
    targets: Sequence[str] = (),
    active: tuple[str, int] = ("", -1),
    chosen: tuple[int, int, int] | None = None,
    path: Collection[tuple[int, int, int]] = (),
    title: str = "",
    labels: Mapping[str, str] | None = None,
    width_px: float = 760,
    height_px: float = 360,
) -> Drawing:
    """The network during a pass of one sample; lists run over the layers after the inputs, but `activations` from them.

    `weights` (n_out, n_in) and `biases` (n_out,) with their gradients; `zs`, `activations`, `deltas` (n_l,). `active`
    (z, a, delta, gradient, update, input or loss; layer) is outlined. `chosen` is (layer, to, source), source −1 being
    a bias; `path` holds the edges from it to the loss. The items `weights` and `biases` have (layer, to, source) as the
    first three columns of their data.
    """
    sizes = [weights[0].shape[1], *(len(w) for w in weights)]
    height = height_px - (HEAD if title else 0)
    at = columns(sizes, width_px, height)
    hidden = (labels or {}).get("unit", "h{layer},{unit}")
    items: list[Item] = []
    names: list[str] = []
    for layer in range(1, len(sizes)):
        items += _edges(at, layer, weights[layer - 1], weight_grads[layer - 1], active, chosen, path, theme)
    for layer, n in enumerate(sizes):
        first = len(names)
        names += [_name(layer, unit, len(sizes) - 1, hidden) for unit in range(n)]
        values: dict[str, Array | None] = {"a": activations[layer]}
        if layer:
            values |= {"z": zs[layer - 1], "δ": deltas[layer - 1], "b": biases[layer - 1]}
            values |= {"∂L/∂b": bias_grads[layer - 1]}
        items += neurons(at, layer, len(sizes) - 1, values, first, active, chosen)
    items += _loss(at, loss, targets, active[0] in ("loss", "after"))
    return drawing(width_px, height, items, theme=theme, colours=colours(theme), names=names, title=title)


def _name(layer: int, unit: int, last: int, hidden: str) -> str:
    if layer == 0:
        return f"x{sub(unit + 1)}"
    return f"ŷ{sub(unit + 1)}" if layer == last else hidden.format(layer=layer, unit=unit + 1)


def _edges(
    at: Columns,
    layer: int,
    weight: Array,
    gradient: Array | None,
    active: tuple[str, int],
    chosen: tuple[int, int, int] | None,
    path: Collection[tuple[int, int, int]],
    theme: Theme,
) -> list[Item]:
    """One layer's edges: the weight with its number at the far end, the gradient at the near one."""
    n_out, n_in = weight.shape
    to, source = np.indices(weight.shape).reshape(2, -1)
    away = (at.radius, 0)
    starts, stops = at.centres[layer - 1][source] + away, at.centres[layer][to] - away
    ends = np.concatenate([starts, stops], 1).astype(np.float32)
    ids = np.column_stack([np.full(n_out * n_in, layer), to, source])
    value = np.ravel(weight)
    busy = active in (("z", layer), ("update", 0), ("after", 0))
    items: list[Item] = []
    keys = [tuple(map(int, id)) for id in ids]
    on_path = np.array([key in path for key in keys])
    line = {"kind": "links", "curved": False}
    if on_path.any():
        items.append(line | {"ends": ends[on_path], "width": np.full(on_path.sum(), 11, np.float32), "colour": PATH})
    picked = np.array([key == chosen for key in keys])
    if picked.any():
        broad = width(value[picked]).astype(np.float32) + 6
        items.append(line | {"ends": ends[picked], "width": broad, "colour": OUTLINE})
        items.append(line | {"ends": ends[picked], "width": broad - 3, "colour": BACKGROUND})
    told, hover = [ids, value[:, None]], [f"w{sup(layer)} = {{3}}"]
    if gradient is not None:
        told.append(np.ravel(gradient)[:, None])
        hover.append("∂L/∂w = {4}")
        size = np.nan_to_num(np.abs(np.ravel(gradient)))
        wide = (WIDEST * size / max(float(size.max()), 1e-300)).astype(np.float32)
    colour = shade(value) if busy else np.where(shade(value) < UNKNOWN, shade(value) & 2, UNKNOWN).astype(np.uint8)
    items.append(
        line
        | {
            "name": "weights",
            "ends": ends,
            "width": width(value).astype(np.float32),
            "colour": colour,
            "data": np.concatenate(told, 1, dtype=np.float32),
            "hover": hover,
        }
    )
    if gradient is not None:
        items.append(line | {"ends": ends, "width": wide, "colour": GRADIENT})
    return items + (_labels(ends, value, gradient, weight.shape) if at.roomy else [])


def _labels(ends: Array, value: Array, gradient: Array | None, shape: tuple[int, ...]) -> list[Item]:
    """Numbers on the edges, spread so that no two of a layer share a line."""
    n_out, n_in = shape
    starts, stops = ends[:, :2], ends[:, 2:]
    near, far = min(NEAREST, 1 / (n_out + 1)), 1 - min(NEAREST, 1 / (n_in + 1))
    items: list[Item] = []
    for sign, colour in ((value >= 0, POSITIVE), (value < 0, NEGATIVE)):
        items += words((starts + far * (stops - starts))[sign], [short(v) for v in value[sign]], colour)
    if gradient is None:
        return items
    return items + words(starts + near * (stops - starts), [short(v) for v in np.ravel(gradient)], PURPLE)


def _loss(at: Columns, loss: float, targets: Sequence[str], busy: bool) -> list[Item]:
    """Every output leads to the loss, on the way meeting its target."""
    xy, r = at.centres[-1], at.radius
    side = min(LOSS, 0.4 * at.right)
    middle = np.array([[xy[0, 0] + at.right - side / 2 - 8, xy[:, 1].mean()]], np.float32)
    starts, stop = xy + np.array([r, 0]), middle - (side / 2, 0)
    ends = np.concatenate([starts, np.repeat(stop, len(xy), 0)], 1).astype(np.float32)
    box = {"kind": "marks", "shape": "box", "xy": middle, "size": side, "fill": BACKGROUND, "stroke": MUTED}
    style = {"kind": "words", "align": "center", "colour": TEXT, "size": 13 * side / LOSS}
    lines = [("L", -0.17 * side), (short(loss), 0.17 * side)] if np.isfinite(loss) else [("L", 0.0)]
    return [
        {"kind": "links", "curved": False, "ends": ends, "width": 1.0, "colour": MUTED},
        box | ({"stroke": OUTLINE, "line": 3} if busy else {"line": 1.2}),
        *(style | {"xy": middle + np.array([0, dy], np.float32), "text": [word]} for word, dy in lines),
        *words(starts + 0.42 * (stop - starts), list(targets), TEXT),
    ]
