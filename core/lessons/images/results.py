"""Results: what a network answers to many test pictures at once: right, wrong, and how sure."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.lessons.images.learner import ImagesLearner
from core.models.cnn import CNN
from core.precision import outputs

Array = NDArray[Any]
KEPT = 4_000_000  # numbers of the last hidden layer that are kept


@dataclass(frozen=True)
class Results:
    """Probabilities (n, k) and true classes (n,) of n test pictures, whose places in the test set are `places` (n,);
    `last` (m, d) is what the last hidden layer answers to the first m ≤ n of them."""

    places: Array
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
        return self.places[found[np.argsort(-self.probabilities[found, predicted], kind="stable")]]

    def mistakes(self, n: int) -> Array:
        """Places of the n test pictures that were answered wrongly with the greatest confidence, the surest first."""
        found = np.flatnonzero(self.predicted != self.y)
        return self.places[found[np.argsort(-self.probabilities[found].max(1), kind="stable")][:n]]


@torch.no_grad()
def results(learner: ImagesLearner, model: CNN, places: Tensor | None = None) -> Results:
    """What the network answers to the test pictures at some places, or to all, in the learner's precision."""
    places = torch.arange(len(learner.data.x_test)) if places is None else places
    scores, last, room = [], [], KEPT // model.linears[-1].in_features
    for part in places.split(learner.chunk):
        hidden = outputs(model.hidden, learner.read(learner.data.x_test[part]), learner.precision)
        last.append(hidden[:room].clone())
        room -= len(last[-1])
        scores.append(model.linears[-1](hidden))
    y = learner.data.y_test[places]
    return Results(places.numpy(), torch.softmax(torch.cat(scores), 1).numpy(), y.numpy(), torch.cat(last).numpy())
