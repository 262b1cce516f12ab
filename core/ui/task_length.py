"""Task length: the slider for how long the sequences of a task are."""

import streamlit as st
from pydantic.fields import FieldInfo

from core.datasets.sequence_tasks import TASKS
from core.ui.language import t


def length(field: FieldInfo, value: int) -> int:
    """The length, within what the task allows; said anew, since a slider with other ends forgets its value.

    Where another task was just chosen that has no such length, the value stays: the task brings one of its own.
    """
    entry = TASKS[st.session_state["task"]]
    assert entry.lengths, "a task of one length has no slider"
    least, usual, greatest = entry.lengths
    now = st.session_state.get("length", value)
    fits = least <= now <= greatest
    st.session_state["length"] = now if fits else usual
    chosen = st.slider(t(entry.length_title), least, greatest, key="length", help=t(field.description or ""))
    return int(chosen) if fits else value
