"""Transfer: what the accuracies on every task after every task say of forgetting, in four numbers."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def average(r: Array, first: Array) -> float:
    """(1/k) Σ_{j≤k} R_{k,j} after k tasks; r: (k, n_tasks) after each task, `first` (n_tasks,) before any."""
    return float(r[-1, : len(r)].mean())


def forgetting(r: Array, first: Array) -> float:
    """1/(k−1) Σ_{j<k} (max_{l<k} R_{l,j} − R_{k,j}); NaN where there is but one task."""
    k = len(r)
    return float((r[:-1, : k - 1].max(0) - r[-1, : k - 1]).mean()) if k > 1 else np.nan


def backward(r: Array, first: Array) -> float:
    """1/(k−1) Σ_{j<k} (R_{k,j} − R_{j,j}); NaN where there is but one task."""
    k = len(r)
    return float((r[-1, : k - 1] - np.diag(r)[: k - 1]).mean()) if k > 1 else np.nan


def forward(r: Array, first: Array) -> float:
    """1/(k−1) Σ_{1<j≤k} (R_{j−1,j} − b_j), b the accuracies before any task; NaN where there is but one task."""
    k = len(r)
    return float((np.diag(r[:, 1:])[: k - 1] - first[1:k]).mean()) if k > 1 else np.nan


@dataclass(frozen=True)
class Measure:
    """A number's name, formula in LaTeX, source, and how it comes from the accuracies."""

    title: str
    formula: str
    source: str
    of: Callable[[Array, Array], float]


LOPEZ = "Lopez-Paz & Ranzato 2017"
MEASURES: dict[str, Measure] = {
    "average": Measure("average accuracy", r"\tfrac1k \sum_{j=1}^{k} R_{k,j}", LOPEZ, average),
    "forgetting": Measure(
        "forgetting",
        r"\tfrac1{k-1} \sum_{j<k} \big(\max_{l<k} R_{l,j} - R_{k,j}\big)",
        "Chaudhry, Dokania, Ajanthan & Torr 2018",
        forgetting,
    ),
    "backward": Measure("backward transfer", r"\tfrac1{k-1} \sum_{j<k} \big(R_{k,j} - R_{j,j}\big)", LOPEZ, backward),
    "forward": Measure("forward transfer", r"\tfrac1{k-1} \sum_{j=2}^{k} \big(R_{j-1,j} - b_j\big)", LOPEZ, forward),
}
