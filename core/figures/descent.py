"""Descent: the loss of each runner over the steps, above the least there is, on a logarithmic axis that stays."""

from collections.abc import Sequence

import numpy as np

from core.figures.drawing import HEAD, Drawing, Item, drawing
from core.figures.field import Field, polyline
from core.figures.figure import Array
from core.figures.runners import BACKGROUND, GRID, MUTED, OUTLINE, Runner, colours, spaced
from core.figures.scale import outward
from core.figures.theme import Theme

LEFT, RIGHT, BOTTOM = 50.0, 10.0, 38.0  # px around the field
FEWEST = 50  # steps that the axis shows at least, if the race has as many
DECADES = 8  # of the axis, from ten times the first loss down


def descent(
    runners: Sequence[Runner],
    losses: Array,
    *,
    theme: Theme,
    n_steps: int,
    lowest: float,
    selected: int | None = None,
    title: str = "",
    x_title: str = "",
    y_title: str = "",
    width_px: float = 400,
    height_px: float = 220,
) -> Drawing:
    """Lines of `losses` (m, n_runners), the steps from 0, less `lowest`; NaN where a runner was not known or had left.

    What lies under the axis is left out; of the runners only the looks count.
    """
    if losses.ndim != 2 or losses.shape[1] != len(runners):
        raise ValueError(f"losses must be (m, {len(runners)}), not {losses.shape}")
    room = height_px - (HEAD if title else 0)
    above = np.asarray(losses, np.float64) - lowest
    first = above[0][np.isfinite(above[0]) & (above[0] > 0)]
    top = int(np.ceil(np.log10(first.max()))) + 1 if len(first) else 1
    across = (0.0, float(min(n_steps, outward(float(max(len(losses) - 1, FEWEST)), (1.0, 2.0, 5.0, 10.0)))))
    along = (float(top - DECADES), float(top))
    field = Field(LEFT, 6.0, width_px - LEFT - RIGHT, room - BOTTOM - 6, across, along, log_y=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        height = np.log10(np.where(above > 0, above, 10.0 ** (top - 2 * DECADES)))
    steps = np.arange(len(losses), dtype=np.float64)
    items: list[Item] = []
    for i, runner in enumerate(runners):
        places = field.place(np.column_stack([steps, np.where(np.isfinite(above[:, i]), height[:, i], np.nan)]))
        ends = field.clip(polyline(places, most=500))
        items.append({"kind": "links", "ends": ends, "width": 2, "colour": runner.colour, "curved": False})
        known = places[np.isfinite(places).all(1)]
        looks = {"kind": "marks", "shape": runner.symbol, "fill": runner.colour, "line": 0.8}
        items.append(looks | {"xy": spaced(known, field), "size": 5.5, "stroke": BACKGROUND})
        if len(known):
            last = np.clip(known[-1:], (field.left, field.top), (field.left + field.width, field.top + field.height))
            rim = OUTLINE if i == selected else BACKGROUND
            items.append(looks | {"xy": last.astype(np.float32), "size": 9, "stroke": rim, "hover": [runner.name]})
            if runner.lost:
                items.append(looks | {"xy": last.astype(np.float32), "shape": "strike", "size": 15, "stroke": OUTLINE})
    items += field.axes(x_title, y_title, line=GRID, ink=MUTED)
    return drawing(width_px, room, items, theme=theme, colours=colours(theme), title=title, plane=field.spec())
