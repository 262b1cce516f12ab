"""Compare look: a brain beside a network, and a network with neurons taken away."""

from functools import cached_property
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core.learner import Frame
from core.lessons.compare.digit_reader import N_CLASSES, SIDE, DigitReader
from core.lessons.compare.quantities import BRAINS, MACHINES, Side, own
from core.lessons.compare.settings import CompareSettings
from core.run import Run
from core.ui.language import t
from core.ui.look import Look
from core.ui.player import Player

SHARES = torch.linspace(0, 0.95, 20)


class CompareLook(Look):
    """A digit reader at a frame, whole and hurt."""

    settings: CompareSettings
    run: Run[DigitReader]
    frame: Frame

    def __post_init__(self) -> None:
        self.learner = self.run.learner

    @property
    def brain(self) -> Side:
        return BRAINS[self.settings.sides.brain]

    @property
    def machine(self) -> Side:
        machine = self.settings.sides.machine
        return own(SIDE * SIDE, self.settings.model.width, N_CLASSES) if machine == "own" else MACHINES[machine]

    @cached_property
    def mask(self) -> Tensor:
        """(width,) 1 for the neurons that are left: of the share, and of those clicked away or back."""
        mask = self.learner.kept(self.frame, self.settings.model.removed)
        flipped = [unit for unit in self.picked.get("flipped", ()) if unit < len(mask)]
        mask[flipped] = 1 - mask[flipped]
        return mask

    @cached_property
    def hurt(self) -> Tensor:
        """Test outputs (n, 10) of what is left."""
        return self.learner.outputs(self.frame, self.mask[None])[0]

    @cached_property
    def curve(self) -> np.ndarray:
        """(draws, n_shares) Test accuracy over `SHARES`."""
        return np.asarray(self.learner.damage(self.frame, SHARES).numpy())

    def readout(self) -> list[tuple[str, str]]:
        left = int(self.mask.sum())
        accuracy = float((self.hurt.argmax(1) == self.learner.y_test).float().mean())
        return [
            *super().readout(),
            (t("neurons left"), f"{left} / {len(self.mask)}"),
            (t("accuracy of what is left"), f"{accuracy:.1%}"),
        ]

    @classmethod
    def clicked(cls, held: Player, event: dict[str, Any]) -> None:
        if event.get("trace") == "neuron":
            flipped = set(held.picked.get("flipped", ()))
            held.picked["flipped"] = flipped ^ {int(event["custom"][0])}
