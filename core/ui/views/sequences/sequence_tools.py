"""Sequence tools: the controls of the page that follow from the task, and the choice of what is looked at."""

from collections.abc import Callable
from typing import Any

import streamlit as st
from pydantic.fields import FieldInfo

from core.config import extra
from core.datasets.sequence_tasks import TASKS, Task
from core.lessons.sequences.settings import SequenceSettings
from core.ui.language import t
from core.ui.player import Player
from core.ui.views.sequences.look import SequencePicture


def task(settings: SequenceSettings) -> Task:
    return TASKS[settings.data.task]


def groups(settings: SequenceSettings) -> dict[str, tuple[str, ...]]:
    """The settings in the sidebar that mean something beside the others."""
    asked = settings.values() | {name: st.session_state[name] for name in settings.values() if name in st.session_state}
    cells = {asked["cell"], asked["versus"]}
    return {
        "Data": ("task", *(("length",) if TASKS[asked["task"]].lengths else ()), *(("text",) if asked["task"] == "text" else ())),
        "Model": (
            "cell",
            "versus",
            "hidden_size",
            "n_layers",
            *(("activation",) if "rnn" in cells else ()),
            *(("forget_bias",) if "lstm" in cells else ()),
        ),
        "Training": ("lr", "optimizer", "batch_size", "clip", "bptt", "l2", "seed", "stop", "stop_value"),
    }


def length(field: FieldInfo, value: int) -> int:
    """The length, within what the task allows."""
    entry = TASKS[st.session_state.get("task", "remember")]
    least, usual, greatest = entry.lengths or (2, 40, 128)
    if not least <= st.session_state.get("length", value) <= greatest:
        st.session_state["length"] = usual
    return int(st.slider(t(entry.length_title), least, greatest, key="length", help=t(field.description or "")))


OWN: dict[str, Callable[[FieldInfo, Any], Any]] = {"length": length}


def view(held: Player, settings: SequenceSettings, picture: SequencePicture) -> SequencePicture:
    """Which example is read, and what of the cells is drawn."""
    fields = SequencePicture.model_fields
    row = st.container(horizontal=True, vertical_alignment="center", gap="small")
    example = row.number_input(
        t("Example"), 1, 10_000, step=1, key="example", label_visibility="collapsed", width=140, icon=":material/description:"
    )
    names = extra(fields["maps"], "titles")
    maps = row.segmented_control(
        t("Maps"), list(names), format_func=lambda id: t(names[id]), key="maps", required=True, label_visibility="collapsed"
    )
    return picture.model_copy(update={"example": example, "maps": maps})
