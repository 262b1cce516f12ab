"""Reach: how much of the error at the end arrives at each step before it."""

import torch
from torch import Tensor

from core.datasets.sequences import Batch
from core.learning.sequence_loss import loss
from core.models.recurrent import Recurrent
from core.models.recurrent_trace import run


def reach(model: Recurrent, batch: Batch, chunk: int = 0) -> dict[str, Tensor]:
    """‖∂L/∂h_t‖ at every step t, and of an LSTM ‖∂L/∂c_t‖: name → (n_layers, T), the mean over the sequences.

    L is the loss at each sequence's last place that counts alone, so that what arrives earlier has come back through
    time (Bengio, Simard & Frasconi 1994); with a chunk it stops at the border of truncation.
    """
    places = torch.arange(batch.x.shape[1])
    last = Batch(batch.x, batch.y, places == (batch.mask * places).amax(1, keepdim=True))
    with torch.enable_grad():
        layers, outputs = run(model, batch.x, chunk)
        value = loss(outputs, last) * len(batch)
        states = [values[name] for name in model.cell.states for steps in layers for values in steps]
        found = torch.autograd.grad(value, states, allow_unused=True)
    norms = torch.stack([torch.zeros(()) if g is None else g.norm(dim=1).mean() for g in found])
    shape = (len(model.cell.states), model.n_layers, len(places))
    return dict(zip(model.cell.states, norms.view(shape), strict=True))
