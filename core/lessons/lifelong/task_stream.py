"""Task stream: a network that learns one task after another, and several of them side by side."""

from typing import Any

import torch
import torch.nn.functional as F
from torch import Generator, Tensor, nn

from core.descent import STRIDE, Descent
from core.initializations import INITIALIZATIONS
from core.learner import Frame, Learner, broken
from core.learning import ewc
from core.lessons.lifelong.task_lists import TASK_LISTS, Task
from core.models.mlp import MLP
from core.pair import Pair


class TaskNet(MLP):
    """An MLP of ReLU neurons, and what it keeps of the tasks before.

    `record` (n_tasks + 1, n_tasks): the test accuracy on every task before the first and after each, NaN where that is
    still to come; with `held`, for EWC, `importance` and `anchor` (n_weights,).
    """

    record: Tensor
    importance: Tensor
    anchor: Tensor

    def __init__(self, sizes: tuple[int, ...], n_tasks: int, held: bool, generator: Generator) -> None:
        super().__init__(sizes[0], sizes[1:-1], sizes[-1], activation="relu")
        self.register_buffer("record", torch.full((n_tasks + 1, n_tasks), torch.nan))
        if held:
            self.register_buffer("importance", torch.zeros_like(self.flat.data))
            self.register_buffer("anchor", torch.zeros_like(self.flat.data))
        with torch.no_grad():
            for weight in self.weights:
                INITIALIZATIONS["he"].fill(weight, generator)


