"""Arrow: a straight line with a head, cut off where it leaves the axes."""

import numpy as np

from core.figures.axes import Axes
from core.figures.drawing import Item
from core.figures.figure import Array

HEAD, WIDE = 11.0, 4.5  # px, length and half the width of a head


def arrow(axes: Axes, start: Array, tip: Array, colour: int, width: float = 3.0) -> list[Item]:
    """From `start` (2,) to `tip` (2,), numbers on the axes; one that leaves them ends with its head at the rim."""
    shaft = axes.segments(np.array([[*start, *tip]]))
    if not len(shaft):
        return []
    x0, y0, x1, y1 = shaft[0]
    length = float(np.hypot(x1 - x0, y1 - y0))
    if length < 1:
        return []
    along = np.array([x1 - x0, y1 - y0]) / length
    across = np.array([-along[1], along[0]])
    head = min(HEAD, length)
    end, neck = np.array([x1, y1]), np.array([x1, y1]) - head * along
    corners = np.concatenate([end, neck + WIDE * across, neck, neck - WIDE * across])
    line = {"kind": "links", "curved": False, "colour": colour, "width": width}
    return [
        line | {"ends": np.array([[x0, y0, *neck]], np.float32)},
        {
            "kind": "areas",
            "corners": corners[None].astype(np.float32),
            "fill": np.array([colour], np.uint8),
            "line": 1,
        },
    ]
