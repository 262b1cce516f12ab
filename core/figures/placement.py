"""Placement: where the units of a network diagram stand, and all their maps as one picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from core.figures.figure import Array
from core.figures.png import data_url, encode
from core.figures.theme import Theme, palette

LARGEST = 40.0  # px, side of a unit


@dataclass(frozen=True)
class Placement:
    """Coordinates in px, y upwards: unit centres (n, 2) a layer; `side` of a unit, `pixel` of the picture."""

    width: float
    height: float
    side: float
    pixel: float
    resolution: int
    centres: tuple[Array, ...]
    corners: tuple[Array, ...]  # row and column of each unit's top left in the picture, (n, 2) a layer

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """Units a layer."""
        return tuple(len(c) for c in self.centres)

    @cached_property
    def units(self) -> Array:
        """Centres (n, 2) of all units."""
        return np.concatenate(self.centres)

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
        shift = np.array([-self.side / 2 - self.gauge / 2 - 1, -self.side / 2 + self.gauge / 2], np.float32)
        return self.units[self.sizes[0] :] + shift


@lru_cache(maxsize=64)
def place(sizes: tuple[int, ...], width: float, height: float, left: float, right: float, maps: int) -> Placement:
    """Layers from left to right, units evenly spaced and centred; `maps` is the resolution of the units' maps."""
    largest = max(sizes)
    room = width - left - right
    side = min(LARGEST, 0.8 * height / largest, 0.52 * room / len(sizes))
    resolution = maps if 1 <= side / maps <= 3 else max(4, round(side / 2))
    pixel = side / resolution
    columns = left + side / 2 + (room - side) * np.arange(len(sizes)) / max(len(sizes) - 1, 1)
    centres, corners = [], []
    for x, n in zip(columns, sizes, strict=True):
        gap = min((height - side) / max(n - 1, 1), 1.9 * side)
        y = height / 2 + gap * ((n - 1) / 2 - np.arange(n))
        corner = np.rint(np.stack([height - y - side / 2, np.full(n, x - side / 2)], 1) / pixel).astype(int)
        middle = (corner + resolution / 2) * pixel  # snapped to the picture's pixels
        corners.append(corner)
        centres.append(np.stack([middle[:, 1], height - middle[:, 0]], 1).astype(np.float32))
    return Placement(width, height, side, pixel, resolution, tuple(centres), tuple(corners))


def squares(centres: Array, side: Array | float) -> tuple[Array, Array]:
    """Squares around `centres` (n, 2) of `side` (n,) or one for all: float32 (n, 6) x and y, each ended by NaN."""
    half = np.broadcast_to(np.float32(0.5) * np.asarray(side, np.float32), len(centres))[:, None]
    x = centres[:, :1] + half * np.array([-1, 1, 1, -1, -1, np.nan], np.float32)
    y = centres[:, 1:] + half * np.array([-1, -1, 1, 1, -1, np.nan], np.float32)
    return x, y


def crosses(centres: Array, side: float) -> tuple[Array, Array]:
    """Crosses from corner to corner of squares: float32 (n, 6) x and y, each line ended by NaN."""
    half = np.float32(side / 2)
    x = centres[:, :1] + half * np.array([-1, 1, np.nan, -1, 1, np.nan], np.float32)
    y = centres[:, 1:] + half * np.array([-1, 1, np.nan, 1, -1, np.nan], np.float32)
    return x, y


def picture(at: Placement, maps: Sequence[Array], theme: Theme) -> dict[str, object]:
    """Layout image of all maps, uint8 (n, r, r) a layer with 0…255 for −1…1 and row 0 lowest, transparent between."""
    r = at.resolution
    shape = int(np.ceil(at.height / at.pixel)) + 1, int(np.ceil(at.width / at.pixel)) + 1
    canvas = np.zeros(shape, np.uint8)  # index 0 is transparent
    for layer, corners in zip(maps, at.corners, strict=True):
        nearest = np.arange(r) * layer.shape[-1] // r
        tiles = np.maximum(layer[:, nearest[::-1, None], nearest], 1)
        for tile, (row, column) in zip(tiles, corners, strict=True):
            canvas[row : row + r, column : column + r] = tile
    return {
        "source": data_url(encode(canvas, _colours(theme))),
        "x": 0,
        "y": at.height,
        "sizex": shape[1] * at.pixel,
        "sizey": shape[0] * at.pixel,
        "sizing": "stretch",
        "layer": "below",
    }


@lru_cache(maxsize=8)
def _colours(theme: Theme) -> Array:
    """The palette with index 0 transparent, uint8 (256, 4)."""
    colours = np.full((256, 4), 255, np.uint8)
    colours[:, :3] = palette(theme)
    colours[0, 3] = 0
    return colours
