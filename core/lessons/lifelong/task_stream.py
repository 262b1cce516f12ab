"""Task stream: a network that learns one task after another, and several of them side by side."""

from typing import Any

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from core.descent import Descent
from core.learner import Frame, Learner, broken
from core.lessons.lifelong.task_lists import TASK_LISTS, Task
from core.models.mlp import MLP, WideMLPConfig
from core.pair import Pair


class TaskStream(Descent):
    """A network that learns each task for `task_steps` steps; `method` says what it does against forgetting."""

    method: str
    model: MLP

    def __init__(self, settings: Any, method: str) -> None:
        self.method = method
        super().__init__(settings)

    def load(self) -> None:
        tasks = self.settings.tasks
        entry = TASK_LISTS[tasks.task_list]
        self.tasks: list[Task] = entry.tasks(tasks, self.settings.training.seed)
        self.n_outputs = entry.n_outputs(tasks)

    def build(self, generator: Generator) -> MLP:
        model = self.settings.model
        config = WideMLPConfig(hidden=(model.width,) * model.depth, activation="relu", init="he")
        return config.build(self.tasks[0].x_train.shape[1], self.n_outputs, generator)

    def prepare(self) -> None:
        """An epoch is a task."""
        self.n_train = self.settings.tasks.task_steps * self.settings.training.batch_size
        self.epoch, done = divmod(max(self.step_count - 1, 0), self.settings.tasks.task_steps)
        self.cursor = (done + 1 if self.step_count else 0) * self.settings.training.batch_size

    def shuffle(self) -> None:
        """Nothing: each step draws its examples from (seed, step)."""

    @property
    def now(self) -> int:
        """The task that is learned, from 0."""
        return min(self.epoch, len(self.tasks) - 1)

    def answer(self, model: MLP, task: Task, x: Tensor) -> Tensor:
        """Outputs (n, n_outputs), −∞ where the task does not allow one."""
        z = model(x)
        if task.outputs is None:
            return z
        shut = torch.full((self.n_outputs,), -torch.inf)
        shut[list(task.outputs)] = 0
        return z + shut

    @torch.enable_grad()
    def gradient(self, batch: slice) -> None:
        task, generator = self.tasks[self.now], self.chance()
        places = torch.randint(len(task.x_train), (batch.stop - batch.start,), generator=generator)
        self.model.zero_grad()
        F.cross_entropy(self.answer(self.model, task, task.x_train[places]), task.y_train[places]).backward()

    def metrics(self, model: MLP) -> dict[str, float]:
        task = self.tasks[self.now]
        found = {"train_loss": F.cross_entropy(self.answer(model, task, task.x_train), task.y_train).item()}
        for k, other in enumerate(self.tasks):
            right = self.answer(model, other, other.x_test).argmax(1) == other.y_test
            found[f"task_{k}"] = right.float().mean().item()
        return found

    @property
    def stops(self) -> bool:
        return self.epoch_ended

    def verdict(self, frame: Frame, first: Frame) -> str | None:
        """ "done" after the last task."""
        ended = frame.step >= len(self.tasks) * self.settings.tasks.task_steps
        return broken(frame, first) or ("done" if ended else None)


class TaskStreams(Pair):
    """One network a method, from the same first weights, with the same examples of the task under way."""

    stride = 4
    sides: dict[str, TaskStream]  # type: ignore[assignment]

    def __init__(self, settings: Any) -> None:
        sides: dict[str, Learner] = {method: TaskStream(settings, method) for method in settings.tasks.methods}
        super().__init__(settings, sides)

    @property
    def tasks(self) -> list[Task]:
        return next(iter(self.sides.values())).tasks
