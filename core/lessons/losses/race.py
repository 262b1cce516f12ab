"""Loss race: two logits leave the same confidently wrong place, one down cross-entropy, the other down another loss.

z ← z − η · dL/dz at every step, with the one example whose truth is y; the rates are the same, the gradients are not
(Nielsen 2015, *Neural Networks and Deep Learning*, chapter 3).
"""

from typing import Any

import numpy as np
import torch

from core.learner import Frame, broken
from core.lessons.losses.pointwise import of_logit, sigmoid
from core.lessons.losses.settings import LossSettings
from core.settings import SettingError

LEARNED = 0.1  # |p − y| from which the answer counts as learned
LONGEST = 100_000  # steps
MARKS = ("learned", "rival_learned", "rival_then")  # the steps, and the rival's p at the first; −1: not yet


class LossRace:
    """The learner of the race; `z` (2,) holds the logits of the rival and of cross-entropy."""

    def __init__(self, settings: LossSettings) -> None:
        self.settings = settings
        self.z = np.full(2, settings.start)
        self.step_count = 0
        self.marks = dict.fromkeys(MARKS, -1.0)
        self._mark()

    epoch_ended = True  # the one example has been seen
    stops = True

    @property
    def losses(self) -> tuple[str, str]:
        """Ids of the rival and of cross-entropy."""
        return self.settings.rival, "bce"

    def judged(self, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """L and dL/dz (2,) of both at their logits (2,)."""
        both = [of_logit(id, z[i], self.settings.y, self.settings.delta) for i, id in enumerate(self.losses)]
        return np.array([loss for loss, _ in both]), np.array([slope for _, slope in both])

    def step(self) -> None:
        """One step of gradient descent for each."""
        self.z = self.z - self.settings.lr * self.judged(self.z)[1]
        self.step_count += 1
        self._mark()

    def _mark(self) -> None:
        """Note when each has learned the answer, and what the rival said when cross-entropy had."""
        p = sigmoid(self.z)
        for name, learned in zip(("rival_learned", "learned"), np.abs(p - self.settings.y) < LEARNED, strict=True):
            if learned and self.marks[name] < 0:
                self.marks[name] = float(self.step_count)
                if name == "learned":
                    self.marks["rival_then"] = float(p[0])

    def frame(self) -> Frame:
        """The state now; the loss of cross-entropy counts as the run's."""
        (rival, loss), _ = self.judged(self.z)
        metrics = {"rival_loss": float(rival), "train_loss": float(loss)} | self.marks
        return Frame(self.step_count, float(self.step_count), metrics, {"z": torch.from_numpy(self.z.copy())})

    def restore(self, frame: Frame) -> None:
        self.z, self.step_count = frame.weights["z"].numpy().copy(), frame.step
        self.marks = {name: frame.metrics[name] for name in MARKS}

    def change(self, **values: Any) -> None:
        """Raises `SettingError`: every setting decides the race from its start."""
        name, value = next(iter(values.items()))
        raise SettingError(name, value, "a new run")

    def verdict(self, frame: Frame, first: Frame) -> str | None:
        """Done when both have learned the answer, or after `LONGEST` steps."""
        both = min(frame.metrics["learned"], frame.metrics["rival_learned"]) >= 0
        return broken(frame, first) or ("done" if both or frame.step >= LONGEST else None)
