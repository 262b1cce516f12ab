"""Placement: where the units of a network diagram stand."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from core.figures.figure import Array

LARGEST = 40.0  # px, side of a unit
EDGE = 8.0  # px, kept free around the diagram


@dataclass(frozen=True)
class Placement:
    """Coordinates in px, y downwards: unit centres (n, 2) a layer, and the `side` of a unit."""

    side: float
    centres: tuple[Array, ...]

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """Units a layer."""
        return tuple(len(c) for c in self.centres)

    @cached_property
    def units(self) -> Array:
        """Centres (n, 2) of all units."""
        return np.concatenate(self.centres)

    @cached_property
    def corners(self) -> Array:
        """Left, top and side, float32 (n, 3), of all units."""
        half = np.float32(self.side / 2)
        return np.column_stack([self.units - half, np.full(len(self.units), self.side, np.float32)])

    @cached_property
    def ids(self) -> Array:
        """Layer and unit, int16 (n, 2), of all units."""
        return np.array([(layer, unit) for layer, n in enumerate(self.sizes) for unit in range(n)], np.int16)

    @property
    def gauge(self) -> float:
        """Side of the square that a large bias fills."""
        return min(10.0, 0.3 * self.side)

    @cached_property
    def gauges(self) -> Array:
        """Centres (n, 2) of those squares, outside the lower left corners of all units but the inputs."""
        shift = np.array([-self.side / 2 - self.gauge / 2 - 1, self.side / 2 - self.gauge / 2], np.float32)
        return self.units[self.sizes[0] :] + shift


@lru_cache(maxsize=64)
def place(sizes: tuple[int, ...], width: float, height: float, left: float, right: float) -> Placement:
    """Layers from left to right, units from top to bottom, evenly spaced and centred; `left` and `right` stay free."""
    width, height = width - 2 * EDGE, height - 2 * EDGE
    room = width - left - right
    side = min(LARGEST, 0.8 * height / max(sizes), 0.52 * room / len(sizes))
    columns = EDGE + left + side / 2 + (room - side) * np.arange(len(sizes)) / max(len(sizes) - 1, 1)
    centres = []
    for x, n in zip(columns, sizes, strict=True):
        gap = min((height - side) / max(n - 1, 1), 1.9 * side)
        y = EDGE + height / 2 + gap * (np.arange(n) - (n - 1) / 2)
        centres.append(np.stack([np.full(n, x), y], 1).astype(np.float32))
    return Placement(side, tuple(centres))
