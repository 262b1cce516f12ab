"""Drawing: a picture as a short list of arrays that the live view paints on a canvas, many things at a time.

A drawing is `{"drawing": {width, height, title, outline, colours, names, items}}`. Lengths are px with y downwards;
the page scales the whole to the panel and sets the title, if there is one, in `HEAD` px over it. `colours` are CSS
colours, elsewhere named by their index; `outline` is the colour around what the pointer finds; `names` are words for
the hover. `plane` {x, y, width, height, x_range, y_range} says, where there is one, which rectangle shows which part of
the plane; what the pointer does is reported in its units, or in px where there is none.

An item is a dict with a `kind`; (n, …) arrays hold one row for each thing, a single value stands for all:

- `links`: `ends` f4 (n, 4) of x0, y0, x1, y1; `width` f4 (n,); `colour` u1 (n,), the higher index on top; `curved`.
- `images`: `at` f4 (n, 3) of left, top, side, or (n, 4) of left, top, width, height; `pixels` u1 (n, rows, columns),
  row 0 lowest, in `palette` u1 (≤ 256, 3), or without one (n, rows, columns, 3) of red, green and blue; `smooth`;
  `inset`, the part of a pixel cut off along the rim. For the hover `values` (n, rows, columns), whole numbers being
  multiples of `scale` and −32768 not a number, or `limit`, if pixels are numbers from −limit to limit, told to two
  digits; and `classes` (n, rows, columns).
- `marks`: `xy` (n, 2), whole numbers being multiples of `unit`; `shape`, one of `theme.SYMBOLS`, `box` (a square with
  sides `size`) or `strike` (its two diagonals); `size`; `fill`, `stroke` and `line` in px; `reach`, the least size for
  the pointer.
- `areas`: `corners` f4 (n, 8) of x0, y0, … x3, y3, painted in their order; `fill` u1 (n,); `line`, the width in px of
  a rim of the same colour, which closes the gaps between neighbours.
- `words`: `xy` f4 (n, 2) of their middles; `text`, a list; `align` left, center or right; `size`; `colour`; `angle` in
  degrees; `halo`, a colour around level words, to be read over lines.

Every item may have a `name` (a click sends it with the row's `data` and, on a plane, x and y there), `data` (n, k) and
`hover`, a list of lines with fields: {K} is column K of the data, {iK} the same as a whole number, {nK} the name with
that number; {x} and {y} are the place on the plane; {v}, {p} and {c} are an image's value, the same in percent, and
class. What lies on top is found first: marks, then links, then images. Neighbours with a `still`, a text, are painted
again only when it changes.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from core.figures.theme import Theme

Item = dict[str, Any]
Drawing = dict[str, Any]

HEAD = 30.0  # px over the drawing, for its title


def drawing(
    width: float,
    height: float,
    items: Sequence[Item],
    *,
    theme: Theme,
    colours: Sequence[str],
    names: Sequence[str] = (),
    title: str = "",
    plane: Mapping[str, Any] | None = None,
) -> Drawing:
    """The drawing of these items, the first at the bottom."""
    whole: dict[str, Any] = {
        "width": float(width),
        "height": float(height),
        "title": title,
        "outline": theme.outline,
        "colours": list(colours),
        "names": list(names),
        "items": list(items),
    }
    return {"drawing": whole | ({"plane": dict(plane)} if plane else {})}


def plane(
    x: float, y: float, width: float, height: float, x_range: tuple[float, float], y_range: tuple[float, float]
) -> dict[str, Any]:
    """The plane of a drawing: its rectangle in px (left, top, width, height), and the values at its edges."""
    ranges = {"x_range": [float(v) for v in x_range], "y_range": [float(v) for v in y_range]}
    return {"x": float(x), "y": float(y), "width": float(width), "height": float(height), **ranges}
