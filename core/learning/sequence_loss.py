"""Sequence loss: how wrong the answers at the places that count are, and how many are right."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from core.datasets.sequence_generators import NEAR
from core.datasets.sequences import Batch


def loss(outputs: Tensor, batch: Batch) -> Tensor:
    """Mean over the places that count: cross-entropy −ln softmax(z)_y of tokens, (ŷ − y)² of numbers.

    outputs: (n, T, n_outputs).
    """
    z, y = outputs[batch.mask], batch.y[batch.mask]
    return F.mse_loss(z[:, 0], y) if y.is_floating_point() else F.cross_entropy(z, y)


@torch.no_grad()
def scores(outputs: Tensor, batch: Batch) -> dict[str, float]:
    """ "accuracy": the share of places that are right, within `NEAR` for numbers; "whole": that of whole sequences.

    "bits" is the cross-entropy of tokens in base 2, "r2" of numbers 1 − Σ(y − ŷ)² / Σ(y − ȳ)².
    """
    right = correct(outputs, batch)
    found = {"accuracy": right[batch.mask].float().mean().item(), "whole": right.all(1).float().mean().item()}
    value = loss(outputs, batch).item()
    if batch.y.is_floating_point():
        return found | {"r2": 1 - value / batch.y[batch.mask].var(correction=0).item()}
    return found | {"bits": value / math.log(2)}


@torch.no_grad()
def correct(outputs: Tensor, batch: Batch) -> Tensor:
    """Which places are right, (n, T); a place that does not count is."""
    numbers = batch.y.is_floating_point()
    right = (outputs[..., 0] - batch.y).abs() < NEAR if numbers else outputs.argmax(2) == batch.y
    return right | ~batch.mask
