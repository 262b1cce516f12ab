"""Rate curve: how often a cell fires for each current, beside the activation of an artificial neuron."""

from core.figures.axes import LEFT, Axes, Range
from core.figures.drawing import Drawing, Item
from core.figures.figure import Array
from core.figures.scale import outward
from core.figures.strokes import Stroke, key
from core.figures.theme import COLOUR, Theme

TOP = 20.0  # px over the axes, where the lines are named
MEASURED, ARTIFICIAL = Stroke(COLOUR["positive"], 2.0), Stroke(COLOUR["negative"], 2.0, (6.0, 4.0))
LEAST = 10.0  # Hz, the least range


def rate_curve(
    currents: Array,
    rates: Array,
    artificial: tuple[Array, Array] | None,
    now: tuple[float, float],
    x_range: Range,
    *,
    theme: Theme,
    names: tuple[str, str] = ("", ""),
    title: str = "",
    x_title: str = "",
    y_title: str = "",
    hover: str = "",
    width_px: float = 300,
    height_px: float = 200,
) -> Drawing:
    """Measured rates at currents (n,), sorted; the activation's curve x, y (m,); and where the cell is `now`.

    `names` are those of the two lines, `hover` says what `now` is.
    """
    top = outward(max(float(rates.max(initial=0.0)), LEAST) * 1.05)
    axes = Axes.within(x_range, (0.0, top), width_px, height_px, title=title, top=TOP)
    items: list[Item] = axes.items(x_title, y_title, text=COLOUR["muted"], grid=COLOUR["grid"])
    if artificial is not None:
        items.append(ARTIFICIAL.item(axes.line(*artificial)))
    if len(currents):
        items.append(MEASURED.item(axes.line(currents, rates)))
        dot = {"kind": "marks", "shape": "circle", "size": 4.5, "fill": MEASURED.colour, "reach": 10.0}
        items.append(dot | {"xy": axes.place(currents, rates), "hover": ["{x} → {y} Hz"]})
    here = axes.rim(axes.place(*now))
    mark = {"kind": "marks", "shape": "circle", "size": 11.0, "fill": COLOUR["background"], "line": 2.5}
    items.append(mark | {"xy": here, "stroke": COLOUR["outline"]} | ({"hover": [hover]} if hover else {}))
    named = [(names[0], MEASURED), *([(names[1], ARTIFICIAL)] if artificial is not None else [])]
    items += key([(name, stroke) for name, stroke in named if name], LEFT + 4, 9, COLOUR["muted"])
    return axes.draw(items, theme)
