"""Passes: a small network with every number on it: z and a in its neurons, w on its edges, δ and gradients beside them.

What is not computed yet is None or NaN and stays blank.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.figures.digits import short, sub, sup
from core.figures.drawing import HEAD, Drawing, Item, drawing
from core.figures.edges import shade, width
from core.figures.figure import Array
from core.figures.theme import Theme, alpha, palette, rgb

LARGEST = 27.0  # px, radius of a neuron
LEFT, RIGHT = 44.0, 132.0  # px from the rim to the middle of the first and of the last neurons; the loss stands right
LOSS = 52.0  # px, side of the loss's box
GAP = 60.0  # px between two columns, below which edges are not labelled
SMALL, TINY = 11, 10  # px, letters in neurons and on edges
LETTER = 5.2  # px, width of one of those on edges
NEAREST = 1 / 3  # labels stand no further along an edge than this part of it
SHADES = 32  # of a neuron's value, from −1 to 1
STRENGTH = 0.45  # of those shades, so that letters stand out
WIDEST = 6.0  # px, the largest gradient
# Colours after the four of `edges.shade` and its fifth:
UNKNOWN, GRADIENT, OUTLINE, TEXT, MUTED, BACKGROUND, POSITIVE, NEGATIVE, PURPLE, FAINT, PATH, HALO, FIRST = range(4, 17)


@dataclass(frozen=True)
class Columns:
    """Where the neurons stand: `centres` (n, 2) a layer, their `radius`, and whether edges have room for labels."""

    centres: tuple[Array, ...]
    radius: float
    roomy: bool


def columns(sizes: Sequence[int], width_px: float, height_px: float) -> Columns:
    """Layers from left to right, neurons from top to bottom, equally far apart in all layers."""
    gap = min(96.0, height_px / max(sizes))
    pitch = (width_px - LEFT - RIGHT) / max(len(sizes) - 1, 1)
    radius = min(LARGEST, 0.33 * gap, 0.3 * pitch)
    centres = tuple(
        np.column_stack([np.full(n, LEFT + layer * pitch), height_px / 2 + gap * (np.arange(n) - (n - 1) / 2)])
        for layer, n in enumerate(sizes)
    )
    return Columns(centres, radius, pitch - 2 * radius >= GAP)


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
    words = {"unit": "h{layer},{unit}"} | dict(labels or {})
    items: list[Item] = []
    names: list[str] = []
    for layer in range(1, len(sizes)):
        items += _edges(at, layer, weights[layer - 1], weight_grads[layer - 1], active, chosen, path, theme)
    for layer, n in enumerate(sizes):
        first = len(names)
        names += [_name(layer, unit, len(sizes) - 1, words["unit"]) for unit in range(n)]
        values: dict[str, Array | None] = {"a": activations[layer]}
        if layer:
            values |= {"z": zs[layer - 1], "δ": deltas[layer - 1], "b": biases[layer - 1]}
            values |= {"∂L/∂b": bias_grads[layer - 1]}
        items += _neurons(at, layer, len(sizes) - 1, values, first, active, chosen)
    items += _loss(at, loss, targets, active[0] in ("loss", "after"))
    return drawing(width_px, height, items, theme=theme, colours=_colours(theme), names=names, title=title)


def _name(layer: int, unit: int, last: int, hidden: str) -> str:
    if layer == 0:
        return f"x{sub(unit + 1)}"
    return f"ŷ{sub(unit + 1)}" if layer == last else hidden.format(layer=layer, unit=unit + 1)


def _colours(theme: Theme) -> list[str]:
    """Colours of edges, of letters, and the shades of a neuron's value over the background."""
    pale, strong = 0.3, 0.75
    ribbons = [alpha(colour, part) for colour in (theme.negative, theme.positive) for part in (pale, strong)]
    shades = palette(theme)[np.rint(np.linspace(0, 255, SHADES + 1)).astype(int)].astype(float)
    mixed = np.rint(STRENGTH * shades + (1 - STRENGTH) * rgb(theme.background)).astype(int)
    letters = [_darker(theme.positive, theme), _darker(theme.negative, theme), _darker(theme.gradient, theme)]
    return [
        *ribbons,
        theme.muted,
        alpha(theme.gradient, 0.4),
        theme.outline,
        theme.text,
        theme.muted,
        theme.background,
        *letters,
        theme.grid,
        alpha(theme.gradient, 0.3),
        alpha(theme.background, 0.75),
        *(f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in mixed),
    ]


