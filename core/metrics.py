"""Metrics: what is read off outputs and labels; tested against scikit-learn."""

import torch
from torch import Tensor


def predicted_classes(outputs: Tensor) -> Tensor:
    """Outputs (n, k) → classes (n,): the sign of a single output, the largest of several."""
    return (outputs[:, 0] > 0).long() if outputs.shape[1] == 1 else outputs.argmax(1)


def accuracy(outputs: Tensor, y: Tensor) -> float:
    """Share of samples whose predicted class is y; outputs (n, k), y (n,)."""
    return (predicted_classes(outputs) == y).float().mean().item()


def r2(outputs: Tensor, y: Tensor) -> float:
    """R² = 1 − Σ(y − ŷ)² / Σ(y − ȳ)²; outputs (n, 1), y (n,). NaN where y does not vary."""
    spread = ((y - y.mean()) ** 2).sum()
    return (1 - ((y - outputs[:, 0]) ** 2).sum() / spread).item() if spread > 0 else float("nan")


def confusion(outputs: Tensor, y: Tensor, n_classes: int) -> Tensor:
    """Counts (n_classes, n_classes): row = true class, column = predicted class."""
    return torch.bincount(y * n_classes + predicted_classes(outputs), minlength=n_classes**2).view(n_classes, n_classes)
