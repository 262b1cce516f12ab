"""Lines: curves over a shared x as a drawing, which is redrawn faster than a chart."""

from collections.abc import Mapping, Sequence

import numpy as np

from core.figures.axes import LEFT, Axes
from core.figures.curves import Curve, thin
from core.figures.drawing import Drawing, Item
from core.figures.scale import nice_range, outward
from core.figures.strokes import Stroke, key
from core.figures.theme import Theme

TOP = 20.0  # px over the axes, where the names stand
MUTED, GRID, OUTLINE, FIRST = range(4)  # colours, then one a curve
DOT = 5.0  # px
MOST = 300  # points drawn of a curve
DASHES = (None, (6.0, 4.0), (3.0, 2.0), (9.6, 6.4))  # px, the looks of the first curves


def lines(
    series: Sequence[Curve],
    *,
    theme: Theme,
    title: str = "",
    x_title: str = "",
    y_title: str = "",
    cursor: float | None = None,
    x_range: tuple[float, float] | None = None,
    y_range: tuple[float, float] | None = None,
    log: bool = False,
    dots: bool | Mapping[int, float] = False,
    width_px: float = 440,
    height_px: float = 200,
) -> Drawing:
    """Curves named at the top; x starts at 0, ranges snap outward unless given; `cursor` marks an x, `dots`
    the points of all curves, or of those with these numbers in a size in px.

    A curve may say its own dash: "solid", or dash and gap in px, such as "6px,4px".
    """
    reach = max((float(np.max(c.x, initial=0)) for c in series), default=0.0)
    values = np.concatenate([np.asarray(c.y, float) for c in series]) if series else np.empty(0)
    across, along = x_range or (0.0, outward(reach)), y_range or nice_range(values, log=log)
    axes = Axes.within(across, along, width_px, height_px, title=title, top=TOP, log_y=log)
    strokes = [Stroke(FIRST + i, 2.0, _dash(c, DASHES[i % len(DASHES)])) for i, c in enumerate(series)]
    items = axes.items(x_title, y_title, text=MUTED, grid=GRID)
    for i, (curve, stroke) in enumerate(zip(series, strokes, strict=True)):
        items += _curve(axes, curve, stroke, (DOT if dots else 0.0) if isinstance(dots, bool) else dots.get(i, 0.0))
    if cursor is not None and axes.inside(cursor, axes.y_range[0]):
        ends = axes.line(np.full(2, cursor), np.array(axes.y_range))
        items.append(Stroke(OUTLINE, 1).item(ends))
    named = [(c.name, stroke) for c, stroke in zip(series, strokes, strict=True) if c.name]
    items += key(named, LEFT + 4, 9, MUTED, right=width_px)
    colours = [theme.muted, theme.grid, theme.outline, *(_colour(c, theme) for c in series)]
    return axes.draw(items, theme, colours)


def _dash(curve: Curve, default: tuple[float, float] | None) -> tuple[float, float] | None:
    if curve.dash is None:
        return default
    on, _, off = curve.dash.replace("px", "").partition(",")
    return (float(on), float(off)) if off else None


def _colour(curve: Curve, theme: Theme) -> str:
    role = curve.role
    return theme.classes[role % len(theme.classes)] if isinstance(role, int) else str(getattr(theme, role))


def _curve(axes: Axes, curve: Curve, stroke: Stroke, dot: float) -> list[Item]:
    """One curve as pieces, dashed in its own way, and its points where they have a size or it has but one."""
    x, y = thin(np.asarray(curve.x, float), np.asarray(curve.y, float), MOST)
    hover = [f"{curve.name}: {{y}}" if curve.name else "{y}"]
    items = [stroke.item(axes.line(x, y)) | {"hover": hover}]
    inside = axes.inside(x, y)
    if (dot or len(x) == 1) and inside.any():
        mark = {
            "kind": "marks",
            "shape": "circle",
            "size": dot or DOT,
            "fill": stroke.colour,
            "hover": hover,
            "reach": 9.0,
        }
        items.append(mark | {"xy": axes.place(x[inside], y[inside])})
    return items