class TaskStream(Descent):
    """A network that learns each task for `task_steps` steps; `method` says what it does against forgetting.

    A frame holds all that the network keeps; what is replayed follows from the seed.
    """

    method: str
    model: TaskNet

    def __init__(self, settings: Any, method: str) -> None:
        self.method = method
        super().__init__(settings)
        with torch.no_grad():
            self.model.record[0] = self.accuracies(self.model)

    def load(self) -> None:
        """All tasks in one table: `task` (n,) says to which an example belongs."""
        settings, seed = self.settings.tasks, self.settings.training.seed
        entry = TASK_LISTS[settings.task_list]
        self.tasks: list[Task] = entry.tasks(settings, seed)
        self.n_tasks, self.n_outputs = len(self.tasks), entry.n_outputs(settings)
        self.x, self.y, self.task, self.starts = table([(task.x_train, task.y_train) for task in self.tasks])
        self.x_test, self.y_test, self.task_test, _ = table([(task.x_test, task.y_test) for task in self.tasks])
        self.shut = torch.full((self.n_tasks, self.n_outputs), -torch.inf)  # added to the outputs
        for k, task in enumerate(self.tasks):
            self.shut[k, list(task.outputs or range(self.n_outputs))] = 0
        generator = Generator().manual_seed(seed * STRIDE)
        self.kept = [
            start + torch.randperm(len(task.x_train), generator=generator)
            for start, task in zip(self.starts, self.tasks, strict=True)
        ]  # of each task, those that replay keeps first

    def build(self, generator: Generator) -> TaskNet:
        model = self.settings.model
        sizes = (self.x.shape[1], *(model.width,) * model.depth, self.n_outputs)
        return TaskNet(sizes, self.n_tasks, self.method == "ewc", generator)

    def prepare(self) -> None:
        """An epoch is a task."""
        settings, size = self.settings.tasks, self.settings.training.batch_size
        self.n_train = settings.task_steps * size
        self.epoch, done = divmod(max(self.step_count - 1, 0), settings.task_steps)
        self.cursor = (done + 1 if self.step_count else 0) * size

    def shuffle(self) -> None:
        """Nothing: each step draws its examples from (seed, step)."""

    @property
    def now(self) -> int:
        """The task that is learned, from 0."""
        return min(self.epoch, self.n_tasks - 1)

    def outputs(self, model: nn.Module, x: Tensor, task: int | Tensor) -> Tensor:
        """(n, n_outputs) for examples of a task, or of tasks (n,); −∞ where no such answer is allowed."""
        z: Tensor = model(x)
        return z + self.shut[task]

    def loss(self, places: Tensor) -> Tensor:
        """Mean cross-entropy on some training examples."""
        return F.cross_entropy(self.outputs(self.model, self.x[places], self.task[places]), self.y[places])

    def replayed(self) -> Tensor:
        """Places of all that is kept of the tasks before."""
        none = torch.empty(0, dtype=torch.int64)
        return torch.cat([none, *(kept[: self.settings.tasks.memory] for kept in self.kept[: self.now])])

    def gradient(self, batch: slice) -> None:
        """Of the loss on examples of the task under way, and what the method adds.

        Replay: 1/k of the loss on the k-th task and (k − 1)/k of that on what is kept (van de Ven & Tolias 2019).
        """
        size, generator = batch.stop - batch.start, self.chance()
        own = self.kept[self.now] if self.method != "joint" else torch.arange(len(self.x))
        places, bank = own[torch.randint(len(own), (size,), generator=generator)], self.replayed()
        self.model.zero_grad()
        with torch.enable_grad():
            loss = self.loss(places)
            if self.method == "replay" and len(bank):
                again = bank[torch.randint(len(bank), (size,), generator=generator)]
                loss = loss / (self.now + 1) + self.loss(again) * self.now / (self.now + 1)
            loss.backward()
        if self.method == "ewc":
            flat, strength = self.model.flat, self.settings.tasks.ewc_lambda
            assert flat.grad is not None
            flat.grad += ewc.penalty(flat, self.model.anchor, self.model.importance, strength)[1]

    @torch.no_grad()
    def step(self) -> None:
        """One mini-batch, and at the end of a task what is kept of it."""
        super().step()
        if self.epoch_ended and self.epoch < self.n_tasks:
            self.model.record[self.epoch + 1] = self.accuracies(self.model)
            if self.method == "ewc":
                x = self.tasks[self.epoch].x_train
                self.model.importance += ewc.fisher(self.model, x, self.shut[self.epoch])
                self.model.anchor.copy_(self.model.flat)

    def accuracies(self, model: nn.Module) -> Tensor:
        """Share of right answers on every task's test examples, (n_tasks,)."""
        right = self.outputs(model, self.x_test, self.task_test).argmax(1) == self.y_test
        sums = torch.zeros(self.n_tasks).index_add_(0, self.task_test, right.float())
        return sums / self.task_test.bincount(minlength=self.n_tasks)

    def metrics(self, model: nn.Module) -> dict[str, float]:
        """Loss on the task under way, and accuracy on each."""
        task = self.tasks[self.now]
        loss = F.cross_entropy(self.outputs(model, task.x_train, self.now), task.y_train).item()
        scores = {f"task_{k}": score for k, score in enumerate(self.accuracies(model).tolist())}
        return {"train_loss": loss} | scores

    @property
    def stops(self) -> bool:
        return self.epoch_ended

    def verdict(self, frame: Frame, first: Frame) -> str | None:
        """ "done" after the last task."""
        ended = frame.step >= self.n_tasks * self.settings.tasks.task_steps
        return broken(frame, first) or ("done" if ended else None)


def table(parts: list[tuple[Tensor, Tensor]]) -> tuple[Tensor, Tensor, Tensor, list[int]]:
    """Examples (x, y) of several tasks → x (n, d), y (n,), the number of their task (n,), and where each begins."""
    sizes = torch.tensor([len(x) for x, _ in parts])
    x, y = (torch.cat(side) for side in zip(*parts, strict=True))
    return x, y, torch.arange(len(parts)).repeat_interleave(sizes), (sizes.cumsum(0) - sizes).tolist()


class TaskStreams(Pair):
    """One network a method, from the same first weights, with the same examples of the task under way."""

    stride = 4
    sides: dict[str, TaskStream]  # type: ignore[assignment]

    def __init__(self, settings: Any) -> None:
        sides: dict[str, Learner] = {method: TaskStream(settings, method) for method in settings.tasks.methods}
        super().__init__(settings, sides)
