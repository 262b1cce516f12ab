"""Few-shot look: features at a frame, and the examples by which new digits are told apart."""

from functools import cached_property
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.learner import Frame
from core.lessons.lifelong.few_settings import SHOTS
from core.lessons.lifelong.few_shot import DRAWS, FewShot
from core.lessons.lifelong.settings import LifelongSettings
from core.run import Run
from core.ui.language import t
from core.ui.look import Look
from core.ui.player import Player

Array = NDArray[np.float64]
WEIGHT = 1000.0  # of prototypes against test pictures, in the choice of a plane


class FewLook(Look):
    """Features that were learned from some digits, and others that they have to tell apart."""

    settings: LifelongSettings
    run: Run[FewShot]
    frame: Frame

    def __post_init__(self) -> None:
        self.learner = self.run.learner

    @property
    def shots(self) -> int:
        return int(self.settings.few.shots)

    @property
    def draw(self) -> int:
        """Which choice of examples is shown, from 0."""
        return int(self.picked.get("draw", 0)) % DRAWS

    @cached_property
    def few(self) -> Tensor:
        """Features of the pictures that examples are taken from, (n, 64)."""
        return self.learner.features(self.frame, self.learner.x_few)

    @cached_property
    def test(self) -> Tensor:
        """Features of the test pictures, (n, 64)."""
        return self.learner.features(self.frame, self.learner.x_test)

    @cached_property
    def prototypes(self) -> Tensor:
        """Of the draw that is shown, (n_new, 64)."""
        return self.learner.prototypes(self.few, self.shots)[self.draw]

    @cached_property
    def said(self) -> Tensor:
        """The nearest prototype of every test picture, (n,)."""
        away = ((self.test[:, None] - self.prototypes) ** 2).sum(2)
        return away.argmin(1)

    @property
    def right(self) -> NDArray[np.bool_]:
        return np.asarray((self.said == self.learner.y_test).numpy())

    @cached_property
    def plane(self) -> tuple[Array, Array]:
        """Test pictures (n, 2) and prototypes (n_new, 2) in the two directions in which prototypes lie farthest apart.

        Where they have but one, the other is that in which test features spread most.
        """
        middle = self.prototypes.mean(0)
        both = torch.cat([WEIGHT * (self.prototypes - middle), self.test - self.test.mean(0)])
        _, _, directions = np.linalg.svd(np.nan_to_num(both.double().numpy()), full_matrices=False)
        two = directions[:2] * np.sign(directions[:2].sum(1, keepdims=True) + 1e-12)
        places, means = ((f - middle).double().numpy() @ two.T for f in (self.test, self.prototypes))
        return places, means

    def span(self, columns: int) -> float:
        """Width in px of a panel that spans so many of the 12 columns."""
        return self.width * (columns / 12 if self.width > 640 else 1) - 12

    def readout(self) -> list[tuple[str, str]]:
        metrics = self.frame.metrics
        shown = [(t("step"), f"{self.frame.step:,}"), (t("loss on known digits"), f"{metrics['train_loss']:.4f}")]
        for n in SHOTS:
            shown.append((t("accuracy from {n}", n=n), f"{metrics[f'shots_{n}']:.1%}"))
        return shown

    def choices(self) -> list[tuple[str, str]]:
        return [(str(i), t("draw {n}", n=i + 1)) for i in range(DRAWS)]

    def choice(self) -> str:
        return str(self.draw)

    def choice_label(self) -> str:
        return t("Examples that are shown")

    @classmethod
    def chosen(cls, held: Player, id: str) -> None:
        held.picked["draw"] = int(id)

    @classmethod
    def clicked(cls, held: Player, event: dict[str, Any]) -> None:
        """Other examples."""
        if event.get("trace") == "example":
            held.picked["draw"] = (int(held.picked.get("draw", 0)) + 1) % DRAWS
