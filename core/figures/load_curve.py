"""Load curve: what a memory still recalls over how much it holds, as measured, beside what theory says."""

from collections.abc import Sequence

import numpy as np

from core.figures.axes import Axes
from core.figures.drawing import Drawing
from core.figures.figure import Array
from core.figures.loss_curve import word
from core.figures.strokes import Stroke, key
from core.figures.theme import COLOUR, Theme

DASH = (7.0, 4.0)


def load_curve(
    load: Array,
    measured: Array,
    *,
    theme: Theme,
    marks: Sequence[tuple[float, str, str]] = (),
    theory: tuple[Array, Array] | None = None,
    level: tuple[float, str] | None = None,
    names: tuple[str, str] = ("", ""),
    hover: str = "{0}: {1}",
    title: str = "",
    x_title: str = "",
    y_title: str = "",
    width_px: float = 480,
    height_px: float = 330,
) -> Drawing:
    """Shares `measured` (n,) in 0…1 over loads (n,), NaN where nothing is known yet; `theory` is another line.

    `marks` are upright lines: load, what it says, and its colour by a theme's field; `level` is one across. `names` are
    those of the measured line and of theory.
    """
    axes = Axes.within(
        (0.0, float(load[-1]) + 0.01), (0.0, 1.05), width_px, height_px, title=title, left=46.0, top=20.0
    )
    items = axes.items(x_title, y_title, text=COLOUR["muted"], grid=COLOUR["grid"])
    if level:
        items.append(
            Stroke(COLOUR["muted"], 1, (3.0, 3.0)).item(axes.line(np.array(axes.x_range), np.full(2, level[0])))
        )
        items.append(word(axes, 0.0, level[0], level[1], "muted", shift=(6, 10), inside=True))
    lines = [(names[0], Stroke(COLOUR["positive"], 2.2))]
    if theory is not None:
        lines.append((names[1], Stroke(COLOUR["gradient"], 2, DASH)))
        items.append(lines[1][1].item(axes.line(*theory, least=1.0)))
    for i, (at, text, role) in enumerate(marks):
        if np.isfinite(at):
            items.append(Stroke(COLOUR[role], 2, DASH).item(axes.line(np.full(2, at), np.array([0, 1.05]))))
            label = word(axes, at, 0.0, text, role, shift=(-6, -12 - 17 * i), inside=True, align="right")
            items.append(label | {"halo": COLOUR["background"]})
    known = np.isfinite(measured)
    items.append(lines[0][1].item(axes.line(load[known], measured[known])))
    data = np.column_stack([load, measured])[known].astype(np.float32)
    dots = {"kind": "marks", "shape": "circle", "xy": axes.place(*data.T), "size": 7, "fill": COLOUR["positive"]}
    items.append(dots | {"data": data, "hover": [hover]})
    return axes.draw(
        [*items, *key([line for line in lines if line[0]], axes.left, axes.top - 10, COLOUR["text"])], theme
    )
