"""Sequence tools: the controls of the page that follow from the task, and the choice of what is looked at."""

from collections.abc import Callable
from typing import Any

import streamlit as st
from pydantic.fields import FieldInfo
from streamlit.delta_generator import DeltaGenerator

from core.config import extra
from core.datasets.own_prompt import MAX_TYPED, such_as
from core.datasets.sequence_tasks import TASKS, Task
from core.datasets.sequences import Sequences
from core.lessons.sequences.settings import SequenceSettings
from core.settings import bounds
from core.ui.language import t
from core.ui.task_length import length
from core.ui.views.sequences.sequence_picture import SequencePicture


def task(settings: SequenceSettings) -> Task:
    return TASKS[settings.data.task]


def groups(page: str, settings: SequenceSettings) -> dict[str, tuple[str, ...]]:
    """The settings in the sidebar that mean something beside the others, as the widgets have just been set."""
    asked = settings.values()
    if st.session_state.get("entered") == page:
        asked |= {name: st.session_state[name] for name in asked if name in st.session_state}
    cells = {asked["cell"], asked["versus"]}
    return {
        "Data": (
            "task",
            *(("length",) if TASKS[asked["task"]].lengths else ()),
            *(("text",) if asked["task"] == "text" else ()),
        ),
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


def cell(field: FieldInfo, value: str) -> str:
    """The first cell; where it becomes the one beside it, the two change places."""
    names = extra(field, "titles")
    tip = t(field.description or "")
    label = t(field.title or "")
    st.selectbox(
        label, list(names), format_func=lambda id: t(names[id]), key="cell", help=tip, on_change=swap, args=(value,)
    )
    return str(st.session_state["cell"])


def swap(before: str) -> None:
    if st.session_state["versus"] == st.session_state["cell"]:
        st.session_state["versus"] = before


OWN: dict[str, Callable[[FieldInfo, Any], Any]] = {"length": length, "cell": cell}


def view(settings: SequenceSettings, sequences: Sequences | None) -> None:
    """Which example is read, and what of the cells is drawn."""
    fields = SequencePicture.model_fields
    row = st.container(horizontal=True, vertical_alignment="center", gap="small")
    row.markdown(t("Example"), width="content")
    number(row, fields, "example", 10_000)
    typed = such_as(sequences) if sequences else task(settings).typed
    if typed:
        row.text_input(
            t("Your own example"),
            key="prompt",
            max_chars=MAX_TYPED,
            placeholder=t("your own, such as {typed}", typed=typed),
            label_visibility="collapsed",
            width=230,
        )
    names = extra(fields["maps"], "titles")
    row.segmented_control(
        t("Maps"),
        list(names),
        format_func=lambda id: t(names[id]),
        key="maps",
        required=True,
        label_visibility="collapsed",
    )
    if settings.model.n_layers > 1:
        row.markdown(t("Layer shown"), width="content")
        number(row, fields, "layer", settings.model.n_layers)
    if settings.data.task == "text":
        row.markdown(t("Temperature"), width="content")
        number(row, fields, "temperature", 2.0)


def number(row: DeltaGenerator, fields: dict[str, FieldInfo], name: str, greatest: float) -> None:
    """A box for one of the view settings, without a label over it."""
    field = fields[name]
    kind = type(field.default)
    least = kind(bounds(field)[0])
    st.session_state[name] = min(st.session_state[name], kind(greatest))
    row.number_input(
        t(field.title or ""),
        least,
        kind(greatest),
        step=kind(extra(field, "step") or 1),
        key=name,
        help=None,
        label_visibility="collapsed",
        width=120,
    )
