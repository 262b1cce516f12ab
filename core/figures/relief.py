"""Relief: a surface seen from the side, turned as one likes, with a race on it; drawn from far to near."""

from collections.abc import Sequence

import numpy as np

from core.figures.contour import shades
from core.figures.drawing import HEAD, Drawing, Item, drawing, plane
from core.figures.figure import Array
from core.figures.runners import BACKGROUND, OUTLINE, Runner, colours
from core.figures.theme import Theme

TALL = 0.75  # of the base's width, the highest place
N_SHADES = 48
LIFT = 0.012  # of a path over the surface, so that it is not hidden by what it lies on
RIBBON = 2.2  # px, width of a path
MOST = 220  # pieces of a path
LIGHT = np.array([-0.5, -0.3, 0.8]) / np.linalg.norm([-0.5, -0.3, 0.8])


def project(points: Array, azimuth: float, elevation: float) -> Array:
    """Points (…, 3) turned by `azimuth` and seen from `elevation`, in degrees → right, up and away (…, 3).

    right = x cos a − y sin a, away₀ = x sin a + y cos a, up = z cos e + away₀ sin e, away = away₀ cos e − z sin e.
    """
    a, e = np.radians(azimuth), np.radians(elevation)
    x, y, z = np.moveaxis(np.asarray(points, np.float64), -1, 0)
    right, away = x * np.cos(a) - y * np.sin(a), x * np.sin(a) + y * np.cos(a)
    return np.stack([right, z * np.cos(e) + away * np.sin(e), away * np.cos(e) - z * np.sin(e)], -1)


def relief(
    heights: Array,
    runners: Sequence[Runner] = (),
    *,
    theme: Theme,
    azimuth: float,
    elevation: float,
    selected: int | None = None,
    title: str = "",
    width_px: float = 360,
    height_px: float = 340,
) -> Drawing:
    """The surface of `heights` (rows, columns) from 0 to its largest; three quarters as deep as wide.

    The runners' paths and ways ahead are (m, 3): x in −1…1, y in −¾…¾, height in the unit
    of `heights`; what lies beyond is left out.
    """
    rows, columns = heights.shape
    top = float(np.nanmax(heights)) or 1.0
    x, y = np.meshgrid(np.linspace(-1, 1, columns), np.linspace(-0.75, 0.75, rows))
    z = np.nan_to_num(heights, nan=top) / top * TALL
    corners = np.stack([x, y, z], -1)
    cells = np.stack([corners[:-1, :-1], corners[:-1, 1:], corners[1:, 1:], corners[1:, :-1]], 2).reshape(-1, 4, 3)
    room = height_px - (HEAD if title else 0)
    scale = min(
        width_px / 2.6, room / (2.1 * (np.sin(np.radians(elevation)) * 1.25 + np.cos(np.radians(elevation)) * TALL / 2))
    )
    centre = np.array([width_px / 2, room / 2])

    def place(points: Array) -> tuple[Array, Array]:
        seen = project(points - (0, 0, TALL / 2), azimuth, elevation)
        return centre + scale * seen[..., :2] * (1, -1), seen[..., 2]

    ground, away = place(cells)
    shape = [ground.reshape(-1, 8)]
    fill = [_shade(cells)]
    depth = [away.mean(1)]
    ends = []
    for runner in runners:
        for way, wide, paler in ((runner.ahead, 0.5 * RIBBON, 8), (runner.path, RIBBON, 0)):
            places, far = place(_on_the_surface(way, top))
            shape.append(_ribbons(places, wide))
            fill.append(np.full(len(shape[-1]), N_SHADES + runner.colour + paler))
            depth.append(np.minimum(far[1:], far[:-1]) - 0.03 if len(far) else far)
        ends.append(places[-1:])
    order = np.argsort(-np.concatenate(depth), kind="stable")
    area: Item = {
        "kind": "areas",
        "corners": np.concatenate(shape)[order].astype(np.float32),
        "fill": np.concatenate(fill)[order].astype(np.uint8),
        "line": 0.6,
    }
    items = [area]
    for i, (runner, at) in enumerate(zip(runners, ends, strict=True)):
        rim = N_SHADES + (OUTLINE if i == selected else BACKGROUND)
        mark = {"kind": "marks", "xy": at.astype(np.float32), "shape": runner.symbol, "size": 10, "line": 1.2}
        items.append(mark | {"fill": N_SHADES + runner.colour, "stroke": rim})
        if runner.lost:
            items.append(mark | {"shape": "strike", "size": 16, "stroke": N_SHADES + OUTLINE})
    turning = plane(0, 0, width_px, room, (-180, 180), (-90, 90))  # a drag tells by how many degrees
    palette = [f"#{r:02x}{g:02x}{b:02x}" for r, g, b in shades(theme, N_SHADES, 0.9)]
    return drawing(width_px, room, items, theme=theme, colours=palette + colours(theme), title=title, plane=turning)


def _shade(cells: Array) -> Array:
    """Number of each cell's colour: the higher and the more turned from the light, the deeper."""
    across, along = cells[:, 2] - cells[:, 0], cells[:, 3] - cells[:, 1]
    normal = np.cross(across, along)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    turned = 1 - np.clip(normal @ LIGHT, 0, 1)
    high = cells[:, :, 2].mean(1) / TALL
    return np.rint((N_SHADES - 1) * np.clip(0.12 + 0.45 * high + 0.55 * turned, 0, 1)).astype(int)


def _on_the_surface(path: Array, top: float) -> Array:
    """The points of a path over the base, thinned, their heights in the drawing's unit; after it left, no more."""
    path = np.asarray(path, np.float64).reshape(-1, 3)
    over = np.isfinite(path).all(1) & (np.abs(path[:, 0]) <= 1) & (np.abs(path[:, 1]) <= 0.75)
    path = path[over]
    step = np.linalg.norm(np.diff(path[:, :2], axis=0), axis=1)
    keep = np.ones(len(path), bool)
    keep[1:-1] = np.diff(np.floor(np.cumsum(step) / 0.008), prepend=0)[: max(len(path) - 2, 0)] > 0
    path = path[keep]
    if len(path) > MOST:
        path = np.concatenate([path[: -1 : -(-len(path) // MOST)], path[-1:]])
    lifted: Array = path * (1, 1, TALL / top) + (0, 0, LIFT)
    return lifted


def _ribbons(places: Array, wide: float) -> Array:
    """Quadrilaterals (n, 8) so many px wide along a line of places (n + 1, 2)."""
    if len(places) < 2:
        return np.empty((0, 8))
    way = np.diff(places, axis=0)
    length = np.maximum(np.hypot(*way.T), 1e-9)[:, None]
    aside = wide / 2 * np.column_stack([-way[:, 1], way[:, 0]]) / length
    a, b = places[:-1], places[1:]
    return np.concatenate([a + aside, b + aside, b - aside, a - aside], 1)
