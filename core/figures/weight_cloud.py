"""Weight cloud: inputs as points of the plane, and as arrows in the same plane the weights of neurons that see them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.figures.arrow import arrow
from core.figures.axes import Axes
from core.figures.drawing import Drawing, Item
from core.figures.figure import Array
from core.figures.strokes import Stroke
from core.figures.theme import COLOUR, Theme

EXTENT = 2.4  # of the plane up and down
HANDLE, MIDDLE = 11.0, 12.0  # px
DASH, DOTS = (7.0, 4.0), (2.0, 4.0)
LEFT = 46.0  # px before the axes
LINE = 14.0  # px between two names


@dataclass(frozen=True)
class Neuron:
    """A neuron's weights `w` (2,), where they have been (m, 2), its name, and its colour by a theme's field."""

    name: str
    w: Array
    path: Array
    role: str


def plane(width_px: float, height_px: float, title: str) -> Axes:
    """Axes on which both directions have the same scale, so that angles are true."""
    axes = Axes.within((-1, 1), (-EXTENT, EXTENT), width_px, height_px, title=title, left=LEFT)
    half = EXTENT * axes.width / axes.height
    return Axes.within((-half, half), (-EXTENT, EXTENT), width_px, height_px, title=title, left=LEFT)


def weight_cloud(
    points: Array,
    neurons: Sequence[Neuron],
    *,
    theme: Theme,
    middle: Array,
    handles: Array,
    component: Array,
    labels: dict[str, str],
    current: Array | None = None,
    title: str = "",
    width_px: float = 380,
    height_px: float = 320,
) -> Drawing:
    """Inputs (n, 2), `handles` (2, 2) at the ends of the cloud's axes, the first principal component as a dashed line.

    `current` (2,) is the input that has just come, ringed. `labels` say what is under the pointer: "input", "handle",
    "middle", "component".
    """
    axes = plane(width_px, height_px, title)
    items = axes.items("x₁, w₁", "x₂, w₂", text=COLOUR["muted"], grid=COLOUR["grid"])
    turn = np.linspace(0, 2 * np.pi, 73)
    items.append(Stroke(COLOUR["muted"], 1, DOTS).item(axes.line(np.cos(turn), np.sin(turn))))
    shown = points[axes.inside(*points.T)]
    dot = {"kind": "marks", "shape": "circle"}
    items.append(dot | {"xy": axes.place(*shown.T), "size": 4.4, "fill": COLOUR["muted"], "hover": [labels["input"]]})
    reach = 2 * EXTENT * component
    ends = np.array([[*(middle - reach), *(middle + reach)]])
    line = Stroke(COLOUR["gradient"], 2, DASH).item(axes.segments(ends))
    items.append(line | {"hover": [labels["component"]]})
    items += grips(axes, middle, handles, labels)
    for neuron in neurons:
        items.append(Stroke(COLOUR[neuron.role], 1.2).item(axes.line(*neuron.path.T, least=1.5)))
    for neuron in neurons:
        items += arrow(axes, np.zeros(2), neuron.w, COLOUR[neuron.role])
    items += tags(axes, neurons)
    if current is not None:
        ring = {"xy": axes.rim(axes.place(*current)), "size": 10, "stroke": COLOUR["outline"], "line": 2}
        items.append(dot | ring)
    return axes.draw(items, theme)


def grips(axes: Axes, middle: Array, handles: Array, labels: dict[str, str]) -> list[Item]:
    """The cloud's axes with a square at each end, and a diamond at its middle: what a drag takes hold of."""
    rims = axes.segments(np.array([[*middle, *handle] for handle in handles]))
    square = {"kind": "marks", "shape": "square", "xy": axes.rim(axes.place(*handles.T)), "size": HANDLE, "line": 1.5}
    diamond = square | {"shape": "diamond", "xy": axes.rim(axes.place(*middle)), "size": MIDDLE}
    style = {"fill": COLOUR["background"], "stroke": COLOUR["text"]}
    return [
        Stroke(COLOUR["text"], 1.2).item(rims),
        square | style | {"hover": [labels["handle"]]},
        diamond | style | {"hover": [labels["middle"]]},
    ]


def tags(axes: Axes, neurons: Sequence[Neuron]) -> list[Item]:
    """The neurons' names; one that would lie on another goes a line further from the origin, or back where none is."""
    items: list[Item] = []
    for neuron in neurons:
        item = tag(axes, neuron)
        taken = [other["xy"][0] for other in items if (np.abs(other["xy"][0] - item["xy"][0]) < (40, LINE)).all()]
        if taken:
            up = neuron.w[1] >= 0
            over = min(y for _, y in taken) - LINE
            under = max(y for _, y in taken) + LINE
            _, top, _, foot = axes.box
            item["xy"][:, 1] = over if (up and over >= top + 9) or under > foot - 9 else under
        items.append(item)
    return items


def tag(axes: Axes, neuron: Neuron) -> Item:
    """A neuron's name beside the tip of its arrow, on the side away from the origin, within the frame."""
    tip = axes.rim(axes.place(*np.nan_to_num(neuron.w, nan=0.0, posinf=1e9, neginf=-1e9)))
    right = tip[0, 0] >= axes.left + axes.width / 2
    at = tip + np.array([6 if right else -6, -12 if neuron.w[1] >= 0 else 12])
    left, top, edge, foot = axes.box
    at[:, 0] = np.clip(at[:, 0], left + (0 if right else 40), edge - (40 if right else 0))
    at[:, 1] = np.clip(at[:, 1], top + 9, foot - 9)
    word = {"kind": "words", "xy": at, "text": [neuron.name], "align": "left" if right else "right", "size": 13}
    return word | {"colour": COLOUR[neuron.role], "halo": COLOUR["background"]}
