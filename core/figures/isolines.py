"""Isolines: where a function on a grid has given values, by marching squares."""

import numpy as np

from core.figures.figure import Array

Pairs = tuple[tuple[int, int], ...]

# Corners of a cell: 0 lower left, 1 lower right, 2 upper right, 3 upper left; edge k goes from corner k to k + 1.
CORNERS = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], np.float64)  # column, row
EDGES: dict[int, Pairs] = {  # which corners are above (bit k for corner k) → pairs of edges that a line joins
    1: ((3, 0),),
    2: ((0, 1),),
    3: ((3, 1),),
    4: ((1, 2),),
    6: ((0, 2),),
    7: ((3, 2),),
    8: ((2, 3),),
    9: ((2, 0),),
    11: ((2, 1),),
    12: ((1, 3),),
    13: ((1, 0),),
    14: ((0, 3),),
}
SADDLE: dict[tuple[int, bool], Pairs] = {  # two opposite corners: joined where the middle is above too, else parted
    (5, True): ((0, 1), (2, 3)),
    (5, False): ((3, 0), (1, 2)),
    (10, True): ((3, 0), (1, 2)),
    (10, False): ((0, 1), (2, 3)),
}


def isolines(values: Array, levels: Array) -> tuple[Array, Array]:
    """Segments x0, y0, x1, y1 (n, 4) in columns and rows of `values` (rows, columns), and the level (n,) of each.

    Along a cell's edge the function counts as linear; cells with a corner that is no number are left out (Lorensen &
    Cline 1987, in two dimensions).
    """
    values = np.asarray(values, np.float64)
    corner = np.stack(
        [values[:-1, :-1], values[:-1, 1:], values[1:, 1:], values[1:, :-1]], -1
    )  # (rows−1, columns−1, 4)
    known = np.isfinite(corner).all(-1)
    segments, index = [np.empty((0, 4))], [np.empty(0, np.intp)]
    for number, level in enumerate(levels):
        case = ((corner > level) @ np.array([1, 2, 4, 8])) * known
        joined = [(case == code, pairs) for code, pairs in EDGES.items()]
        middle = corner.mean(-1) > level
        joined += [((case == code) & (middle == above), pairs) for (code, above), pairs in SADDLE.items()]
        for mask, pairs in joined:
            row, column = np.nonzero(mask)
            for first, second in pairs:
                if len(row):
                    ends = [_crossing(corner[row, column], edge, level) for edge in (first, second)]
                    segments.append(np.concatenate(ends, 1) + np.column_stack([column, row, column, row]))
                    index.append(np.full(len(row), number))
    return np.concatenate(segments), np.concatenate(index)


def _crossing(corner: Array, edge: int, level: float) -> Array:
    """Where the level crosses an edge of cells with `corner` (n, 4): column and row within the cell, (n, 2)."""
    start, end = corner[:, edge], corner[:, (edge + 1) % 4]
    share = ((level - start) / (end - start))[:, None]
    crossing: Array = CORNERS[edge] + share * (CORNERS[(edge + 1) % 4] - CORNERS[edge])
    return crossing
