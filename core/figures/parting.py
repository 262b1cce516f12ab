"""Parting: how sure a model of two classes is over the plane, and the lines where it cannot tell."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from core.figures.boundary import boundary
from core.figures.drawing import Drawing
from core.figures.figure import Array
from core.figures.fit import colours as line_colours
from core.figures.fit import named
from core.figures.isolines import isolines
from core.figures.points import Points
from core.figures.strokes import Stroke, chained, key
from core.figures.theme import Theme

LEFT, KEY = 44.0, 20.0


def parting(
    z: Array,
    extent: float,
    train: Points,
    test: Points | None,
    *,
    theme: Theme,
    answer: Array | None = None,
    truth: Array | None = None,
    selected: tuple[float, float] | None = None,
    title: str = "",
    labels: Mapping[str, str] | None = None,
    size_px: float = 360,
) -> Drawing:
    """Map of 2σ(z) − 1 for z (n, n) from −extent to extent, row 0 lowest, with the lines z = 0.

    `answer` and `truth` (n, n) are drawn as their lines of zero. `labels` are the words of hover and key: value, class,
    train, test, fitted, answer, truth.
    """
    words = dict.fromkeys(("fitted", "answer", "truth"), "") | dict(labels or {})
    whole = boundary(
        np.tanh(np.clip(z, -50, 50) / 2),
        extent,
        train,
        test,
        n_classes=2,
        theme=theme,
        show_test=test is not None,
        selected=selected,
        title=title,
        x_title="x₁",
        y_title="x₂",
        labels=labels,
        size_px=size_px - KEY,
    )
    picture = whole["drawing"]
    plane, first = picture["plane"], len(picture["colours"])
    picture["colours"] = [*picture["colours"], *line_colours(theme)]
    drawn = [(name, stroke, values) for name, stroke, values in named(z, answer, truth) if values is not None]
    lines = []
    for _, stroke, values in reversed(drawn):
        if stroke.dash:
            pieces = _zero(np.asarray(values, np.float64).tobytes(), values.shape[1])
        else:
            pieces = isolines(values, np.array([0.0]))[0]
        corner = np.array([plane["x"], plane["y"] + plane["height"]])
        scale = plane["width"] / (values.shape[1] - 1), -plane["height"] / (values.shape[0] - 1)
        ends = np.concatenate([corner + pieces[:, :2] * scale, corner + pieces[:, 2:] * scale], axis=1)
        lines.append(_shifted(stroke, first).item(ends))
    entries = [(words[name], _shifted(stroke, first)) for name, stroke, _ in drawn]
    picture["items"] = [picture["items"][0], *lines, *picture["items"][1:]]
    picture["items"] += key(entries, LEFT, picture["height"] + KEY / 2 - 2, 1)
    picture["height"] += KEY
    return whole


@lru_cache(maxsize=32)
def _zero(values: bytes, n: int) -> Array:
    """Where values (…, n) are zero, in one piece after the other, so that the line can be dashed."""
    return chained(isolines(np.frombuffer(values, np.float64).reshape(-1, n), np.array([0.0]))[0])


def _shifted(stroke: Stroke, first: int) -> Stroke:
    """The stroke with its colours after `first` others; what is learned in the text's, to stand out on the map."""
    colour = 1 if stroke.width == 3.0 else first + stroke.colour
    return Stroke(colour, stroke.width, stroke.dash)
