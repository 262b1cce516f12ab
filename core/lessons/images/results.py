"""Results: what a network answers to many test pictures at once: right, wrong, and how sure."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True)
class Results:
    """Probabilities (n, k) and true classes (n,) of the first n test pictures; `last` (n, d) is the last hidden layer."""

    probabilities: Array
    y: Array
    last: Array

    @cached_property
    def predicted(self) -> Array:
        """Classes (n,)."""
        return self.probabilities.argmax(1)

    @property
    def accuracy(self) -> float:
        return float((self.predicted == self.y).mean())

    @cached_property
    def confusion(self) -> Array:
        """Counts (k, k): row = true class, column = predicted class."""
        k = self.probabilities.shape[1]
        return np.bincount(self.y * k + self.predicted, minlength=k * k).reshape(k, k)

    def cell(self, true: int, predicted: int) -> Array:
        """Places of the test pictures of a class that were taken for another (or the same), the surest first."""
        found = np.flatnonzero((self.y == true) & (self.predicted == predicted))
        return found[np.argsort(-self.probabilities[found, predicted], kind="stable")]

    def mistakes(self, n: int) -> Array:
        """Places of the n test pictures that were answered wrongly with the greatest confidence, the surest first."""
        found = np.flatnonzero(self.predicted != self.y)
        return found[np.argsort(-self.probabilities[found].max(1), kind="stable")][:n]
