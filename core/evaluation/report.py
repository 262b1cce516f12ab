"""Evaluation: what a network, or a naive answer, said of rows whose truth is known."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from core.losses import LOSSES
from core.metrics import predicted_classes

Array = NDArray[Any]

NOT_FINITE = "The network's outputs are no longer finite numbers, so there is nothing to evaluate."
PROBABILISTIC = (
    "bce",
    "cross_entropy",
    "mse",
)  # losses that ask for true probabilities


@dataclass(frozen=True)
class Classified:
    """What a classifier said of n rows: `probability` (n, k), and `ranking` (n, k), which only says who comes first.

    y, predicted: int64 (n,) in 0 … k − 1. `positive` is the class that recall, ROC and precision are about where k = 2.
    """

    y: Array
    predicted: Array
    probability: Array
    ranking: Array
    positive: int = 1

    @property
    def n_classes(self) -> int:
        return self.probability.shape[1]

    @property
    def asked(self) -> list[int]:
        """Classes that are told from the rest: the positive one of two, else all that are there."""
        there = np.unique(self.y)
        return [self.positive] if self.n_classes == 2 else [int(c) for c in there]

    def of(self, c: int) -> "Classified":
        """The same answers to the question whether a row is of class c or of the rest."""
        yes, score = self.probability[:, c], self.ranking[:, c]
        return Classified(
            (self.y == c).astype(np.int64),
            (self.predicted == c).astype(np.int64),
            np.stack([1 - yes, yes], 1),
            np.stack([-score, score], 1),
        )

    def at(self, threshold: float) -> "Classified":
        """The same answers where the positive class is said from this probability on, instead of from one half."""
        yes = self.probability[:, self.positive] >= threshold
        return replace(self, predicted=np.where(yes, self.positive, 1 - self.positive))


@dataclass(frozen=True)
class Estimated:
    """What a regression said of n rows: `prediction` (n,) for `y` (n,), both float64 in the target's own units."""

    y: Array
    prediction: Array

    @property
    def residual(self) -> Array:
        """y − ŷ (n,): positive where the prediction is too low."""
        return self.y - self.prediction


Answers = Classified | Estimated


def classified(outputs: Tensor, y: Tensor, loss: str, positive: int = 1) -> Classified:
    """Raw outputs (n, k), or (n, 1) for two classes, beside labels (n,).

    In double precision, so that confident rows do not become ties. Raises `ValueError` where an output is not finite.
    """
    _finite(outputs)
    wide = outputs.detach().double()
    scores = LOSSES[loss].scores(wide).numpy()
    if wide.shape[1] == 1:
        probability = np.stack([(1 - scores) / 2, (1 + scores) / 2], 1)
        ranking = np.concatenate([-wide.numpy(), wide.numpy()], 1)
    else:
        probability = ranking = scores
    return Classified(y.numpy(), predicted_classes(outputs).numpy(), probability, ranking, positive)


def estimated(outputs: Tensor, y: Tensor, untarget: Callable[[Array], Array] = lambda values: values) -> Estimated:
    """Raw outputs (n, 1) beside targets (n,), both brought back by `untarget` to the units of the table.

    Raises `ValueError` where an output is not finite.
    """
    _finite(outputs)
    return Estimated(untarget(y.double().numpy()), untarget(outputs.detach()[:, 0].double().numpy()))


def _finite(outputs: Tensor) -> None:
    if not bool(outputs.isfinite().all()):
        raise ValueError(NOT_FINITE)


def baseline(y_train: Array, answers: Answers) -> Answers:
    """What the same rows get without looking at them: the most frequent class (or the mean) of the training rows."""
    n = len(answers.y)
    if isinstance(answers, Estimated):
        return Estimated(answers.y, np.full(n, float(np.mean(y_train))))
    shares = np.bincount(y_train, minlength=answers.n_classes) / len(y_train)
    probability = np.tile(shares, (n, 1))
    return replace(answers, predicted=np.full(n, int(shares.argmax())), probability=probability, ranking=probability)


@dataclass(frozen=True)
class Report:
    """Precision, recall and F1 of each class (k,), how many rows are of it and were said to be; counts (k, k)."""

    precision: Array
    recall: Array
    f1: Array
    true: Array
    said: Array
    confusion: Array


def report(a: Classified) -> Report:
    """Class by class; precision of a class never said, and recall of one never there, are 0 as in scikit-learn."""
    from sklearn.metrics import confusion_matrix, precision_recall_fscore_support

    labels = list(range(a.n_classes))
    counts = confusion_matrix(a.y, a.predicted, labels=labels)  # row = true class, column = predicted class
    precision, recall, f1, true = precision_recall_fscore_support(a.y, a.predicted, labels=labels, zero_division=0)
    return Report(precision, recall, f1, true, counts.sum(0), counts)
