"""Groups: the settings of the page on spiking networks as its sidebar orders them."""

import streamlit as st

from core.lessons.spiking.settings import SpikingSettings

GROUPS = {
    "Data": ("task", "noise"),
    "Spiking neurons": ("encoding", "n_steps", "beta", "threshold", "slope"),
    "Energy": ("numbers", "skip"),
    "Looked at": ("example", "draw", "unit"),
    "Training": ("width", "optimizer", "lr", "batch_size", "l2", "seed", "stop", "stop_value"),
}


def groups(page: str, settings: SpikingSettings) -> dict[str, tuple[str, ...]]:
    """All of them; but noise is that of points, as the task has just been set."""
    kept = st.session_state.get("entered") == page
    task = st.session_state.get("task", settings.data.task) if kept else settings.data.task
    return GROUPS | {"Data": ("task",)} if task == "digits" else GROUPS
