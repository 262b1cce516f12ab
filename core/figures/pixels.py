"""Pixels: a small grid of numbers as coloured squares, each with its value written in it where there is room."""

from collections.abc import Sequence

import numpy as np

from core.figures.drawing import Item
from core.figures.figure import Array
from core.figures.theme import Theme, palette, rgb

TEXT, MUTED, OUTLINE, LIGHT_TEXT, GRID = range(5)  # places in `colours`
ROOM = 24.0  # px of a square that a number needs
LETTER = 0.27  # of a square's side: the height of its number


def colours(theme: Theme) -> list[str]:
    """The colours that these items name by number."""
    return [theme.text, theme.muted, theme.outline, theme.background, theme.grid]


def written(value: float) -> str:
    """A number as short as a square needs it: two digits after the point, no zero before it."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    text = "0" if text in ("-0", "") else text
    return text.replace("-", "−").replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text.replace("-", "−")


def pixels(
    values: Array,
    left: float,
    top: float,
    side: float,
    *,
    theme: Theme,
    limit: float = 1.0,
    hover: Sequence[str] = (),
    numbers: bool = True,
    shade: Array | None = None,
) -> list[Item]:
    """Squares of `values` (n, n), row 0 on top, from −limit (orange) to limit (blue); NaN stays empty.

    They are coloured by `shade` (n, n) in −1…1 instead, where given. The items need `colours(theme)`.
    """
    n = len(values)
    cell, known = side / n, np.isfinite(values)
    shown = np.clip(np.where(known, values / (limit or 1) if shade is None else shade, 0), -1, 1)
    scale = float(np.max(np.abs(np.where(known, values, 0)))) / 32767 or 1.0
    told = np.where(known, np.rint(np.where(known, values, 0) / scale), -32768)
    items: list[Item] = [
        {
            "kind": "images",
            "at": np.array([[left, top, side]], np.float32),
            "pixels": np.rint((shown[::-1] + 1) * 127.5).astype(np.uint8)[None],
            "palette": palette(theme),
            "values": told[::-1].astype(np.int16)[None],
            "scale": scale,
            "smooth": False,
        }
        | ({"hover": list(hover)} if hover else {}),
        frame(left + side / 2, top + side / 2, side, GRID, 1),
    ]
    if numbers and cell >= ROOM:
        place = (np.indices((n, n)).reshape(2, -1).T + 0.5) * cell
        xy = np.stack([left + place[:, 1], top + place[:, 0]], 1).astype(np.float32)
        strong = dark(theme, shown).ravel()
        for mask, colour in ((known.ravel() & ~strong, TEXT), (known.ravel() & strong, LIGHT_TEXT)):
            if mask.any():
                text = [written(v) for v in values.ravel()[mask]]
                style = {"kind": "words", "align": "center", "size": max(9.0, min(15.0, LETTER * cell + 3))}
                items.append(style | {"xy": xy[mask], "text": text, "colour": colour})
    return items


def dark(theme: Theme, shown: Array) -> Array:
    """Where the text's own colour would not be read: (n, n) of bool for values in −1…1."""
    colour = palette(theme)[np.rint((shown + 1) * 127.5).astype(int)].astype(float)
    away = np.abs(colour - rgb(theme.text)).sum(-1)
    return away < np.abs(colour - rgb(theme.background)).sum(-1)


def frame(x: float, y: float, side: float, colour: int = OUTLINE, line: float = 2.5) -> Item:
    """A square around a middle."""
    mark = {"kind": "marks", "shape": "box", "xy": np.array([[x, y]], np.float32)}
    return mark | {"size": side, "stroke": colour, "line": line}
