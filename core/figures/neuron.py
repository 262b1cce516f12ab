"""Neuron: one artificial neuron as a drawing: inputs, weights, bias, weighted sum, activation, output."""

from collections.abc import Mapping, Sequence

import numpy as np

from core.figures.axes import Axes
from core.figures.drawing import HEAD, Drawing, Item, drawing
from core.figures.edges import shade, width
from core.figures.figure import Array
from core.figures.number import factor, told
from core.figures.theme import Theme, alpha, palette

INPUT, SUM, BOX, OUTPUT = 40.0, 66.0, 74.0, 52.0  # px, diameters and the side of the activation's square
FULL = 2.0  # |x| or |z| that is drawn in the strongest tint
TINT = 0.55  # of a full colour, so that numbers stay readable on it
FIXED = 9  # colours before those of the nodes
MUTED, TEXT, OUTLINE, BACKGROUND = 5, 6, 7, 8  # after the four of `edges.shade` and its unknown


def neuron(
    x: Array,
    w: Array,
    b: float,
    z: float,
    y: float,
    curve: tuple[Array, Array],
    *,
    theme: Theme,
    name: str,
    answer: str = "",
    centre: float = 0.0,
    limit: float = 1.0,
    title: str = "",
    labels: Mapping[str, str] | None = None,
    width_px: float = 520,
    height_px: float = 300,
) -> Drawing:
    """Inputs `x` and weights `w` (n,), the sum z = w · x + b, and y = f(z) on its `curve`, z and f(z) (m,).

    `name` is the activation's, and `answer` stands under the output, which has the full colours where y is `limit` away
    from `centre`. `labels` are the words of the hover: input,
    weight, bias, product, sum, output.
    """
    words = {"input": "", "weight": "", "bias": "", "product": "", "sum": "", "output": ""} | dict(labels or {})
    height = height_px - (HEAD if title else 0)
    values, weights = np.append(x, 1.0), np.append(w, b)
    names = [f"x{_sub(i + 1)}" for i in range(len(x))] + ["1"]
    rows = height * (np.arange(len(values)) + 0.5) / len(values)
    inputs = np.column_stack([np.full(len(rows), 28 + INPUT), rows]).astype(np.float32)
    middle = height / 2
    left, right = 28 + 1.5 * INPUT, width_px - 52 - OUTPUT
    total, box, output = (np.array([[at, middle]], np.float32) for at in _columns(left, right))
    tints = [*(palette(theme)[_level(v / FULL)] for v in (*x, z)), palette(theme)[_level((y - centre) / limit)]]
    whole = [
        *_edges(inputs, total, values, weights, names, words),
        *_arrows([(total, SUM / 2, box, BOX / 2), (box, BOX / 2, output, OUTPUT / 2)]),
        *_nodes(inputs, total, output, len(x), words, [*values, z, y]),
        *_activation(box, z, y, curve, name),
        *_words(inputs, total, output, box, names, values, z, y, name, answer),
        *_products(inputs, total, values, weights),
    ]
    return drawing(
        width_px,
        height,
        whole,
        theme=theme,
        colours=[
            *(alpha(c, o) for c in (theme.negative, theme.positive) for o in (0.45, 0.9)),
            theme.muted,
            theme.muted,
            theme.text,
            theme.outline,
            theme.background,
            *(_mix(tint, theme) for tint in tints),
        ],
        names=[*names, "Σ", name, "y"],
        title=title,
    )


def _columns(left: float, right: float) -> tuple[float, float, float]:
    """Middles of the sum, the activation and the output, between the inputs' right rim and the output's left rim."""
    room = right - left
    return left + 0.52 * room, left + 0.82 * room, right + OUTPUT / 2


def _sub(n: int) -> str:
    return "₀₁₂₃₄₅₆₇₈₉"[n]


def _level(value: float) -> int:
    """Index of a value −1…1 in the palette; what is not a number is the background."""
    return int(np.rint((np.clip(np.nan_to_num(value), -1, 1) + 1) * 127.5))


def _mix(tint: Array, theme: Theme) -> str:
    """A palette colour, paler, as `#rrggbb`."""
    base = palette(theme)[127].astype(float)
    red, green, blue = np.rint(base + TINT * (tint - base)).astype(int)
    return f"#{red:02x}{green:02x}{blue:02x}"


def _edges(
    inputs: Array, total: Array, values: Array, weights: Array, names: Sequence[str], words: Mapping[str, str]
) -> list[Item]:
    """One line an input, as wide as its weight; the last is the bias."""
    n = len(values)
    starts, stops = inputs + np.array((INPUT / 2, 0)), np.repeat(total - np.array((SUM / 2, 0)), n, 0)
    ends = np.concatenate([starts, stops], 1).astype(np.float32)
    data = np.column_stack([weights, values, weights * values, np.arange(n)]).astype(np.float32)
    edge = {"kind": "links", "name": "weights", "curved": True}
    looks = {"width": width(weights).astype(np.float32), "colour": shade(weights)}
    parts = []
    for rows, word in ((slice(0, n - 1), words["weight"]), (slice(n - 1, n), words["bias"])):
        hover = [f"{{n3}}: {word} {{0}}", f"{words['product']} {{0}} · {{1}} = {{2}}"]
        look = {key: value[rows] for key, value in looks.items()}
        parts.append(edge | look | {"ends": ends[rows], "data": data[rows], "hover": hover})
    return parts


