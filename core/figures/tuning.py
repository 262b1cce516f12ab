"""Tuning: how strongly a neuron answers to each of several bars, one column an orientation, and its threshold."""

from collections.abc import Sequence

import numpy as np

from core.figures.axes import Axes, Range
from core.figures.drawing import Drawing
from core.figures.figure import Array
from core.figures.loss_curve import word
from core.figures.strokes import Stroke
from core.figures.theme import COLOUR, Theme

SHARE = 0.6  # of its place that a column is wide
GLYPH = 8.0  # px, half the length of the little bar under a column
ROOM = 46.0  # px under the columns


def tuning(
    answers: Array,
    *,
    theme: Theme,
    names: Sequence[str],
    theta: float,
    y_range: Range,
    shown: Sequence[int],
    seen: int = -1,
    theta_label: str = "θ",
    title: str = "",
    y_title: str = "y",
    hover: str = "{n0}: {1}",
    width_px: float = 420,
    height_px: float = 290,
) -> Drawing:
    """Columns of `answers` (k,) from 0, blue above the threshold `theta`, orange below; `seen` is outlined.

    Those not `shown` have a struck-out little bar. Each column is named `bar`, with its place as data.
    """
    k = len(answers)
    axes = Axes.within((-0.5, k - 0.5), y_range, width_px, height_px - 12, title=title, left=46.0)
    half = float(axes.across(SHARE / 2) - axes.across(0.0))
    tops = np.clip(answers, *y_range)
    data = np.column_stack([np.arange(k), answers]).astype(np.float32)
    place = Stroke(COLOUR["background"], 2 * half).item(axes.segments(columns(np.full(k, y_range[1]))))
    items = [place | {"name": "bar", "data": data, "hover": [hover]}]
    items += axes.items("", y_title, text=COLOUR["muted"], grid=COLOUR["grid"], x_ticks=())
    colour = np.where(answers > theta, COLOUR["positive"], COLOUR["negative"]).astype(np.uint8)
    drawn = Stroke(0, 2 * half).item(axes.segments(columns(np.where(tops == 0, 1e-9, tops))))
    items.append(drawn | {"colour": colour})
    if seen >= 0:
        left, right = axes.across(seen) - half - 3, axes.across(seen) + half + 3
        high, foot = float(axes.up(max(tops[seen], 0.0))) - 3, axes.box[3]
        sides = [(left, foot, left, high), (left, high, right, high), (right, high, right, foot)]
        items.append(Stroke(COLOUR["outline"], 2).item(np.array(sides)))
    level = min(theta, y_range[1])
    items.append(Stroke(COLOUR["muted"], 1).item(axes.line(np.array([-0.5, k - 0.5]), np.zeros(2))))
    items.append(
        Stroke(COLOUR["gradient"], 2, (7.0, 4.0)).item(axes.line(np.array([-0.5, k - 0.5]), np.full(2, level)))
    )
    label = word(axes, k - 0.5, level, theta_label, "gradient", shift=(-4, -10), inside=True, align="right")
    items.append(label | {"halo": COLOUR["background"]})
    turn = np.pi * np.arange(k) / k
    middle = np.column_stack([axes.across(np.arange(k)), np.full(k, axes.box[3] + 13)])
    reach = GLYPH * np.column_stack([np.cos(turn), -np.sin(turn)])
    glyphs = Stroke(COLOUR["text"], 3).item(np.concatenate([middle - reach, middle + reach], 1))
    items.append(glyphs | {"name": "bar", "data": data, "hover": [hover]})
    away = [i for i in range(k) if i not in shown]
    if away:
        strike = {"kind": "marks", "shape": "strike", "xy": middle[away], "size": 18, "stroke": COLOUR["negative"]}
        items.append(strike | {"line": 2})
    text = {"kind": "words", "xy": middle + np.array([0, 18]), "text": list(names), "align": "center", "size": 11}
    items.append(text | {"colour": COLOUR["muted"]})
    drawing = axes.draw(items, theme)
    drawing["drawing"]["height"] += 12
    drawing["drawing"]["names"] = list(names)
    return drawing


def columns(heights: Array) -> Array:
    """Upright lines (k, 4) from 0 to each height, one at each whole number."""
    at = np.arange(len(heights), dtype=float)
    return np.column_stack([at, np.zeros(len(heights)), at, heights])
