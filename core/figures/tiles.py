"""Tiles: many small pictures at once, of numbers or of colours."""

import numpy as np

from core.figures.drawing import Item
from core.figures.figure import Array
from core.figures.theme import Theme, palette, rgb


def signed(values: Array, at: Array, limit: float, theme: Theme) -> Item:
    """Squares of `values` (n, r, r), row 0 on top, −limit orange and limit blue, at (n, 3) of left, top, side."""
    shown = np.clip(np.nan_to_num(values) / (limit or 1.0), -1, 1)
    return {
        "kind": "images",
        "at": np.asarray(at, np.float32),
        "pixels": np.rint((shown[:, ::-1] + 1) * 127.5).astype(np.uint8),
        "palette": palette(theme),
        "limit": float(limit),
        "smooth": False,
    }


def pictures(images: Array, at: Array, theme: Theme) -> Item:
    """Pictures of bytes (n, c, r, r), at (n, 3) of left, top, side: grey ones as ink on the page, others in colour."""
    item: Item = {"kind": "images", "at": np.asarray(at, np.float32), "smooth": False}
    if images.shape[1] == 1:
        return item | {"pixels": np.ascontiguousarray(images[:, 0, ::-1]), "palette": ink(theme)}
    return item | {"pixels": np.ascontiguousarray(np.moveaxis(images[:, :, ::-1], 1, -1))}


def ink(theme: Theme) -> Array:
    """(256, 3) colours from the page's background to its text."""
    strength = np.linspace(0, 1, 256)[:, None]
    return np.rint(rgb(theme.background) * (1 - strength) + rgb(theme.text) * strength).astype(np.uint8)


def grid(n: int, across: int, side: float, gap: float, left: float, top: float) -> Array:
    """Left, top and side (n, 3) of tiles, `across` in a line."""
    column, line = np.arange(n) % across, np.arange(n) // across
    step = side + gap
    return np.column_stack([left + column * step, top + line * step, np.full(n, side)]).astype(np.float32)
