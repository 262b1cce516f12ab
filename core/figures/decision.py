"""Decision: what a neuron answers over the plane, the line where its sum is zero, and the arrow of its weights."""

from collections.abc import Collection, Mapping

import numpy as np

from core.figures.axes import Axes, clip
from core.figures.boundary import boundary
from core.figures.drawing import Drawing, Item
from core.figures.figure import Array
from core.figures.points import Points
from core.figures.theme import Theme

OUTLINE, BACKGROUND, TEXT, MUTED = 3, 0, 1, 2  # colours of `points.colours`
EXAMPLES = ("train", "test")
ARROW = 9.0  # px, the head's sides
LONG = 1e4  # units, a line that crosses any plane
POINT, EXAMPLE, RING, WRONG = 14.0, 11.0, 23.0, 19.0  # px


def decision(
    values: Array,
    extent: float,
    w: Array,
    offset: float,
    point: tuple[float, float],
    *,
    theme: Theme,
    on_slice: Points | None = None,
    off_slice: Points | None = None,
    wrong: Collection[tuple[float, float]] = (),
    taught: tuple[float, float] | None = None,
    centre: float = 0.0,
    limit: float = 1.0,
    title: str = "",
    labels: Mapping[str, str] | None = None,
    size_px: float = 300,
) -> Drawing:
    """Map of `values` (n, n) over ±extent, the line w · x + offset = 0 for `w` (2,), and the person's `point` on it.

    Examples `on_slice` are solid, those `off_slice` hollow; `wrong` ones stand on a cross, and the one that is `taught`
    in a ring, in place of the person's point. An arrow shows w, a dotted line how far `point` is from the line.
    `labels` are the words of the hover: value, class, train (on the slice), test (off it), point, line.
    """
    words = {"point": "", "line": ""} | dict(labels or {})
    whole = boundary(
        values,
        extent,
        on_slice,
        off_slice,
        n_classes=2,
        theme=theme,
        show_test=True,
        centre=centre,
        limit=limit,
        title=title,
        x_title="x₁",
        y_title="x₂",
        labels=labels,
        size_px=size_px,
    )
    plane = whole["drawing"]["plane"]
    side = plane.get("side") or plane["width"]
    axes = Axes((-extent, extent), (-extent, extent), plane["x"], plane["y"], side, side)
    items = whole["drawing"]["items"]
    under = [item for item in items if item.get("name") not in EXAMPLES]
    examples = [item | {"size": EXAMPLE} for item in items if item.get("name") in EXAMPLES]
    line = _line(axes, np.asarray(w, float), float(offset), point, words["line"])
    whole["drawing"]["items"] = [
        *under,
        *line,
        *_marked(axes, wrong, taught),
        *examples,
        *([_point(axes, point, words["point"])] if taught is None else []),
    ]
    return whole


def _line(axes: Axes, w: Array, offset: float, point: tuple[float, float], word: str) -> list[Item]:
    """The line, the arrow of w on it, and the way from the point to it; nothing where w is zero."""
    size = float(np.hypot(*w))
    if not (size > 1e-9 and np.isfinite(offset)):
        return []
    normal = w / size
    foot = -offset / size * normal
    along = np.array([-normal[1], normal[0]])
    link = {"kind": "links", "curved": False}
    whole = axes.line(*np.stack([foot - LONG * along, foot + LONG * along]).T)
    items = [link | {"ends": whole, "width": 2.5, "colour": TEXT, "hover": [word]}]
    root = _visible(axes, foot, along)
    if root is not None:
        items += _arrow(axes, root, w)
    x = np.array(point)
    to = x - (w @ x + offset) / size * normal
    way = axes.line(*np.linspace(x, to, 40).T)
    return [*items, link | {"ends": way[::2], "width": 1.5, "colour": MUTED}]


def _visible(axes: Axes, foot: Array, along: Array) -> Array | None:
    """The place on the line where the arrow starts: its foot if that is on the plane, else the middle of what is."""
    if axes.inside(*foot):
        return foot
    low, high = np.transpose([axes.x_range, axes.y_range])
    ends = clip(np.concatenate([foot - LONG * along, foot + LONG * along])[None], (*low, *high))
    return None if not len(ends) else (ends[0, :2] + ends[0, 2:]) / 2


def _arrow(axes: Axes, root: Array, w: Array) -> list[Item]:
    """The arrow w, in the plane's own units, cut off at the rim."""
    pieces = axes.line(*np.stack([root, root + w]).T)
    if not len(pieces):
        return []
    tip, way = pieces[0, 2:], pieces[0, 2:] - pieces[0, :2]
    length = float(np.hypot(*way))
    if length < 1:
        return []
    unit = way / length
    aside = np.array([-unit[1], unit[0]])
    back = tip - ARROW * unit
    head = [(*tip, *(back + s * ARROW * 0.5 * aside)) for s in (-1, 1)]
    ends = np.concatenate([pieces[:1], np.array(head)]).astype(np.float32)
    label = (tip + 10 * unit).astype(np.float32)
    return [
        {"kind": "links", "ends": ends, "width": 2, "colour": TEXT, "curved": False},
        {"kind": "words", "xy": label[None], "text": ["w"], "align": "center", "size": 13, "colour": TEXT},
    ]


def _marked(axes: Axes, wrong: Collection[tuple[float, float]], taught: tuple[float, float] | None) -> list[Item]:
    """Crosses over what is answered wrongly, and a ring around what is taught."""
    items: list[Item] = []
    if len(wrong):
        xy = axes.place(*np.array(list(wrong), float).T)
        items.append({"kind": "marks", "shape": "strike", "xy": xy, "size": WRONG, "stroke": OUTLINE, "line": 2.5})
    if taught is not None:
        ring = {"kind": "marks", "shape": "circle", "xy": axes.place(*taught), "size": RING, "stroke": OUTLINE}
        items.append(ring | {"line": 2.5})
    return items


def _point(axes: Axes, point: tuple[float, float], word: str) -> Item:
    """The person's point: a diamond."""
    return {
        "kind": "marks",
        "shape": "diamond",
        "name": "point",
        "xy": axes.place(*point),
        "size": POINT,
        "fill": TEXT,
        "stroke": BACKGROUND,
        "line": 2,
        "hover": [f"{word} ({{x}}, {{y}})"],
    }