def _darker(colour: str, theme: Theme) -> str:
    """A colour nearer to that of text, so that small letters in it can be read."""
    red, green, blue = np.rint(0.7 * rgb(colour) + 0.3 * rgb(theme.text)).astype(int)
    return f"#{red:02x}{green:02x}{blue:02x}"


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
        items += _words((starts + far * (stops - starts))[sign], [short(v) for v in value[sign]], colour)
    if gradient is None:
        return items
    return items + _words(starts + near * (stops - starts), [short(v) for v in np.ravel(gradient)], PURPLE)


def _words(xy: Array, text: list[str], colour: int, align: str = "center") -> list[Item]:
    """Small words, and under them what keeps lines away from them."""
    if not text:
        return []
    xy = np.asarray(xy, np.float32)
    half = np.array([[0.5 * LETTER * len(word), 0] for word in text], np.float32)
    middle = xy + {"center": 0, "left": half, "right": -half}[align]
    halo = np.concatenate([middle - half, middle + half], 1).astype(np.float32)
    under = {"kind": "links", "curved": False, "ends": halo, "width": TINY + 1.0, "colour": HALO}
    return [under, {"kind": "words", "size": TINY, "xy": xy, "text": text, "align": align, "colour": colour}]


def _neurons(
    at: Columns,
    layer: int,
    last: int,
    values: dict[str, Array | None],
    first: int,
    active: tuple[str, int],
    chosen: tuple[int, int, int] | None,
) -> list[Item]:
    """One layer's neurons: z over a inside, b and its gradient above, δ below."""
    xy = at.centres[layer].astype(np.float32)
    n = len(xy)
    known = {name: value for name, value in values.items() if value is not None}
    shown = known.get("a", known.get("z"))
    fill: Array | int = BACKGROUND
    if shown is not None:
        part = np.clip(np.nan_to_num(shown / (1 + np.abs(shown))), -1, 1)
        fill = (FIRST + np.rint((part + 1) * SHADES / 2)).astype(np.uint8)
    kind, where = active
    busy = (where == layer and kind in ("z", "a", "delta", "gradient")) or (layer == 0 and kind == "input")
    backwards = kind in ("delta", "gradient")
    stroke = (PURPLE if backwards else OUTLINE) if busy else MUTED if shown is not None else FAINT
    told = [np.arange(first, first + n), *known.values()]
    lines = ["{n0}", *(f"{name} = {{{i}}}" for i, name in enumerate(known, start=1))]
    circle = {"kind": "marks", "shape": "circle", "xy": xy, "size": 2 * at.radius}
    items: list[Item] = [
        circle
        | {"name": "units", "fill": fill, "stroke": stroke, "line": 3 if busy else 1.2}
        | {"data": np.column_stack(told).astype(np.float32), "hover": lines}
    ]
    if layer == 0:
        items += _lines(xy, at.radius, [f"x{sub(i + 1)}" for i in range(n)], _texts(known.get("a"), ""))
    elif layer == last:
        items += _lines(xy, at.radius, [f"ŷ{sub(i + 1)}" if n > 1 else "ŷ = z" for i in range(n)], _texts(shown, ""))
    else:
        items += _lines(xy, at.radius, _texts(known.get("z"), "z "), _texts(known.get("a"), "a "))
    return items + (_around(at, layer, known, chosen) if layer else [])


