"""Points: data as marks over a map, which differ by class in colour and shape and by set in being solid or hollow."""

from functools import lru_cache
from zlib import crc32

import numpy as np

from core.figures.drawing import Item
from core.figures.figure import Array
from core.figures.theme import SYMBOLS, Theme, palette, rgb

Points = tuple[Array, Array]

SIZE = 7.2  # px
SHADES = 16  # colours of regression targets on each side of zero
UNIT = 0.01  # px, to which places are rounded
DARKER = 0.35  # towards the text, so that hollow marks near zero show
RIM, HOLLOW = 0.9, 1.7  # px, lines around solid and hollow marks
BACKGROUND, TEXT, FIRST = 0, 1, 5  # colours: background, text, muted, outline, grid, then those of the data


def colours(n_classes: int, theme: Theme) -> list[str]:
    """The colours that a map with points is drawn in; for targets the shades from −1 to 1, then the same darker."""
    shades = palette(theme)[np.rint(np.linspace(0, 255, 2 * SHADES + 1)).astype(int)]
    darker = np.rint((1 - DARKER) * shades + DARKER * rgb(theme.text)).astype(int)
    targets = [f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in np.concatenate([shades, darker])]
    return [
        theme.background,
        theme.text,
        theme.muted,
        theme.outline,
        theme.grid,
        *(theme.classes if n_classes else targets),
    ]


def points(
    name: str, points: Points, origin: Array, scale: float, extent: float, n_classes: int, hover: str
) -> list[Item]:
    """Items of one set, `train` or `test`, x (m, 2) and y (m,): class numbers, or for n_classes 0 targets in −1…1.

    `origin` (2,) is the plane's middle in px, `scale` its px a unit; points beyond ±extent are left out. The data are
    (index, class) or (index, target).
    """
    x, y = (np.ascontiguousarray(values, np.float32) for values in points)
    if x.ndim != 2 or x.shape[1] != 2 or y.shape != x.shape[:1]:
        raise ValueError(f"points must be x (m, 2) and y (m,), not {x.shape} and {y.shape}")
    middle = float(origin[0]), float(origin[1])
    return _items(name, x.tobytes(), y.tobytes(), middle, float(scale), float(extent), n_classes, hover)


@lru_cache(maxsize=64)
def _items(
    name: str, x: bytes, y: bytes, origin: tuple[float, float], scale: float, extent: float, n_classes: int, hover: str
) -> list[Item]:
    """One item a class, or one for all targets; the same points give the same items."""
    xy, label = np.frombuffer(x, np.float32).reshape(-1, 2), np.frombuffer(y, np.float32)
    inside = np.flatnonzero((np.abs(xy) <= extent).all(1))
    place = np.rint((np.array(origin) + scale * xy[inside] * (1, -1)) / UNIT).astype(np.uint16)
    label = label[inside]
    data = np.column_stack([inside, label]).astype(np.int16 if n_classes else np.float32)
    key = f"{crc32(repr((name, origin, scale, extent, n_classes)).encode() + x + y):x}"
    common = {"kind": "marks", "name": name, "unit": UNIT, "size": SIZE, "hover": hover.split("\n"), "still": key}
    if n_classes:
        group = label.astype(int)
        return [
            common
            | {"shape": SYMBOLS[g % len(SYMBOLS)], "xy": place[group == g], "data": data[group == g]}
            | _look(name, np.uint8(FIRST + g % 8), BACKGROUND)
            for g in np.unique(group)
        ]
    first = FIRST if name == "train" else FIRST + 2 * SHADES + 1
    shade = (first + SHADES + np.rint(np.clip(np.nan_to_num(label), -1, 1) * SHADES)).astype(np.uint8)
    return [common | {"shape": "circle", "xy": place, "data": data} | _look(name, shade, TEXT)]


def _look(name: str, colour: Array | np.uint8, rim: int) -> Item:
    """Train is solid with a rim, test hollow."""
    if name == "train":
        return {"fill": colour, "stroke": rim, "line": RIM}
    return {"fill": BACKGROUND, "stroke": colour, "line": HOLLOW}
