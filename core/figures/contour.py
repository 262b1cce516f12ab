"""Contour: a surface seen from above, shaded and with lines of equal height, and a race on it."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from core.figures.axes import BOTTOM, RIGHT, Axes, Range, clip
from core.figures.drawing import HEAD, Drawing, Item
from core.figures.figure import Array
from core.figures.isolines import isolines
from core.figures.runners import BACKGROUND, GRADIENT, GRID, LINE, MUTED, OUTLINE, Runner, colours, heads, tracks
from core.figures.strokes import Stroke
from core.figures.theme import Theme, rgb

LEFT, TOP = 46.0, 6.0  # px before and over the axes
N_LEVELS = 14
DEEPEST = 0.5  # towards the muted colour, of the highest place
ARROW = 46.0  # px, the longest
TILES = (3, 4)  # rows and columns of squares that make up the plane


def shades(theme: Theme, n: int = 256, deepest: float = DEEPEST) -> Array:
    """Colours uint8 (n, 3) from the lowest place, the background, to the highest."""
    share = deepest * np.linspace(0, 1, n)[:, None]
    mixed: Array = np.rint((1 - share) * rgb(theme.background) + share * rgb(theme.muted)).astype(np.uint8)
    return mixed


def contour(
    heights: Array,
    x_range: Range,
    y_range: Range,
    runners: Sequence[Runner] = (),
    *,
    theme: Theme,
    key: str,
    minima: Sequence[Range] = (),
    goal: float = 0.0,
    start: Range | None = None,
    selected: int | None = None,
    arrows: Mapping[str, Array] | None = None,
    hover: Sequence[str] = (),
    labels: Mapping[str, str] | None = None,
    title: str = "",
    x_title: str = "x",
    y_title: str = "y",
    width_px: float = 440,
    height_px: float = 340,
) -> Drawing:
    """Map of `heights` (3k + 1, 4k + 1) on the two ranges, row 0 lowest, three quarters as high as wide.

    `key` changes when the heights do. `minima` get a ring of radius `goal`, the `start` a cross. `arrows` leave the
    selected runner: `gradient`, the way down, and `step`, its next step, both (2,) in units of the axes. `hover` says
    something of each runner, `labels` of the map, a minimum and the start. A click on `map` gives a place.
    """
    rows, columns = heights.shape
    if (rows - 1) * 4 != (columns - 1) * 3 or (rows - 1) % 3:
        raise ValueError(f"heights must be (3k + 1, 4k + 1), not {heights.shape}")
    words = {"map": "", "minimum": "", "start": ""} | dict(labels or {})
    room = height_px - (HEAD if title else 0)
    width = min(width_px - LEFT - RIGHT, (room - BOTTOM - TOP) / 0.75)
    axes = Axes(x_range, y_range, LEFT, TOP, width, 0.75 * width, title=title)
    looks = f"{key} {theme.name} {width:.1f}"
    ground = _ground(np.ascontiguousarray(heights, np.float32).tobytes(), rows, columns, axes, looks)
    area = ground[0] | {"palette": shades(theme), "hover": [f"{x_title} = {{x}}, {y_title} = {{y}}", words["map"]]}
    ring = axes.place(*np.array(minima, np.float64).reshape(-1, 2).T)
    size = max(6.0, 2 * goal * width / (x_range[1] - x_range[0]))
    mark = {"kind": "marks", "stroke": OUTLINE, "line": 1.4}
    items: list[Item] = [
        area,
        ground[1],
        mark | {"shape": "circle", "xy": ring, "size": size, "hover": [words["minimum"]], "reach": 12},
    ]
    if start is not None:
        items.append(
            mark
            | {"shape": "cross", "xy": axes.place(*start), "size": 9, "fill": BACKGROUND, "hover": [words["start"]]}
        )
    items += tracks(runners, axes)
    if arrows and selected is not None and not runners[selected].lost:
        items += _arrows(axes, runners[selected], arrows)
    items += heads(runners, axes, selected, hover or [runner.name for runner in runners])
    items += axes.items(x_title, y_title, text=MUTED, grid=GRID, lines=False)
    return axes.draw(items, theme, colours(theme))


@lru_cache(maxsize=16)
def _ground(heights: bytes, rows: int, columns: int, axes: Axes, key: str) -> tuple[Item, Item]:
    """The shaded squares and the lines of equal height, which stay as they are."""
    z = np.frombuffer(heights, np.float32).reshape(rows, columns)
    top = float(np.nanmax(z)) or 1.0
    share = np.clip(np.nan_to_num(z, nan=top) / top, 0, 1)
    cells = (share[:-1, :-1] + share[1:, :-1] + share[:-1, 1:] + share[1:, 1:]) / 4
    pixels = np.rint(255 * cells).astype(np.uint8)
    side, n = axes.width / TILES[1], (columns - 1) // TILES[1]
    at, squares = [], []
    for row in range(TILES[0]):  # from the top, as the page lays them out beside each other
        for column in range(TILES[1]):
            at.append((axes.left + column * side, axes.top + row * side, side))
            low = (TILES[0] - 1 - row) * n
            squares.append(pixels[low : low + n, column * n : (column + 1) * n])
    area = {"kind": "images", "name": "map", "at": np.array(at, np.float32), "pixels": np.stack(squares)}
    segments, _ = isolines(z, top * np.arange(1, N_LEVELS) / N_LEVELS)
    scale = np.array([axes.width / (columns - 1), -axes.height / (rows - 1)] * 2)
    ends = np.array([axes.left, axes.top + axes.height] * 2) + segments * scale
    lines = Stroke(LINE, 1).item(ends) | {"still": f"{key} lines"}
    return area | {"smooth": True, "still": f"{key} area"}, lines


def _arrows(axes: Axes, runner: Runner, arrows: Mapping[str, Array]) -> list[Item]:
    """The way down in purple, at most `ARROW` px, and the next step as it is, both with a head."""
    if not axes.inside(*runner.path[-1]):
        return []
    at = axes.place(*runner.path[-1])[0]
    scale = axes.width / (axes.x_range[1] - axes.x_range[0])
    items: list[Item] = []
    for name, colour, wide in (("gradient", GRADIENT, 2.5), ("step", OUTLINE, 1.5)):
        way = np.asarray(arrows.get(name, (np.nan, np.nan)), np.float64) * (scale, -scale)
        length = float(np.hypot(*way))
        if not np.isfinite(length) or length < 1:
            continue
        if name == "gradient":
            way = way * (ARROW * length / (length + ARROW)) / length
        tip, along = at + way, way / np.hypot(*way)
        back, aside = tip - 7 * along, 3.5 * np.array([-along[1], along[0]])
        ends = [(*at, *tip), (*(back + aside), *tip), (*(back - aside), *tip)]
        items.append(Stroke(colour, wide).item(clip(np.array(ends), axes.box)))
    return items
