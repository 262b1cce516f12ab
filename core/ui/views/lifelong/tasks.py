"""Tasks one after another: a column for each network, with its matrix, its curves, and what it answers."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import torch

from core.figures.boundary import boundary
from core.figures.curves import Curve
from core.figures.drawing import Drawing
from core.figures.lines import lines
from core.figures.samples import samples
from core.figures.task_matrix import task_matrix
from core.lessons.lifelong.settings import LifelongSettings
from core.lessons.lifelong.task_lists import SIDE, TASK_LISTS
from core.lessons.lifelong.task_script import script
from core.lessons.lifelong.task_settings import METHODS
from core.ui.language import t
from core.ui.look import Panel
from core.ui.views.lifelong.part import Part
from core.ui.views.lifelong.tasks_look import TasksLook
from core.ui.views.lifelong.tasks_numbers import numbers

HIGH, MIDDLE, LOW = 262, 210, 250  # px
EXTENT, FINE = 5.0, 48  # of the plane, to each side, and squares along it
SHOWN = 2  # digits of each task


def matrix_panel(look: TasksLook, method: str) -> Drawing:
    """Accuracy on every task after every task; the row that is framed is still changing."""
    lost = look.measures(method)["forgetting"]
    told = t("forgetting {lost}", lost=f"{100 * lost:.1f}%".replace("-", "−")) if np.isfinite(lost) else ""
    name = t(METHODS[method])
    return task_matrix(
        look.matrix(method),
        look.names,
        theme=look.theme,
        row=look.now,
        title=t("{method}: {told}", method=name, told=told) if told else name,
        x_title=t("accuracy on task"),
        y_title=t("after task"),
        hover=["{v}"],
        width_px=look.share,
        height_px=HIGH,
    )


def curves_panel(look: TasksLook, method: str) -> Drawing:
    """Accuracy on every task over the steps, counted in tasks, so that the lines of the grid are where tasks change."""
    steps = look.settings.tasks.task_steps
    x = np.array([frame.step for frame in look.frames]) / steps
    names = [f"{method}.task_{k}" for k in range(look.first.n_tasks)]
    scores = np.array([[frame.metrics[name] for name in names] for frame in look.frames])
    series = [Curve(str(k + 1), x, scores[:, k], role=k, dash="solid") for k in range(look.first.n_tasks)]
    past = look.frame.step / steps if look.frame is not look.frames[-1] else None
    return lines(
        series,
        theme=look.theme,
        title=look.heading(method),
        x_title=t("tasks learned"),
        y_title=t("accuracy"),
        x_range=(0.0, float(look.first.n_tasks)),
        y_range=(0.0, 1.0),
        cursor=past,
        width_px=look.share,
        height_px=MIDDLE,
    )


def map_panel(look: TasksLook, method: str) -> Drawing:
    """What the network answers over the plane; solid the points of the task under way, hollow those of the others."""
    axis = torch.linspace(-EXTENT, EXTENT, FINE)
    grid = torch.stack(torch.meshgrid(axis, axis, indexing="xy"), -1).view(-1, 2)
    p = look.outputs(method, grid, look.now).softmax(1)[:, 1].view(FINE, FINE).numpy()
    net, own = look.first, look.first.task == look.now
    sides = [(net.x[part].numpy(), net.y[part].numpy()) for part in (own, ~own)]
    return boundary(
        2 * p - 1,
        EXTENT,
        *sides,
        n_classes=2,
        theme=look.theme,
        show_test=True,
        x_title="x₁",
        y_title="x₂",
        labels={"value": t("value"), "class": t("class"), "train": t("this task"), "test": t("another task")},
        size_px=LOW,
    )


def digits_panel(look: TasksLook, method: str) -> Drawing:
    """Two test digits of each task, and what the network says of them now."""
    net, n = look.first, look.first.n_tasks
    begin = [int(torch.nonzero(net.task_test == k)[0]) for k in range(n)]
    places = torch.tensor([begin[k] + i for i in range(SHOWN) for k in range(n)])
    said = look.outputs(method, net.x_test[places], net.task_test[places]).argmax(1)
    words = (t("even"), t("odd")) if net.n_outputs == 2 else tuple("0123456789")
    return samples(
        net.x_test[places].view(-1, SIDE, SIDE).numpy(),
        [words[k] for k in said.tolist()],
        (said == net.y_test[places]).numpy(),
        theme=look.theme,
        across=n,
        title=look.heading(method),
        width_px=look.share,
        height_px=LOW - 80,
    )


def columns(figure: Callable[..., Drawing], height: int, alt: str, every: int) -> dict[str, Panel]:
    """The same panel for every method; they are drawn one after the other, not all in the same picture."""
    return {m: Panel(partial(figure, method=m), 4, height, alt, every, i % every) for i, m in enumerate(METHODS)}


MATRICES = columns(matrix_panel, HIGH, "Test accuracy of a network on every task after every task", 1)
CURVES = columns(curves_panel, MIDDLE, "Test accuracy of a network on every task over the steps", 3)
MAPS = columns(map_panel, LOW, "What a network answers over the plane, and the points of all tasks", 2)
DIGITS = columns(digits_panel, LOW - 80, "Test digits of every task and what a network says of them", 3)


def panels(settings: LifelongSettings) -> dict[str, Panel]:
    """A column for each network."""
    methods = settings.tasks.methods
    last = MAPS if TASK_LISTS[settings.tasks.task_list].plane else DIGITS
    rows = {"matrix": MATRICES, "curves": CURVES, "answers": last}
    return {
        f"{what}_{method}": replace(row[method], span=12 // len(methods))
        for what, row in rows.items()
        for method in methods
    }


def groups(settings: LifelongSettings) -> dict[str, tuple[str, ...]]:
    reads = TASK_LISTS[settings.tasks.task_list].reads
    own = {"replay": ("memory",), "ewc": ("ewc_lambda",)}
    kept = [name for method, names in own.items() if method in settings.tasks.methods for name in names]
    return {
        "Data": ("task_list", *reads, "task_steps"),
        "Against forgetting": ("methods", *kept),
        "Training": ("width", "depth", "lr", "batch_size", "seed"),
    }


PART = Part(
    "Press play: each network learns one task after another. What is left of the first when the last is learned?",
    "lifelong_tasks",
    TasksLook,
    panels,
    groups,
    numbers,
    script,
    "All tasks have been learned. New weights show how much of it was luck.",
)
