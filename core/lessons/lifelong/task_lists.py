"""Task lists: tasks that come one after another, one table."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from core.datasets.images import digits
from core.datasets.points import DATASETS

SIDE, N_CLASSES = 8, 10
N_POINTS, REACH, SIZE, NOISE = 200, 2.8, 0.42, 0.1  # points a task, how far out it lies, how large it is drawn
SCENARIOS = {
    "task": "Task-incremental: told which pair",
    "domain": "Domain-incremental: even or odd",
    "class": "Class-incremental: which of ten",
}


@dataclass(frozen=True)
class Task:
    """Inputs (n, d) and labels (n,) to learn and to test on; `outputs` are those it may answer with, None: all."""

    name: str
    x_train: Tensor
    y_train: Tensor
    x_test: Tensor
    y_test: Tensor
    outputs: tuple[int, ...] | None = None


@dataclass(frozen=True)
class TaskList:
    """A title, how its tasks are made of the settings and the seed, how many outputs they need, and what they are."""

    title: str
    tasks: Callable[[Any, int], list[Task]]
    n_outputs: Callable[[Any], int]
    reads: tuple[str, ...]  # the settings it heeds
    plane: bool = False  # points on the plane, not pictures


def parts() -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """The embedded digits: x of 0…1 (n, 64) and y (n,), to train and to test on."""
    found = digits()
    x_train, x_test = (found[f"x_{part}"].flatten(1).float() / 255 for part in ("train", "test"))
    return x_train, found["y_train"].long(), x_test, found["y_test"].long()


def split(settings: Any, seed: int) -> list[Task]:
    """0 or 1, then 2 or 3, … (split digits, Zenke, Poole & Ganguli 2017); what is asked depends on the scenario."""
    x_train, y_train, x_test, y_test = parts()
    made = []
    for k in range(0, N_CLASSES, 2):
        learn, test = y_train // 2 == k // 2, y_test // 2 == k // 2
        y = [labels % 2 if settings.scenario == "domain" else labels for labels in (y_train[learn], y_test[test])]
        outputs = (k, k + 1) if settings.scenario == "task" else None
        made.append(Task(f"{k}, {k + 1}", x_train[learn], y[0], x_test[test], y[1], outputs))
    return made


def rotated(settings: Any, seed: int) -> list[Task]:
    """All ten digits, turned further in every task (rotated digits, Lopez-Paz & Ranzato 2017)."""
    x_train, y_train, x_test, y_test = parts()
    angles = [settings.angle * k for k in range(5)]
    return [Task(f"{a:g}°", turned(x_train, a), y_train, turned(x_test, a), y_test) for a in angles]


def turned(x: Tensor, angle: float) -> Tensor:
    """Pictures (n, 64) turned anticlockwise around their middle by so many degrees, with bilinear interpolation."""
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    grid = F.affine_grid(torch.tensor([[[c, -s, 0.0], [s, c, 0.0]]]), [1, 1, SIDE, SIDE], align_corners=False)
    images = x.view(-1, 1, SIDE, SIDE)
    return F.grid_sample(images, grid.expand(len(x), -1, -1, -1), align_corners=False).flatten(1)


def points(settings: Any, seed: int) -> list[Task]:
    """A pattern of the playground four times around the middle, turned further in every task."""
    made, generator = [], Generator().manual_seed(seed)
    for k in range(4):
        x, y = DATASETS[settings.pattern].make(2 * N_POINTS, NOISE, generator)
        a, b = math.radians(settings.angle * k), math.radians(45 + 90 * k)
        turn = torch.tensor([[math.cos(a), -math.sin(a)], [math.sin(a), math.cos(a)]])
        x = SIZE * x @ turn.T + REACH * torch.tensor([math.cos(b), math.sin(b)])
        made.append(Task(str(k + 1), x[:N_POINTS], y[:N_POINTS], x[N_POINTS:], y[N_POINTS:]))
    return made


TASK_LISTS: dict[str, TaskList] = {
    "split": TaskList("Split digits", split, lambda s: 2 if s.scenario == "domain" else N_CLASSES, ("scenario",)),
    "rotated": TaskList("Turned digits", rotated, lambda s: N_CLASSES, ("angle",)),
    "points": TaskList("Points", points, lambda s: 2, ("pattern", "angle"), plane=True),
}
