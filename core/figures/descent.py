"""Descent: the loss of each runner over the steps, above the least there is, on a logarithmic axis that stays."""

from collections.abc import Sequence

import numpy as np

from core.figures.axes import Axes
from core.figures.drawing import Drawing, Item
from core.figures.figure import Array
from core.figures.runners import BACKGROUND, GRID, MUTED, OUTLINE, Runner, colours, spaced
from core.figures.scale import outward
from core.figures.strokes import Stroke
from core.figures.theme import Theme

LEFT = 50.0  # px before the axes
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
    above = np.asarray(losses, np.float64) - lowest
    first = above[0][np.isfinite(above[0]) & (above[0] > 0)]
    top = int(np.ceil(np.log10(first.max()))) + 1 if len(first) else 1
    across = (0.0, float(min(n_steps, outward(float(max(len(losses) - 1, FEWEST)), (1.0, 2.0, 5.0, 10.0)))))
    along = (10.0 ** (top - DECADES), 10.0**top)
    axes = Axes.within(across, along, width_px, height_px, title=title, left=LEFT, top=6.0, log_y=True)
    shown = np.where(above <= 0, 10.0 ** (top - 2 * DECADES), above)
    steps = np.arange(len(losses), dtype=np.float64)
    items: list[Item] = []
    for i, runner in enumerate(runners):
        items.append(Stroke(runner.colour).item(axes.line(steps, shown[:, i], least=1.0, most=500)))
        places = axes.place(steps, shown[:, i])
        known = places[np.isfinite(places).all(1)]
        looks = {"kind": "marks", "shape": runner.symbol, "fill": runner.colour, "line": 0.8}
        items.append(looks | {"xy": spaced(known, axes), "size": 5.5, "stroke": BACKGROUND})
        if len(known):
            last = axes.rim(known[-1:])
            rim = OUTLINE if i == selected else BACKGROUND
            items.append(looks | {"xy": last, "size": 9, "stroke": rim, "hover": [runner.name]})
            if runner.lost:
                items.append(looks | {"xy": last, "shape": "strike", "size": 15, "stroke": OUTLINE})
    items += axes.items(x_title, y_title, text=MUTED, grid=GRID, lines=False)
    return axes.draw(items, theme, colours(theme))
