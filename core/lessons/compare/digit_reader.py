"""Digit reader: a network with one hidden layer that learns the embedded digits, and what damage does to it."""

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from core.datasets.images import digits
from core.descent import Descent
from core.learner import Frame
from core.lessons.compare.settings import CompareSettings
from core.models.mlp import MLP, WideMLPConfig

SIDE, N_CLASSES = 8, 10
DRAWS = 20  # lesions of each size whose damage is averaged


class DigitReader(Descent):
    """64 pixels of 0…1 → hidden neurons (ReLU) → 10 digits, by cross-entropy; every fifth digit is held out."""

    settings: CompareSettings
    model: MLP

    def load(self) -> None:
        parts = digits()
        self.x_train, self.x_test = (parts[f"x_{part}"].flatten(1).float() / 255 for part in ("train", "test"))
        self.y_train, self.y_test = (parts[f"y_{part}"].long() for part in ("train", "test"))
        self.n_train = len(self.x_train)

    def build(self, generator: Generator) -> MLP:
        config = WideMLPConfig(hidden=(self.settings.model.width,), activation="relu", init="he")
        return config.build(SIDE * SIDE, N_CLASSES, generator)

    def prepare(self) -> None:
        self.model.dropout = self.settings.model.dropout

    def gradient(self, batch: slice) -> None:
        places = self.order[batch]
        self.model.zero_grad()
        with torch.enable_grad():
            generator = self.chance() if self.model.dropout else None
            F.cross_entropy(self.model(self.x_train[places], generator), self.y_train[places]).backward()

    def metrics(self, model: MLP) -> dict[str, float]:
        found = {}
        for part, x, y in (("train", self.x_train, self.y_train), ("test", self.x_test, self.y_test)):
            z = model(x)
            found[f"{part}_loss"] = F.cross_entropy(z, y).item()
            found[f"{part}_accuracy"] = (z.argmax(1) == y).float().mean().item()
        return found

    def model_at(self, frame: Frame) -> MLP:
        self._view.load_state_dict(frame.weights)
        return self._view

    @torch.no_grad()
    def hidden(self, frame: Frame, x: Tensor) -> Tensor:
        """What the hidden neurons answer, (n, width)."""
        model = self.model_at(frame)
        return torch.relu(F.linear(x, model.weights[0], model.biases[0]))

    @torch.no_grad()
    def importance(self, frame: Frame) -> Tensor:
        """(width,) By how much the training loss grows without one neuron."""
        model = self.model_at(frame)
        h, weight = self.hidden(frame, self.x_train), model.weights[1]
        z = F.linear(h, weight, model.biases[1])
        without = z - h.t()[:, :, None] * weight.t()[:, None]  # (width, n, 10)
        losses = F.cross_entropy(without.flatten(0, 1), self.y_train.repeat(len(weight.t())), reduction="none")
        return losses.view(len(without), -1).mean(1) - F.cross_entropy(z, self.y_train)

    def ranking(self, frame: Frame, draw: int = 0) -> Tensor:
        """(width,) The hidden neurons in the order in which they are taken away."""
        kind, width = self.settings.model.order, self.settings.model.width
        if kind == "random":
            return torch.randperm(width, generator=Generator().manual_seed(draw))
        return self.importance(frame).argsort(descending=kind == "most", stable=True)

    def kept(self, frame: Frame, share: float, draw: int = 0) -> Tensor:
        """(width,) 1 for the neurons left when a share of them is taken away."""
        mask = torch.ones(self.settings.model.width)
        mask[self.ranking(frame, draw)[: round(share * len(mask))]] = 0
        return mask

    @torch.no_grad()
    def outputs(self, frame: Frame, masks: Tensor) -> Tensor:
        """Test outputs (k, n, 10) with hidden neurons masked by (k, width); what is left is not trained again."""
        model = self.model_at(frame)
        h = self.hidden(frame, self.x_test)
        weights = masks[:, None] * model.weights[1]  # (k, 10, width)
        return torch.einsum("nw,kow->kno", h, weights) + model.biases[1]

    def scores(self, frame: Frame, masks: Tensor) -> Tensor:
        """(k,) Test accuracy with hidden neurons masked."""
        return (self.outputs(frame, masks).argmax(2) == self.y_test).float().mean(1)

    def damage(self, frame: Frame, shares: Tensor) -> Tensor:
        """(draws, n_shares) Test accuracy with a share taken away; one draw where the order is not random."""
        draws = DRAWS if self.settings.model.order == "random" else 1
        width = self.settings.model.width
        place = torch.stack([self.ranking(frame, draw) for draw in range(draws)]).argsort(
            1
        )  # of each neuron, when it goes
        gone = (shares * width).round()
        masks = (place[:, None] >= gone[None, :, None]).float()  # (draws, n_shares, width)
        return self.scores(frame, masks.flatten(0, 1)).view(draws, len(shares))
