"""Analogies: a is to b as c is to what? (Rumelhart & Abrahamson 1973; Mikolov et al. 2013)."""

from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.lessons.inference.family import PEOPLE, RELATIONS, TWINS

Array = NDArray[Any]
MOST = 400  # analogies that are asked


def analogies(world: str, n: int) -> Array:
    """Quadruples (m, 4) with a : b = c : d, at most `MOST` spread evenly; none in a world without a step or a kinship.

    In a world of numbers b is as far above a as d is above c; in that of the families b is to a what d is to c, or
    stands in the other family where a stands in the first.
    """
    found: list[tuple[int, ...]] = []
    if world in ("order", "sum", "maximum"):
        found = [
            (a, a + s, c, c + s) for a, c, s in product(range(n), range(n), range(1, n)) if a != c and max(a, c) + s < n
        ]
    if world == "modular":
        found = [(a, (a + s) % n, c, (c + s) % n) for a, c, s in product(range(n), range(n), range(1, n)) if a != c]
    if world == "family":
        place = {name: i for i, name in enumerate(PEOPLE)}
        for kin in RELATIONS.values():
            pairs = [(a, kin(a)[0]) for a in PEOPLE if len(kin(a)) == 1]
            found += [
                (place[a], place[b], place[c], place[d])
                for (a, b), (c, d) in product(pairs, pairs)
                if a != c and b != d
            ]
        found += [
            (place[a], place[b], place[c], place[d])
            for (a, b), (c, d) in product(TWINS.items(), TWINS.items())
            if a != c
        ]
    every = np.array([each for each in found if len({*each}) == 4], dtype=int).reshape(-1, 4)
    return every[np.linspace(0, len(every) - 1, min(MOST, len(every))).astype(int)] if len(every) else every


def solve(embedding: Array, asked: Array, *, moved: bool = True) -> Array:
    """The thing (m,) nearest to e_b − e_a + e_c other than a, b and c; not `moved`: the one nearest to e_c alone.

    Since a, b and c are left out, the neighbour of c is often right by itself; only what the first is better by is
    owed to the analogy (Linzen 2016).
    """
    a, b, c = embedding[asked[:, 0]], embedding[asked[:, 1]], embedding[asked[:, 2]]
    goal = b - a + c if moved else c
    away = (embedding**2).sum(1) - 2 * goal @ embedding.T  # less |goal|², which is the same for all
    away[np.arange(len(asked))[:, None], asked[:, :3]] = np.inf
    return np.asarray(away.argmin(1))
