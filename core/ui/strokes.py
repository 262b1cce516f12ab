"""Strokes: what the pointer draws on a pad, bounded."""

from collections.abc import Sequence
from typing import Any

LONGEST, MOST = 600, 40  # places of a stroke, and strokes of a drawing


def draw(strokes: list[list[tuple[float, float]]], path: Sequence[Any]) -> None:
    """Go on with a drawing through places [x, y] in 0…1, None before each stroke; the oldest strokes go first."""
    for place in path:
        if place is None or not strokes:
            strokes.append([])
        if place is not None and len(strokes[-1]) < LONGEST:
            x, y = (min(1.0, max(0.0, float(v))) for v in place)  # what is no number becomes 0
            strokes[-1].append((x, y))
    del strokes[:-MOST]
