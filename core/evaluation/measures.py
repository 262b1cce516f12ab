"""Measures: what answers are worth beside the truth; each is tested against scikit-learn."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.evaluation.report import Answers, Array, Classified, Estimated

LEAST = float(np.finfo(np.float64).eps)  # the least probability whose logarithm is taken


@dataclass(frozen=True)
class Measure:
    """`value(answers, weights)`: one value (b,) for each row of weights (b, n), how often each sample counts.

    Weights of one give the measure itself, those of a bootstrap how far chance moves it.
    """

    title: str
    formula: str
    higher: bool
    value: Callable[[Any, Array], Array]


def _mean(values: Array, weights: Array) -> Array:
    return weights @ values / weights.sum(1)


def _share(part: Array, whole: Array) -> Array:
    """part / whole, NaN where the whole is nothing."""
    return np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole > 0)


def _average(columns: list[Array], weights: Array) -> Array:
    """Mean over the columns that are numbers, NaN where none is."""
    table = np.array(columns).reshape(len(columns), len(weights))
    known = np.isfinite(table)
    return _share(np.where(known, table, 0).sum(0), known.sum(0).astype(float))


def _counts(a: Classified, c: int, weights: Array) -> tuple[Array, Array, Array]:
    """How often class c was rightly said, said, and true: each (b,)."""
    said, true = a.predicted == c, a.y == c
    return weights @ (said & true), weights @ said.astype(float), weights @ true.astype(float)


def _macro_f1(a: Classified, weights: Array) -> Array:
    counts = [_counts(a, c, weights) for c in range(a.n_classes)]
    return _average([_share(2 * hits, said + true) for hits, said, true in counts], weights)


def _macro_recall(a: Classified, weights: Array) -> Array:
    counts = [_counts(a, c, weights) for c in range(a.n_classes)]
    return _average([_share(hits, true) for hits, _, true in counts], weights)


def _ranked(a: Classified, c: int, weights: Array) -> tuple[Array, Array]:
    """Weight of class c and of the rest at each distinct ranking, highest first: two of (b, n_distinct)."""
    order = np.argsort(-a.ranking[:, c], kind="stable")
    ranking, true = a.ranking[order, c], a.y[order] == c
    starts = np.flatnonzero(np.concatenate([[True], ranking[1:] != ranking[:-1]]))
    sorted_weights = weights[:, order]
    return tuple(np.add.reduceat(np.where(side, sorted_weights, 0), starts, axis=1) for side in (true, ~true))  # type: ignore[return-value]


def _roc_auc(a: Classified, weights: Array) -> Array:
    areas = []
    for c in a.asked:
        positive, negative = _ranked(a, c, weights)
        below = negative.sum(1, keepdims=True) - negative.cumsum(1)
        areas.append(_share((positive * (below + negative / 2)).sum(1), positive.sum(1) * negative.sum(1)))
    return _average(areas, weights)


def _average_precision(a: Classified, weights: Array) -> Array:
    areas = []
    for c in a.asked:
        positive, negative = _ranked(a, c, weights)
        hits = positive.cumsum(1)
        precision = np.nan_to_num(_share(hits, hits + negative.cumsum(1)))
        areas.append(_share((positive * precision).sum(1), positive.sum(1)))
    return _average(areas, weights)


def _brier(a: Classified, weights: Array) -> Array:
    if a.n_classes == 2:
        return _mean((a.probability[:, 1] - a.y) ** 2, weights)
    wrong = a.probability - np.eye(a.n_classes)[a.y]
    return _mean((wrong**2).sum(1), weights)


def _log_loss(a: Classified, weights: Array) -> Array:
    true = a.probability[np.arange(len(a.y)), a.y]
    return _mean(-np.log(np.clip(true, LEAST, 1 - LEAST)), weights)


def _r2(a: Estimated, weights: Array) -> Array:
    y = a.y - a.y.mean()
    spread = _mean(y**2, weights) - _mean(y, weights) ** 2
    enough = np.where(spread > LEAST * np.mean(y**2), spread, 0)
    return 1 - _share(_mean(a.residual**2, weights), enough)


CLASSIFICATION: dict[str, Measure] = {
    "accuracy": Measure(
        "Accuracy", r"\frac{1}{n}\sum_i [\hat y_i = y_i]", True, lambda a, w: _mean((a.y == a.predicted) * 1.0, w)
    ),
    "balanced_accuracy": Measure(
        "Balanced accuracy",
        r"\frac{1}{K}\sum_c \frac{\mathrm{TP}_c}{\mathrm{TP}_c + \mathrm{FN}_c}",
        True,
        _macro_recall,
    ),
    "f1": Measure(
        "F1, mean over classes",
        r"\frac{1}{K}\sum_c \frac{2\,\mathrm{TP}_c}{2\,\mathrm{TP}_c + \mathrm{FP}_c + \mathrm{FN}_c}",
        True,
        _macro_f1,
    ),
    "roc_auc": Measure(
        "ROC AUC", r"P(s_i > s_j \mid y_i = 1, y_j = 0) + \tfrac12 P(s_i = s_j \mid y_i = 1, y_j = 0)", True, _roc_auc
    ),
    "average_precision": Measure(
        "Average precision", r"\sum_t (R_t - R_{t-1})\,P_t", True, _average_precision
    ),
    "brier": Measure("Brier score", r"\frac{1}{n}\sum_i (p_i - y_i)^2", False, _brier),
    "log_loss": Measure("Log loss", r"-\frac{1}{n}\sum_i \ln p_{i, y_i}", False, _log_loss),
}  # fmt: skip
REGRESSION: dict[str, Measure] = {
    "r2": Measure("R²", r"1 - \frac{\sum_i (y_i - \hat y_i)^2}{\sum_i (y_i - \bar y)^2}", True, _r2),
    "rmse": Measure(
        "RMSE", r"\sqrt{\tfrac{1}{n}\sum_i (y_i - \hat y_i)^2}", False, lambda a, w: np.sqrt(_mean(a.residual**2, w))
    ),
    "mae": Measure("MAE", r"\frac{1}{n}\sum_i |y_i - \hat y_i|", False, lambda a, w: _mean(np.abs(a.residual), w)),
}


def measures(answers: Answers) -> dict[str, Measure]:
    """The measures that fit these answers, the first the one to name when there is room for one."""
    return REGRESSION if isinstance(answers, Estimated) else CLASSIFICATION


def scores(answers: Answers) -> dict[str, float]:
    """Every measure that fits; NaN where it is not defined, as ROC AUC is where all rows are of one class."""
    if not len(answers.y):
        return dict.fromkeys(measures(answers), float("nan"))
    once = np.ones((1, len(answers.y)))
    return {name: float(measure.value(answers, once)[0]) for name, measure in measures(answers).items()}
