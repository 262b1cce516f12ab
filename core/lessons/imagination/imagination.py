"""Imagination: learns to make the embedded digits, and is asked for pictures."""

import torch
from torch import Generator, Tensor

from core.datasets.images import digits
from core.descent import STRIDE, Descent
from core.learner import Frame
from core.lessons.imagination.makers import GAN, MAKERS, Autoencoder
from core.lessons.imagination.settings import ImaginationSettings

SIDE = 8
NEIGHBOURS = 5
WATCHED = 360  # pictures of each part whose loss is shown


class Imagination(Descent):
    """Trains a maker on digits of 0…1; tested on every fifth digit of each kind.

    `code_of` and `differences` are for those that encode, not for the GAN.
    """

    settings: ImaginationSettings
    model: Autoencoder | GAN

    def load(self) -> None:
        parts = digits()
        self.x_train, self.x_test = (parts[f"x_{part}"].flatten(1).float() / 255 for part in ("train", "test"))
        self.y_train, self.y_test = (parts[f"y_{part}"].long() for part in ("train", "test"))
        self.n_train = len(self.x_train)

    @property
    def encodes(self) -> bool:
        """Whether pictures have codes, and not only codes pictures."""
        return self.settings.model.maker != "gan"

    @property
    def strength(self) -> float:
        """γ of a GAN, β of a variational autoencoder."""
        model = self.settings.model
        return model.beta if self.encodes else model.gamma

    def build(self, generator: Generator) -> Autoencoder | GAN:
        model = self.settings.model
        return MAKERS[model.maker](SIDE * SIDE, model.code, model.width, generator)

    def gradient(self, batch: slice) -> None:
        self.model.zero_grad()
        with torch.enable_grad():
            self.model.backward(self.x_train[self.order[batch]], self.strength, self.chance())

    def metrics(self, model: Autoencoder | GAN) -> dict[str, float]:
        """What is learned from, on train and test, with noise that is the same in every step."""
        found = {}
        for part, x in (("train", self.x_train), ("test", self.x_test)):
            seeded = Generator().manual_seed(STRIDE)
            for name, value in model.losses(x[:WATCHED], self.strength, seeded).items():
                found[f"{part}_{name}"] = value.item()
        return found

    def model_at(self, frame: Frame) -> Autoencoder | GAN:
        self._view.load_state_dict(frame.weights)
        return self._view

    @torch.no_grad()
    def made(self, frame: Frame, z: Tensor) -> Tensor:
        """Pictures (n, 8, 8) of codes (n, code)."""
        return self.model_at(frame).decode(z).view(-1, SIDE, SIDE)

    @torch.no_grad()
    def code_of(self, frame: Frame, x: Tensor) -> Tensor:
        """Codes (n, code) of pictures (n, 64); the middle of the cloud where they are uncertain."""
        model = self.model_at(frame)
        assert isinstance(model, Autoencoder)
        return model.encode(x)

    def noise(self, n: int) -> Tensor:
        """The same codes (n, code) from N(0, I) in every step, so that one sees the same pictures form."""
        return torch.randn(n, self.settings.model.code, generator=Generator().manual_seed(self.settings.training.seed))

    def nearest(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """(n,) The training digit nearest to each picture (n, 8, 8), and its distance, the root of the mean square."""
        away = torch.cdist(pictures.flatten(1), self.x_train) / SIDE
        found = away.min(1)
        return found.indices, found.values

    def kinds(self, pictures: Tensor) -> Tensor:
        """(n,) The digit that most of the five nearest training digits are."""
        near = torch.cdist(pictures.flatten(1), self.x_train).topk(NEIGHBOURS, largest=False).indices
        return self.y_train[near].mode(1).values
