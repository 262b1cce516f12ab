"""Columns: where the neurons of a small network stand, and the colours and letters that it is drawn in."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.figures.drawing import Item
from core.figures.figure import Array
from core.figures.theme import Theme, alpha, palette, rgb

LARGEST = 27.0  # px, radius of a neuron
LEFT, RIGHT = 44.0, 132.0  # px from the rim to the middle of the first and of the last neurons; the loss stands right
LOSS = 52.0  # px, side of the loss's box
GAP = 60.0  # px between two columns, below which edges are not labelled
ROW = 96.0  # px between two neurons of a column at most; then two lines of words have room over each
SMALL, TINY = 11, 10  # px, letters in neurons and on edges
LETTER = 5.2  # px, width of one of those on edges
SHADES = 32  # of a neuron's value, from −1 to 1
STRENGTH = 0.45  # of those shades, so that letters stand out
# Colours after the four of `edges.shade` and its fifth:
UNKNOWN, GRADIENT, OUTLINE, TEXT, MUTED, BACKGROUND, POSITIVE, NEGATIVE, PURPLE, FAINT, PATH, HALO, FIRST = range(4, 17)


@dataclass(frozen=True)
class Columns:
    """Where the neurons stand: `centres` (n, 2) a layer, their `radius`, the room `right` of the last for the loss,
    whether edges have room for labels, and whether two lines fit over a neuron."""

    centres: tuple[Array, ...]
    radius: float
    right: float
    roomy: bool
    tall: bool


def columns(sizes: Sequence[int], width_px: float, height_px: float) -> Columns:
    """Layers from left to right, neurons from top to bottom, equally far apart in all layers."""
    gap = min(ROW, height_px / max(sizes))
    left, right = min(LEFT, 0.1 * width_px), min(RIGHT, 0.27 * width_px)
    pitch = (width_px - left - right) / max(len(sizes) - 1, 1)
    radius = min(LARGEST, 0.33 * gap, 0.3 * pitch)
    centres = tuple(
        np.column_stack([np.full(n, left + layer * pitch), height_px / 2 + gap * (np.arange(n) - (n - 1) / 2)])
        for layer, n in enumerate(sizes)
    )
    return Columns(centres, radius, right, pitch - 2 * radius >= GAP, gap == ROW)


def colours(theme: Theme) -> list[str]:
    """Colours of edges, of letters, and the shades of a neuron's value over the background."""
    pale, strong = 0.3, 0.75
    ribbons = [alpha(colour, part) for colour in (theme.negative, theme.positive) for part in (pale, strong)]
    shades = palette(theme)[np.rint(np.linspace(0, 255, SHADES + 1)).astype(int)].astype(float)
    mixed = np.rint(STRENGTH * shades + (1 - STRENGTH) * rgb(theme.background)).astype(int)
    letters = [darker(theme.positive, theme), darker(theme.negative, theme), darker(theme.gradient, theme)]
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


def darker(colour: str, theme: Theme) -> str:
    """A colour nearer to that of text, so that small letters in it can be read."""
    red, green, blue = np.rint(0.7 * rgb(colour) + 0.3 * rgb(theme.text)).astype(int)
    return f"#{red:02x}{green:02x}{blue:02x}"


def words(xy: Array, text: list[str], colour: int, align: str = "center") -> list[Item]:
    """Small words, and under them what keeps lines away from them."""
    if not text:
        return []
    xy = np.asarray(xy, np.float32)
    half = np.array([[0.5 * LETTER * len(word), 0] for word in text], np.float32)
    middle = xy + {"center": 0, "left": half, "right": -half}[align]
    halo = np.concatenate([middle - half, middle + half], 1).astype(np.float32)
    under = {"kind": "links", "curved": False, "ends": halo, "width": TINY + 1.0, "colour": HALO}
    return [under, {"kind": "words", "size": TINY, "xy": xy, "text": text, "align": align, "colour": colour}]
