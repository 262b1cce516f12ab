"""Samples: small images in a row of frames, each with what was said of it."""

from collections.abc import Sequence

import numpy as np

from core.figures.drawing import HEAD, Drawing, drawing
from core.figures.figure import Array
from core.figures.theme import Theme, rgb

GAP, CAPTION = 14.0, 18.0  # px between images, and under each for its words
TEXT, GRID, RIGHT, WRONG = range(4)


def samples(
    images: Array,
    captions: Sequence[str],
    right: Array,
    *,
    theme: Theme,
    across: int,
    name: str = "",
    title: str = "",
    width_px: float = 420,
    height_px: float = 300,
) -> Drawing:
    """Images (n, r, r) of 0…1, the first row on top, `across` in a line.

    A frame tells right (blue) from wrong (orange), and the caption says it in words. With a `name` a click
    on an image is sent.
    """
    n = len(images)
    if len(captions) != n or len(right) != n:
        raise ValueError(f"{n} images need as many captions and verdicts, not {len(captions)} and {len(right)}")
    height = height_px - (HEAD if title else 0)
    lines = -(-n // across)
    side = min((width_px - GAP) / across - GAP, (height - GAP) / lines - GAP - CAPTION)
    wide = across * (side + GAP) - GAP
    column, line = np.arange(n) % across, np.arange(n) // across
    left = (width_px - wide) / 2 + column * (side + GAP)
    top = GAP + line * (side + GAP + CAPTION)
    strength = np.linspace(0, 1, 256)[:, None]
    palette = np.rint(rgb(theme.background) * (1 - strength) + rgb(theme.text) * strength).astype(np.uint8)
    middles = np.column_stack([left + side / 2, top + side / 2]).astype(np.float32)
    items = [
        {
            "kind": "images",
            "at": np.column_stack([left, top, np.full(n, side)]).astype(np.float32),
            "pixels": np.rint(np.clip(images[:, ::-1], 0, 1) * 255).astype(np.uint8),
            "palette": palette,
            "smooth": False,
            "inset": 0,
        }
        | ({"name": name} if name else {}),
        {
            "kind": "words",
            "xy": middles + np.array([0, side / 2 + CAPTION / 2 + 2], np.float32),
            "text": list(captions),
            "align": "center",
            "size": 12,
            "colour": TEXT,
        },
    ]
    for verdict, colour in ((True, RIGHT), (False, WRONG)):
        xy = middles[np.asarray(right, bool) == verdict]
        items.append({"kind": "marks", "shape": "box", "xy": xy, "size": side + 4, "stroke": colour, "line": 2})
    colours = [theme.text, theme.grid, theme.positive, theme.negative]
    return drawing(width_px, height, items, theme=theme, colours=colours, title=title)
