"""Convolution: a picture with the window on it, the kernel with its products, and the map that comes out."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from core.figures.drawing import HEAD, Drawing, Item, drawing, plane
from core.figures.figure import Array
from core.figures.pixels import LIGHT_TEXT, MUTED, OUTLINE, ROOM, TEXT, colours, frame, pixels
from core.figures.theme import Theme

SIDE = 300.0  # px of a picture
GAP = 12.0  # px between grids


def picture(
    values: Array,
    window: Sequence[tuple[int, int]],
    *,
    padding: int,
    theme: Theme,
    title: str = "",
    hover: str = "{v}",
    limit: float = 1.0,
    shade: Array | None = None,
) -> Drawing:
    """The picture (c, n, n) in 0…1 with its rim, and the pixels (row, column) that the window reads, outlined.

    One channel is shown as numbers from −limit to limit, or coloured by `shade` (n, n) in −1…1, three as colours. The
    plane counts pixels, rim included, from the upper left.
    """
    n = values.shape[-1]
    cell = SIDE / n
    style: dict[str, Any] = {"theme": theme, "hover": [hover], "limit": limit, "shade": shade}
    items = pixels(values[0], 0, 0, SIDE, **style) if len(values) == 1 else [coloured(values, hover)]
    middle, inner = SIDE / 2, SIDE - 2 * padding * cell
    if padding:
        items.append(frame(middle, middle, inner, MUTED, 1.5))
    places = [((column + 0.5) * cell, (row + 0.5) * cell, cell) for row, column in window]
    if cell < ROOM and block(window):  # a grid of outlines would hide small pixels
        middle = np.mean(places, 0)
        places = [(middle[0], middle[1], cell * len(window) ** 0.5 + 2)]
    items += [frame(*place, LIGHT_TEXT, 5.0) for place in places]  # so that the outline is seen on any colour
    items += [frame(*place) for place in places]
    return square(items, n, theme, title)


def block(window: Sequence[tuple[int, int]]) -> bool:
    """Whether the pixels are a whole square."""
    spread = np.ptp(np.array(window), 0) + 1 if len(window) else np.zeros(2)
    return len(window) > 1 and spread[0] == spread[1] and int(spread[0]) ** 2 == len(window)


def result(values: Array, place: tuple[int, int], *, limit: float, theme: Theme, title: str = "") -> Drawing:
    """The map (n, n) so far, NaN where the window has not been, one place outlined; the plane counts its pixels."""
    n, cell = len(values), SIDE / len(values)
    items = pixels(values, 0, 0, SIDE, theme=theme, limit=limit, hover=["{v}"])
    items.append(frame((place[1] + 0.5) * cell, (place[0] + 0.5) * cell, cell))
    return square(items, n, theme, title)


def square(items: list[Item], n: int, theme: Theme, title: str) -> Drawing:
    extent = plane(0, 0, SIDE, SIDE, (0, n), (n, 0))
    return drawing(SIDE, SIDE + 4, items, theme=theme, colours=colours(theme), title=title, plane=extent)


def coloured(values: Array, hover: str) -> Item:
    """A picture (3, n, n) of red, green and blue as one image."""
    shades = np.rint(np.clip(values, 0, 1) * 31).astype(np.int64)  # 32 a channel: few enough for a palette
    codes, places = np.unique(shades[0] * 1024 + shades[1] * 32 + shades[2], return_inverse=True)
    palette = np.stack([codes // 1024, codes // 32 % 32, codes % 32], 1) * 255 / 31
    n = values.shape[-1]
    mean = np.rint(values.mean(0)[::-1] * 1000).astype(np.int16)
    return {
        "kind": "images",
        "at": np.array([[0, 0, SIDE]], np.float32),
        "pixels": places.reshape(n, n)[::-1].astype(np.uint8)[None],
        "palette": np.rint(palette[:256]).astype(np.uint8),
        "values": mean[None],
        "scale": 0.001,
        "smooth": False,
        "hover": [hover],
    }


def grid_places(n_channels: int) -> tuple[list[tuple[float, float]], list[tuple[float, float]], float]:
    """Left upper corners of the kernel's slices and of their products in the drawing of `products`, and their side."""
    side = (SIDE - HEAD - GAP) / 2 if n_channels == 1 else (SIDE - (n_channels - 1) * GAP) / n_channels
    lefts = [(SIDE - side) / 2] if n_channels == 1 else [i * (side + GAP) for i in range(n_channels)]
    return [(left, 20.0) for left in lefts], [(left, 20.0 + side + HEAD) for left in lefts], side


def products(
    kernel: Array | None,
    multiplied: Array,
    total: str,
    *,
    theme: Theme,
    limit: float,
    labels: tuple[str, str],
    chosen: Sequence[tuple[int, int, int]] = (),
) -> Drawing:
    """The kernel (c, k, k), or nothing for pooling, over the products or pixels (c, k, k) that it makes of the window;
    under them what they come to. `chosen` are (channel, row, column) to outline."""
    uppers, lowers, side = grid_places(len(multiplied))
    items: list[Item] = []
    bound = 1.0 if kernel is None else float(np.nanmax(np.abs(kernel))) or 1.0
    for i, (upper, lower) in enumerate(zip(uppers, lowers, strict=True)):
        if kernel is not None:
            items += pixels(kernel[i], *upper, side, theme=theme, limit=bound)
        items += pixels(multiplied[i], *lower, side, theme=theme, limit=limit, hover=["{v}"])
    cell = side / multiplied.shape[-1]
    for channel, row, column in chosen:
        left, top = lowers[channel]
        items.append(frame(left + (column + 0.5) * cell, top + (row + 0.5) * cell, cell, OUTLINE, 2))
    low = lowers[0][1] + side
    words = [(SIDE / 2, 8.0, labels[0], 13, MUTED), (SIDE / 2, lowers[0][1] - 12, labels[1], 13, MUTED)]
    words = [*words[kernel is None :], (SIDE / 2, low + 16, total, 15, TEXT)]
    for x, y, text, size, colour in words:
        place = np.array([[x, y]], np.float32)
        items.append({"kind": "words", "xy": place, "text": [text], "align": "center", "size": size, "colour": colour})
    return drawing(SIDE, max(low + 28, SIDE), items, theme=theme, colours=colours(theme))