def _texts(values: Array | None, before: str) -> list[str]:
    """Numbers as words, none where they are not known."""
    return [] if values is None else [f"{before}{short(v)}" if np.isfinite(v) else short(v) for v in values]


def _lines(xy: Array, radius: float, upper: list[str], lower: list[str]) -> list[Item]:
    """Two lines of words in each circle."""
    if radius < 15:  # room for one
        upper, shift = [], 0.0
    else:
        shift = 0.27 * radius
    style = {"kind": "words", "size": SMALL if radius >= 20 else TINY, "align": "center", "colour": TEXT}
    rows = ((upper, -shift), (lower, shift))
    return [style | {"xy": (xy + np.array([0, dy])).astype(np.float32), "text": text} for text, dy in rows if text]


def _around(at: Columns, layer: int, known: dict[str, Array], chosen: tuple[int, int, int] | None) -> list[Item]:
    """A neuron's bias, with its gradient once that is known, above it, and its δ below it."""
    xy, r = at.centres[layer], at.radius
    bias = known["b"]
    ids = np.column_stack([np.full(len(xy), layer), np.arange(len(xy)), np.full(len(xy), -1), bias])
    grads = known.get("∂L/∂b")
    hover = ["b = {3}"]
    if grads is not None:
        ids, hover = np.column_stack([ids, grads]), [*hover, "∂L/∂b = {4}"]
    place = (xy - (r + 3, 0.5 * r + 3)).astype(np.float32)
    box = {"kind": "marks", "shape": "box", "xy": place, "size": 7.0, "fill": np.where(bias < 0, 1, 3).astype(np.uint8)}
    items: list[Item] = [box | {"name": "biases", "data": ids.astype(np.float32), "hover": hover, "reach": 16.0}]
    picked = [unit for unit in range(len(xy)) if chosen == (layer, unit, -1)]
    if picked:
        items.append({"kind": "marks", "shape": "box", "xy": place[picked], "size": 14.0, "stroke": OUTLINE, "line": 2})
    if not at.roomy:
        return items
    place, align = xy + np.array([0, -r - 7]), "center"
    if grads is not None:
        place, align = xy + np.array([-1, -r - 7]), "right"
        items += _words(xy + np.array([2, -r - 7]), [f"∂ {short(v)}" for v in grads], PURPLE, "left")
    for sign, colour in ((bias >= 0, POSITIVE), (bias < 0, NEGATIVE)):
        items += _words(place[sign], [f"b {short(v)}" for v in bias[sign]], colour, align)
    if "δ" in known:
        items += _words(xy + np.array([0, r + 7]), [f"δ {short(v)}" for v in known["δ"]], PURPLE)
    return items


def _loss(at: Columns, loss: float, targets: Sequence[str], busy: bool) -> list[Item]:
    """Every output leads to the loss, on the way meeting its target."""
    xy, r = at.centres[-1], at.radius
    middle = np.array([[xy[0, 0] + RIGHT - LOSS / 2 - 8, xy[:, 1].mean()]], np.float32)
    starts, stop = xy + np.array([r, 0]), middle - (LOSS / 2, 0)
    ends = np.concatenate([starts, np.repeat(stop, len(xy), 0)], 1).astype(np.float32)
    box = {"kind": "marks", "shape": "box", "xy": middle, "size": LOSS, "fill": BACKGROUND, "stroke": MUTED}
    style = {"kind": "words", "align": "center", "colour": TEXT, "size": 13}
    lines = [("L", -9.0), (short(loss), 9.0)] if np.isfinite(loss) else [("L", 0.0)]
    return [
        {"kind": "links", "curved": False, "ends": ends, "width": 1.0, "colour": MUTED},
        box | ({"stroke": OUTLINE, "line": 3} if busy else {"line": 1.2}),
        *(style | {"xy": middle + np.array([0, dy], np.float32), "text": [word]} for word, dy in lines),
        *_words(starts + 0.42 * (stop - starts), list(targets), TEXT),
    ]
