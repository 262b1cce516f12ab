"""Tasks look: networks side by side at a frame, each with its accuracies on every task after every task."""

from functools import cached_property
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.lessons.lifelong.settings import LifelongSettings
from core.lessons.lifelong.task_lists import TASK_LISTS
from core.lessons.lifelong.task_settings import METHODS
from core.lessons.lifelong.task_stream import TaskStream, TaskStreams
from core.lessons.lifelong.transfer import MEASURES
from core.pair import PairFrame
from core.run import Run
from core.ui.language import t
from core.ui.look import Look

Array = NDArray[np.float64]


class TasksLook(Look):
    """Networks that learn the same tasks, at a frame."""

    settings: LifelongSettings
    run: Run[TaskStreams]
    frame: PairFrame

    @property
    def methods(self) -> tuple[str, ...]:
        return self.settings.tasks.methods

    @property
    def plane(self) -> bool:
        return TASK_LISTS[self.settings.tasks.task_list].plane

    @cached_property
    def first(self) -> TaskStream:
        """Any of the networks, to ask for what they share."""
        return self.run.learner.sides[self.methods[0]]

    @property
    def names(self) -> list[str]:
        """Of the tasks."""
        return [task.name for task in self.first.tasks]

    @property
    def now(self) -> int:
        """The task that is learned, from 0."""
        steps = self.settings.tasks.task_steps
        return min(max(self.frame.step - 1, 0) // steps, self.first.n_tasks - 1)

    def reached(self, method: str) -> Array:
        """Accuracy on every task after those finished, and now, (now + 1, n_tasks)."""
        side = self.frame.sides[method]
        rows = side.weights["record"][1 : self.now + 1].double().numpy()
        live = [side.metrics[f"task_{k}"] for k in range(self.first.n_tasks)]
        return np.vstack([rows, live])

    def matrix(self, method: str) -> Array:
        """The same with rows of NaN for what is still to come, (n_tasks, n_tasks)."""
        rows, n = self.reached(method), self.first.n_tasks
        return np.vstack([rows, np.full((n - len(rows), n), np.nan)])

    def measures(self, method: str) -> dict[str, float]:
        """The numbers of `MEASURES` now."""
        start = self.frame.sides[method].weights["record"][0].double().numpy()
        rows = self.reached(method)
        return {name: measure.of(rows, start) for name, measure in MEASURES.items()}

    @torch.no_grad()
    def outputs(self, method: str, x: Tensor, task: Tensor | int) -> Tensor:
        """What a network answers at this frame, (n, n_outputs)."""
        side = self.run.learner.sides[method]
        return side.outputs(side.model_at(self.frame.sides[method]), x, task)

    def span(self, columns: int) -> float:
        """Width in px of a panel that spans so many of the 12 columns."""
        return self.width * (columns / 12 if self.width > 640 else 1) - 12

    @property
    def share(self) -> float:
        """Width in px of a network's column."""
        return self.span(12 // len(self.methods))

    def heading(self, method: str) -> str:
        """A network's name over its panels where they stand below each other, not under the matrix that names it."""
        return "" if self.width > 640 else t(METHODS[method])

    def readout(self) -> list[tuple[str, str]]:
        n, name = self.first.n_tasks, self.names[self.now]
        shown = [(t("step"), f"{self.frame.step:,}"), (t("task"), f"{self.now + 1} / {n}: {name}")]
        for method in self.methods:
            side = self.frame.sides[method]
            shown.append(
                (t(METHODS[method]), f"{self.measures(method)['average']:.1%}" if side.finite else t("diverged"))
            )
        return shown

    def notes(self) -> list[str]:
        """What the first task lost, once another has been learned."""
        if self.now < 1:
            return []
        told = [
            t("{method} {then} → {now}", method=t(METHODS[method]), then=f"{rows[0, 0]:.0%}", now=f"{rows[-1, 0]:.0%}")
            for method in self.methods
            for rows in [self.reached(method)]
        ]
        return [t("The first task, after it was learned and now: {told}", told=" · ".join(told))]


def look_of(held: Any) -> TasksLook | None:
    """What the live view shows, for the page around it."""
    frame = held.frame()
    if held.run is None or held.scene is None or frame is None:
        return None
    more = (held.selected, held.point, held.picked, held.width)
    return TasksLook(held.settings, held.run, frame, held.frames(), held.scene.theme, held.scene.picture, *more)
