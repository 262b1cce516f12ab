"""Importance: how much worse the answers get when one column is shuffled, so that it says nothing of its row any more.

Breiman 2001, *Random forests*; for any model: Fisher, Rudin & Dominici 2019.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Generator, Tensor

from core.evaluation.measures import measures
from core.evaluation.report import Answers

ROWS = 2000  # rows used, at most
REPEATS = 10


@dataclass(frozen=True)
class Importance:
    """Columns, the most important first; `loss` (n_columns, n_repeats) is how much worse each shuffle made it."""

    names: tuple[str, ...]
    loss: np.ndarray
    score: float
    rows: int

    @property
    def mean(self) -> np.ndarray:
        return self.loss.mean(1)

    @property
    def spread(self) -> np.ndarray:
        """Standard deviation over the repeats (n_columns,)."""
        return self.loss.std(1)


@torch.no_grad()
def permutation_importance(
    answer: Callable[[Tensor, Tensor], Answers],
    x: Tensor,
    y: Tensor,
    groups: Mapping[str, Sequence[int]],
    measure: str,
    *,
    seed: int = 0,
    n_repeats: int = REPEATS,
    n_rows: int = ROWS,
) -> Importance:
    """How much `measure` worsens when all features (columns of x) of a group are shuffled together.

    x: (n, n_inputs), y: (n,); `answer(x, y)` gives the network's answers. Of more than `n_rows` rows a seeded choice is
    used; every shuffle draws its own order.
    """
    generator = Generator().manual_seed(seed)
    if len(x) > n_rows:
        rows = torch.randperm(len(x), generator=generator)[:n_rows]
        x, y = x[rows], y[rows]
    worth = measures(answer(x, y))[measure]
    once = np.ones((1, len(x)))

    def score(inputs: Tensor) -> float:
        return float(worth.value(answer(inputs, y), once)[0])

    before, sign = score(x), 1 if worth.higher else -1
    loss = np.zeros((len(groups), n_repeats))
    for place, features in enumerate(groups.values()):
        at = torch.tensor(list(features), dtype=torch.long)
        for repeat in range(n_repeats):
            shuffled = x.clone()
            order = torch.randperm(len(x), generator=generator)
            shuffled[:, at] = x[order][:, at]
            loss[place, repeat] = sign * (before - score(shuffled))
    ranked = np.argsort(-loss.mean(1), kind="stable")
    names = list(groups)
    return Importance(tuple(names[i] for i in ranked), loss[ranked], before, len(x))
