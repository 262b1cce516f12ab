"""Losses: how wrong the outputs are, and which way they should move.

Every loss is the mean over samples and outputs, and takes raw outputs: a sigmoid or softmax belongs to the loss.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor


@dataclass(frozen=True)
class Loss:
    """value(outputs, targets) is the loss, gradient(outputs, targets) = ∂value/∂outputs, both for outputs (n, k).

    `targets(y, k)` turns labels into what the outputs are compared with, `scores(outputs)` turns outputs into
    confidence: (n,) in −1…1 for a single output, (n, k) probabilities for several.
    """

    title: str
    formula: str
    value: Callable[[Tensor, Tensor], Tensor]
    gradient: Callable[[Tensor, Tensor], Tensor]
    targets: Callable[[Tensor, int], Tensor]
    scores: Callable[[Tensor], Tensor]
    regression: bool
    classification: bool = True


def zero_one(y: Tensor, n_outputs: int) -> Tensor:
    """Classes (n,) → 0/1 targets (n, k): the label itself for one output, one-hot for several."""
    return (y[:, None] if n_outputs == 1 else F.one_hot(y, n_outputs)).float()


def plus_minus_one(y: Tensor, n_outputs: int) -> Tensor:
    """Classes (n,) → −1/+1 targets (n, k); numbers (regression) stay as they are."""
    return y[:, None] if y.is_floating_point() else 2 * zero_one(y, n_outputs) - 1


def _share(positive: Tensor) -> Tensor:
    return positive / positive.sum(1, keepdim=True).clamp_min(1e-9)


def clamped(outputs: Tensor) -> Tensor:
    """Outputs meant to be ±1 → confidence."""
    if outputs.shape[1] == 1:
        return outputs[:, 0].clamp(-1, 1)
    return _share((outputs / 2 + 0.5).clamp(0, 1))


def squashed(outputs: Tensor) -> Tensor:
    """Logits of independent yes/no answers → confidence: 2σ(z) − 1 for one output."""
    return torch.tanh(outputs[:, 0] / 2) if outputs.shape[1] == 1 else _share(torch.sigmoid(outputs))


def cross_entropy_gradient(outputs: Tensor, targets: Tensor) -> Tensor:
    """(softmax(z) − onehot(y)) / n for integer targets (n,)."""
    gradient = torch.softmax(outputs, 1)
    return gradient.scatter_(1, targets[:, None], -1, reduce="add").div_(len(targets))


LOSSES: dict[str, Loss] = {
    "mse": Loss(
        "Mean squared error",
        r"L = \frac{1}{n}\sum_i (\hat y_i - y_i)^2",
        F.mse_loss,
        lambda z, t: (z - t) * (2 / t.numel()),
        plus_minus_one,
        clamped,
        regression=True,
    ),
    "mae": Loss(
        "Mean absolute error",
        r"L = \frac{1}{n}\sum_i |\hat y_i - y_i|",
        F.l1_loss,
        lambda z, t: torch.sign(z - t) / t.numel(),
        plus_minus_one,
        clamped,
        regression=True,
    ),
    "huber": Loss(
        "Huber",
        r"L = \frac{1}{n}\sum_i \tfrac12 e_i^2 \text{ if } |e_i| \le 1 \text{ else } |e_i| - \tfrac12,"
        r"\quad e_i = \hat y_i - y_i",
        F.huber_loss,
        lambda z, t: (z - t).clamp(-1, 1) / t.numel(),
        plus_minus_one,
        clamped,
        regression=True,
    ),
    "bce": Loss(
        "Binary cross-entropy",
        r"L = -\frac{1}{n}\sum_i y_i \ln\sigma(z_i) + (1 - y_i)\ln(1 - \sigma(z_i))",
        F.binary_cross_entropy_with_logits,
        lambda z, t: torch.sigmoid(z).sub_(t).div_(t.numel()),
        zero_one,
        squashed,
        regression=False,
    ),
    "cross_entropy": Loss(
        "Categorical cross-entropy",
        r"L = -\frac{1}{n}\sum_i \ln \mathrm{softmax}(z_i)_{y_i}",
        F.cross_entropy,
        cross_entropy_gradient,
        lambda y, n_outputs: y,
        lambda z: torch.softmax(z, 1),
        regression=False,
    ),
    "hinge": Loss(
        "Hinge",
        r"L = \frac{1}{n}\sum_i \max(0,\, 1 - y_i z_i)",
        lambda z, t: torch.relu(1 - t * z).mean(),
        lambda z, t: torch.where(t * z < 1, -t, 0.0) / t.numel(),
        plus_minus_one,
        clamped,
        regression=False,
    ),
}


def n_outputs(loss: str, n_classes: int) -> int:
    """Units that the output layer needs: one for numbers and for two classes, except that softmax needs one a class."""
    return n_classes if n_classes > 2 or loss == "cross_entropy" else 1


def resolve(loss: str, n_classes: int) -> str:
    """The loss that "auto" means for this task (0 classes: numbers); raises `ValueError` where a loss does not fit."""
    if loss == "auto":
        return "mse" if n_classes == 0 else "bce" if n_classes == 2 else "cross_entropy"
    if n_classes == 0 and not LOSSES[loss].regression:
        raise ValueError(f"{LOSSES[loss].title} needs classes, and this data set has numbers to predict.")
    return loss
