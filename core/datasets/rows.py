"""Rows: little real data sets of one input and one target, few enough that every row can be seen."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Rows:
    """x (n,) and y (n,), where y is 0 or 1 if `classes` (the rows answer a yes/no question), else a number.

    `names` are x's and y's in words; `x_range` and `y_range` hold all rows, and y's a prediction to be dragged.
    """

    title: str
    names: tuple[str, str]
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    classes: bool
    load: Callable[[], tuple[Values, Values]]


def _jumps() -> tuple[Values, Values]:
    """Sit-ups and jumps of twenty men (Linnerud; Tenenhaus 1998), all rows; one jumps 250 times."""
    from sklearn.datasets import load_linnerud

    exercise = load_linnerud().data
    return exercise[:, 1].astype(float), exercise[:, 2].astype(float)


def _diabetes() -> tuple[Values, Values]:
    """Body mass index and disease progression (Efron et al. 2004), every 22nd of 442 rows."""
    from sklearn.datasets import load_diabetes

    data = load_diabetes(scaled=False)
    return data.data[::22, 2], data.target[::22]


def _iris() -> tuple[Values, Values]:
    """Petal width, and whether the flower is virginica (Fisher 1936), every fifth of 150 rows from the fifth on."""
    from sklearn.datasets import load_iris

    data = load_iris()
    return data.data[4::5, 3], (data.target[4::5] == 2).astype(float)


ROWS: dict[str, Rows] = {
    "jumps": Rows("Jumps of twenty men", ("sit-ups", "jumps"), (25, 275), (0, 300), False, _jumps),
    "diabetes": Rows(
        "Diabetes of 21 patients", ("body mass index", "progression after a year"), (18, 34), (0, 300), False, _diabetes
    ),
    "iris": Rows("Is the iris a virginica?", ("petal width in cm", "virginica"), (0, 2.75), (0, 1), True, _iris),
}


@cache
def rows(id: str, stretch: float = 1.0) -> tuple[Values, Values]:
    """x (n,) and y (n,) of a data set, its outlier at `stretch` times its distance from the median (1: as measured)."""
    x, y = ROWS[id].load()
    if not ROWS[id].classes:
        y = y.copy()
        farthest, middle = outlier(id), float(np.median(y))
        y[farthest] = middle + stretch * (y[farthest] - middle)
    x.setflags(write=False)
    y.setflags(write=False)
    return x, y


@cache
def outlier(id: str) -> int:
    """The number of the row farthest from the median of y; raises `ValueError` where y is a class."""
    if ROWS[id].classes:
        raise ValueError(f"{id} has classes, and no class is farther away than another.")
    y = ROWS[id].load()[1]
    return int(np.argmax(np.abs(y - np.median(y))))
