"""Thresholds: the trade that a classifier offers as it says yes more and more readily: ROC and precision–recall."""

from dataclasses import dataclass

import numpy as np

from core.evaluation.measures import CLASSIFICATION
from core.evaluation.report import Array, Classified

MOST = 400  # points kept of a curve; the areas are those of the whole


@dataclass(frozen=True)
class TradeOff:
    """One class against the rest: points x, y (n,), and the area under all of them; NaN where it is not defined."""

    positive: int
    x: Array
    y: Array
    area: float


def roc(a: Classified) -> list[TradeOff]:
    """Share of the rest wrongly called positive → share of the positive found, for each class asked about."""
    from sklearn.metrics import roc_curve

    found = []
    for c in asked(a):
        false_positive, true_positive, _ = roc_curve(a.y == c, a.ranking[:, c])
        found.append(TradeOff(c, *thin(false_positive, true_positive), areas(a, c)[0]))
    return found


def precision_recall(a: Classified) -> list[TradeOff]:
    """Recall → precision, for each class asked about; the area is the average precision, Σ (R_t − R_{t−1}) P_t."""
    from sklearn.metrics import precision_recall_curve

    found = []
    for c in asked(a):
        precision, recall, _ = precision_recall_curve(a.y == c, a.ranking[:, c])
        found.append(TradeOff(c, *thin(recall[::-1], precision[::-1]), areas(a, c)[1]))
    return found


def asked(a: Classified) -> list[int]:
    """Classes with rows both of them and of the rest: no curve exists for another."""
    return [c for c in a.asked if 0 < int((a.y == c).sum()) < len(a.y)]


def areas(a: Classified, c: int) -> tuple[float, float]:
    """ROC AUC and average precision of class c against the rest."""
    once = np.ones((1, len(a.y)))
    auc, precision = (CLASSIFICATION[name].value(a.of(c), once) for name in ("roc_auc", "average_precision"))
    return float(auc[0]), float(precision[0])


def point(a: Classified) -> dict[str, float]:
    """Where the answers stand with the threshold in use: false positive rate, recall and precision of two classes.

    Precision is NaN where the positive class is never said.
    """
    said, true = a.predicted == a.positive, a.y == a.positive
    return {
        "false_positive_rate": float(np.mean(said[~true])) if (~true).any() else float("nan"),
        "recall": float(np.mean(said[true])) if true.any() else float("nan"),
        "precision": float(np.mean(true[said])) if said.any() else float("nan"),
    }


def thin(x: Array, y: Array, n: int = MOST) -> tuple[Array, Array]:
    """At most n points of a curve, at equal steps along its path, both ends kept."""
    if len(x) <= n:
        return x, y
    path = np.concatenate([[0], np.cumsum(np.abs(np.diff(x)) + np.abs(np.diff(y)))])
    keep = np.unique(np.searchsorted(path, np.linspace(0, path[-1], n)).clip(0, len(x) - 1))
    return x[keep], y[keep]
