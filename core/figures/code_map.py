"""Code map: what a maker makes of every code on a plane, as one mosaic, with the codes of pictures as dots."""

import numpy as np

from core.figures.axes import Axes
from core.figures.drawing import Drawing, Item
from core.figures.figure import Array
from core.figures.theme import CLASS, COLOUR, Theme
from core.figures.tiles import ink


def code_map(
    mosaic: Array,
    reach: float,
    *,
    theme: Theme,
    codes: Array | None = None,
    classes: Array | None = None,
    here: tuple[float, float] | None = None,
    way: Array | None = None,
    title: str = "",
    x_title: str = "",
    y_title: str = "",
    size_px: float = 380,
) -> Drawing:
    """Pictures `mosaic` (k, k, r, r) of 0…1, the first row at the top, over the codes from −reach to reach.

    `codes` (n, 2) are dots in the colours of their `classes` (n,); `here` is ringed; `way` (m, 2) is a line of codes.
    """
    k, _, r, _ = mosaic.shape
    axes = Axes.within((-reach, reach), (-reach, reach), size_px, size_px, title=title)
    left, top, right, foot = axes.box
    whole = mosaic.transpose(0, 2, 1, 3).reshape(k * r, k * r)
    items: list[Item] = [
        {
            "kind": "images",
            "at": np.array([[left, top, right - left, foot - top]], np.float32),
            "pixels": np.rint(np.clip(np.nan_to_num(whole), 0, 1)[::-1] * 255).astype(np.uint8)[None],
            "palette": ink(theme),
            "smooth": False,
        },
        *axes.items(x_title, y_title, text=COLOUR["muted"], grid=COLOUR["grid"], lines=False),
    ]
    if codes is not None and classes is not None:
        inside = axes.inside(codes[:, 0], codes[:, 1])
        for kind in np.unique(classes[inside]):
            mask = inside & (classes == kind)
            dots = {
                "kind": "marks",
                "shape": "circle",
                "size": 4.5,
                "xy": axes.place(*codes[mask].T).astype(np.float32),
            }
            dots |= {"fill": CLASS + int(kind) % len(theme.classes), "stroke": COLOUR["background"], "line": 0.7}
            items.append(dots | {"data": np.full((int(mask.sum()), 1), kind, np.float32), "hover": ["{i0}"]})
    if way is not None:
        ends = axes.line(way[:, 0], way[:, 1]).astype(np.float32)
        items.append({"kind": "links", "ends": ends, "width": 2, "colour": COLOUR["gradient"], "curved": False})
    if here is not None:
        ring = {"kind": "marks", "shape": "circle", "size": 15, "reach": 0, "stroke": COLOUR["gradient"], "line": 3}
        items.append(ring | {"xy": axes.rim(axes.place(*here)).astype(np.float32)})
    return axes.draw(items, theme)
