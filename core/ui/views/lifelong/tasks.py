"""Tasks one after another: its panels, settings, numbers and code."""

import numpy as np
import streamlit as st

from core.figures.curves import Curve
from core.figures.drawing import Drawing
from core.figures.lines import lines
from core.lessons.lifelong.task_lists import TASK_LISTS
from core.ui.language import t
from core.ui.look import Look, Panel
from core.ui.player import Player
from core.ui.views.lifelong.part import Part


class TasksLook(Look):
    """Networks side by side at a frame."""


def curves_panel(look: TasksLook) -> Drawing:
    x = np.array([frame.step for frame in look.frames])
    names = [name for name in look.frames[0].metrics if "task_0" in name]
    series = [Curve(name, x, np.array([frame.metrics[name] for frame in look.frames])) for name in names]
    return lines(series, theme=look.theme, title=t("Accuracy"), y_range=(0, 1), width_px=look.width - 12)


def panels(settings: object) -> dict[str, Panel]:
    return {"curves": Panel(curves_panel, 12, 230, "Accuracy on every task over the steps")}


def groups(settings: object) -> dict[str, tuple[str, ...]]:
    reads = TASK_LISTS[settings.tasks.task_list].reads  # type: ignore[attr-defined]
    return {
        "Data": ("task_list", *reads, "task_steps"),
        "Against forgetting": ("methods", "memory", "ewc_lambda"),
        "Training": ("width", "lr", "batch_size", "seed"),
    }


def numbers(held: Player) -> None:
    st.dataframe(held.run.newest.metrics if held.run else {})


PART = Part(
    "Press play: each network learns one task after another. What is left of the first when the last is learned?",
    "lifelong_tasks",
    TasksLook,
    panels,
    groups,
    numbers,
    lambda learner, last: "",
)
