"""Neurons: one layer of a small network with its numbers: z over a inside, b and its gradient above, δ below."""

import numpy as np

from core.figures.columns import (
    BACKGROUND,
    FAINT,
    FIRST,
    MUTED,
    NEGATIVE,
    OUTLINE,
    POSITIVE,
    PURPLE,
    SHADES,
    SMALL,
    TEXT,
    TINY,
    Columns,
    words,
)
from core.figures.digits import short, sub
from core.figures.drawing import Item
from core.figures.figure import Array


def neurons(
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
    if grads is not None and at.tall:
        items += words(xy - (0, r + 18), [f"∂ {short(v)}" for v in grads], PURPLE)
    elif grads is not None:
        place, align = xy + np.array([-1, -r - 7]), "right"
        items += words(xy + np.array([2, -r - 7]), [f"∂ {short(v)}" for v in grads], PURPLE, "left")
    for sign, colour in ((bias >= 0, POSITIVE), (bias < 0, NEGATIVE)):
        items += words(place[sign], [f"b {short(v)}" for v in bias[sign]], colour, align)
    if "δ" in known:
        items += words(xy + np.array([0, r + 7]), [f"δ {short(v)}" for v in known["δ"]], PURPLE)
    return items