def _arrows(pairs: Sequence[tuple[Array, float, Array, float]]) -> list[Item]:
    """Arrows from rim to rim."""
    ends = []
    for start, before, end, after in pairs:
        (x0, y), (x1, _) = start[0] + (before, 0), end[0] - (after + 2, 0)
        ends += [(x0, y, x1, y), (x1 - 7, y - 4, x1, y), (x1 - 7, y + 4, x1, y)]
    return [{"kind": "links", "ends": np.array(ends, np.float32), "width": 1.5, "colour": MUTED, "curved": False}]


def _nodes(
    inputs: Array, total: Array, output: Array, n: int, words: Mapping[str, str], values: Sequence[float]
) -> list[Item]:
    """The circles of the inputs, the sum and the output, tinted by their value; the bias's input stays empty."""
    told_as = np.array(values, np.float32)[:, None]
    circle = {"kind": "marks", "shape": "circle", "stroke": MUTED, "line": 1.5}
    inner = {"xy": inputs[:n], "size": INPUT, "fill": np.arange(FIXED, FIXED + n, dtype=np.uint8)}
    return [
        circle | inner | {"data": told_as[:n], "hover": [f"{words['input']} {{0}}"]},
        circle | {"xy": inputs[n:], "size": INPUT, "fill": BACKGROUND},
        circle
        | {"xy": total, "size": SUM, "fill": FIXED + n, "data": told_as[-2:-1], "hover": [f"{words['sum']} {{0}}"]},
        circle
        | {"xy": output, "size": OUTPUT, "fill": FIXED + n + 1, "data": told_as[-1:], "stroke": OUTLINE}
        | {"hover": [f"{words['output']} {{0}}"]},
    ]


def _activation(box: Array, z: float, y: float, curve: tuple[Array, Array], name: str) -> list[Item]:
    """The square with the activation's curve and where the neuron stands on it."""
    zs, values = curve
    (x0, y0), pad = box[0] - BOX / 2, 8.0
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    reach = (float(zs[0]), float(zs[-1]))
    axes = Axes(reach, (low, max(high, low + 1e-6)), x0 + pad, y0 + pad, BOX - 2 * pad, BOX - 2 * pad)
    at = axes.place(np.clip(np.nan_to_num(z), *reach), np.clip(np.nan_to_num(y), *axes.y_range))
    frame = {"kind": "marks", "shape": "box", "xy": box, "size": BOX, "stroke": MUTED, "fill": BACKGROUND, "line": 1.5}
    return [
        frame | {"hover": [name]},
        {"kind": "links", "ends": axes.line(zs, values), "width": 2, "colour": TEXT, "curved": False},
        {"kind": "marks", "shape": "circle", "xy": at, "size": 9.0, "fill": TEXT, "stroke": BACKGROUND, "line": 1},
    ]


def _products(inputs: Array, total: Array, values: Array, weights: Array) -> list[Item]:
    """Each weight times its input, beside the start of its line, on the side that the line turns away from."""
    side = np.where(inputs[:, 1] > total[0, 1] + 1, 1, -1)
    lift = side * (8 + width(weights) / 2)
    at = np.column_stack([inputs[:, 0] + INPUT / 2 + 4, inputs[:, 1] + lift]).astype(np.float32)
    text = [f"{told(w)} · {factor(v)} = {told(w * v)}" for w, v in zip(weights[:-1], values[:-1], strict=True)]
    text.append(f"b = {told(weights[-1])}")
    return [{"kind": "words", "xy": at, "text": text, "align": "left", "size": 12, "colour": TEXT}]


def _words(
    inputs: Array,
    total: Array,
    output: Array,
    box: Array,
    names: Sequence[str],
    values: Array,
    z: float,
    y: float,
    name: str,
    answer: str,
) -> list[Item]:
    """Names beside and values inside the nodes."""
    style = {"kind": "words", "size": 13, "colour": TEXT, "align": "center"}
    over, under = total - np.array((0, 11)), total + np.array((0, 11))
    inside = np.concatenate([inputs, over, under, output]).astype(np.float32)
    beside = inputs[:-1] - (INPUT / 2 + 5, 0)
    above = [output - (0, OUTPUT / 2 + 10), box - (0, BOX / 2 + 10), total - (0, SUM / 2 + 10)]
    captions = np.concatenate([*above, output + np.array((0, OUTPUT / 2 + 12))]).astype(np.float32)
    return [
        style | {"xy": inside, "text": [*(told(v) for v in values), "Σ", told(z), told(y)]},
        style | {"xy": beside.astype(np.float32), "text": list(names[:-1]), "align": "right"},
        style | {"xy": captions, "text": ["y = f(z)", name, "z = w·x + b", answer], "colour": MUTED, "size": 12},
    ]
