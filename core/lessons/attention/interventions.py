"""Interventions: what becomes of the held-out loss when a part of the trained network is taken away."""

from dataclasses import dataclass, replace

import torch
from torch import Tensor

from core.datasets.sequences import Batch
from core.learning import sequence_loss
from core.models.trace import NOTHING, Without
from core.models.transformer import Transformer


@dataclass(frozen=True)
class Effect:
    """Loss and accuracy of the network as it is looked at, and of the whole one."""

    loss: float
    accuracy: float
    whole_loss: float
    whole_accuracy: float

    @property
    def change(self) -> float:
        """How much the loss rose."""
        return self.loss - self.whole_loss


@torch.no_grad()
def scores(model: Transformer, batch: Batch, without: Without = NOTHING) -> tuple[float, float]:
    """Loss and accuracy over the places that count."""
    outputs = model(batch.x, without=without)
    return sequence_loss.loss(outputs, batch).item(), sequence_loss.scores(outputs, batch)["accuracy"]


def effect(model: Transformer, batch: Batch, without: Without) -> Effect:
    """What is changed by taking something away, on a batch of held-out sequences."""
    return Effect(*scores(model, batch, without), *scores(model, batch))


def head_effects(model: Transformer, batch: Batch, without: Without = NOTHING) -> Tensor:
    """How much the loss rises when one head more is switched off, (n_layers, n_heads) (Michel et al. 2019)."""
    before, _ = scores(model, batch, without)
    shape = model.config.n_layers, model.config.n_heads
    heads = [(layer, head) for layer in range(shape[0]) for head in range(shape[1])]
    found = [scores(model, batch, replace(without, heads=without.heads | {head}))[0] - before for head in heads]
    return torch.tensor(found).view(shape)


def toggles(model: Transformer, batch: Batch) -> dict[str, Effect]:
    """The effect of the other mask ("causal") and of no positional encoding ("positions")."""
    return {
        "causal": effect(model, batch, Without(causal=not model.config.causal)),
        "positions": effect(model, batch, Without(positions=True)),
    }


@torch.no_grad()
def place_accuracy(model: Transformer, batch: Batch, without: Without = NOTHING) -> Tensor:
    """Share of sequences that are right at each place, (T,); NaN where no answer counts in any."""
    right = sequence_loss.correct(model(batch.x, without=without), batch) & batch.mask
    return right.sum(0) / batch.mask.sum(0)
