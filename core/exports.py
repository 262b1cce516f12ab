"""Exports: a run's curve and weights for other programs."""

import io
from typing import Any

import torch
from torch import Tensor

from core.models.mlp import MLP
from core.run import Run
from core.trainer import Trainer


def curves_csv(run: Run[Trainer]) -> str:
    """The curve as CSV: step, epoch and every metric."""
    frames = run.frames()
    lines: list[list[Any]] = [[frame.step, frame.progress, *frame.metrics.values()] for frame in frames]
    return "\n".join(",".join(map(str, line)) for line in [["step", "epoch", *frames[0].metrics], *lines]) + "\n"


def weights_bytes(run: Run[Trainer]) -> bytes:
    """The newest weights as `torch.save` writes them, with the names that `nn.Sequential` of the script gives them."""
    with run._lock:
        return saved(sequential(run.learner.model))


def sequential(model: MLP) -> dict[str, Tensor]:
    """Copies of the weights by the names that `nn.Sequential` gives them."""
    return {
        f"{2 * layer}.{name}": tensor.clone()
        for layer, pair in enumerate(zip(model.weights, model.biases, strict=True))
        for name, tensor in zip(("weight", "bias"), pair, strict=True)
    }


def saved(state: dict[str, Any]) -> bytes:
    """What `torch.load(weights_only=True)` reads back."""
    file = io.BytesIO()
    torch.save(state, file)
    return file.getvalue()
