"""Dale: whether the neurons of a trained network keep to one sign, as nerve cells do, and what it costs them."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core import engine
from core.experiment import Experiment
from core.trainer import Trainer

EXPERIMENT = Experiment().replace(
    dataset="spiral", noise=0, hidden="16-16", activation="relu", init="he", optimizer="adam", lr=0.01, seed=0
)
N_EPOCHS = 100
EXCITATORY = 0.8  # of the neurons of each layer
LAWS = {  # how the network treats Dale's law
    "free": "Trained freely",
    "bound": "Bound afterwards",
    "learned": "Trained under the law",
}


@dataclass(frozen=True)
class Signs:
    """Weights (k, n) from the first hidden layer (columns) to the second (rows), and how the whole network does.

    `mixed` counts the hidden neurons, of `n_hidden`, whose outgoing weights have both signs.
    """

    weights: NDArray[np.float64]
    mixed: int
    n_hidden: int
    accuracy: float


@cache
def signs(law: str) -> Signs:
    """A ReLU network trained on the spiral: freely, then bound by `bind`, or bound after each of its steps."""
    trainer: Trainer = engine.start(Trainer, EXPERIMENT).learner
    outgoing = trainer.model.weights[1:]  # (n_out, n_in) each: a column is what one hidden neuron sends
    fixed = [torch.where(torch.arange(w.shape[1]) < EXCITATORY * w.shape[1], 1.0, -1.0) for w in outgoing]
    with torch.no_grad():
        for _ in range(N_EPOCHS * -(-len(trainer.x_train) // EXPERIMENT.training.batch_size)):
            trainer.step()
            if law == "learned":
                bind(outgoing, fixed)
        if law == "bound":
            bind(outgoing, [torch.sign(w.sum(0)) for w in outgoing])
        mixed = sum(int(((w > 0).any(0) & (w < 0).any(0)).sum()) for w in outgoing)
        weights = outgoing[0].double().numpy().copy()
        scores = trainer.metrics(trainer.model)
    return Signs(weights, mixed, sum(EXPERIMENT.model.hidden), scores["test_accuracy"])


def bind(weights: list[Tensor], signs: list[Tensor]) -> None:
    """Set to 0 each weight (n_out, n_in) that has not the sign (n_in,) of the neuron that sends it."""
    for weight, sign in zip(weights, signs, strict=True):
        weight.mul_((weight * sign) > 0)
