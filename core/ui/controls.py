"""Controls: one widget a setting, drawn from the declaration of its field."""

from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.activations import ACTIVATIONS
from core.datasets.points import DATASETS, FEATURE_LABELS
from core.experiment import FIELDS, Experiment, bounds, choices
from core.initializations import INITIALIZATIONS
from core.losses import LOSSES
from core.optimizers import OPTIMIZERS
from core.ui.language import t
from core.ui.picture import Picture

TITLES: dict[str, dict[str, str]] = {
    "dataset": {id: entry.title for id, entry in DATASETS.items()},
    "activation": {id: entry.title for id, entry in ACTIVATIONS.items()},
    "init": {id: entry.title for id, entry in INITIALIZATIONS.items()},
    "loss": {"auto": "Automatic"} | {id: entry.title for id, entry in LOSSES.items()},
    "optimizer": {id: entry.title for id, entry in OPTIMIZERS.items()},
    "features": FEATURE_LABELS,
    "stop": {
        "never": "Never",
        "test_loss": "Test loss is at most",
        "test_accuracy": "Test accuracy (or R²) is at least",
        "epochs": "Epochs are done",
    },
    "speed": {
        "step": "1 step a picture",
        "steps": "5 steps a picture",
        "epoch": "1 epoch a picture",
        "fastest": "As fast as it goes",
    },
}
GROUPS = ("Data", "Model", "Training")  # of a sidebar, in this order
MANTISSAS = (1, 1.5, 2, 3, 5, 7)


def log_scale(low: float, high: float, whole: bool) -> list[Any]:
    """1, 1.5, 2, 3, 5, 7, 10, … between two bounds; starts with 0 where 0 is allowed, whole numbers where asked."""
    first = low if low > 0 else 1e-5
    values = [float(f"{m * 10.0**e:.6g}") for e in range(-5, 7) for m in MANTISSAS]
    inside = [value for value in values if first <= value <= high]
    if whole:
        return sorted({int(value) for value in inside} | {int(high)})
    return ([0.0] if low == 0 else []) + inside


def sidebar(page: str, experiment: Experiment, picture: Picture, *groups: tuple[str, ...]) -> Experiment:
    """Draw the settings, a tuple of names for each of `GROUPS`; returns the experiment asked for, or `SettingError`."""
    values = experiment.settings()
    if st.session_state.get("entered") != page:
        fill(values | picture.model_dump())
        st.session_state["entered"] = page
    for group, names in zip(GROUPS, groups, strict=True):
        with st.sidebar.expander(t(group), expanded=True):
            for name in names:
                values[name] = control(name, values)
    return experiment.replace(**values)


def fill(values: dict[str, Any]) -> None:
    """Set every widget to a value, to be called before the widgets are drawn."""
    for name, value in values.items():
        if name == "hidden":
            st.session_state["hidden"] = len(value)
            for i, width in enumerate(value):
                st.session_state[f"hidden_{i + 1}"] = width
        else:
            st.session_state[name] = list(value) if isinstance(value, tuple) else value


def view(row: DeltaGenerator, picture: Picture) -> Picture:
    """Speed, and behind a button how the picture is drawn."""
    for name, value in picture.model_dump().items():
        st.session_state.setdefault(name, value)
    speed = Picture.model_fields["speed"]
    row.selectbox(
        t(speed.title or ""),
        choices(speed),
        format_func=lambda id: t(TITLES["speed"][id]),
        key="speed",
        help=t(speed.description or ""),
        label_visibility="collapsed",
        width=190,
    )
    with row.popover(t("View")):
        for name, field in Picture.model_fields.items():
            if field.annotation is bool:
                st.toggle(t(field.title or ""), key=name, help=t(field.description or ""))
    return Picture(**{name: st.session_state[name] for name in Picture.model_fields})


def control(name: str, values: dict[str, Any]) -> Any:
    """The widget of one setting; returns what the person chose."""
    field, value = FIELDS[name], values[name]
    label, tip = t(field.title or name), t(field.description or "")
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    low, high = bounds(field)
    if name == "hidden":
        return hidden(label, tip)
    if name == "features":
        ids, shown = list(FEATURE_LABELS), FEATURE_LABELS.__getitem__
        chosen = st.pills(label, ids, selection_mode="multi", default=None, format_func=shown, key=name, help=tip)
        return tuple(chosen) or value
    if choices(field):
        options = [id for id in choices(field) if offered(name, id, values)]
        if st.session_state.get(name) not in options:
            st.session_state[name] = options[0]
        follow = propose_stop if name == "stop" else None
        titles = TITLES[name]
        return st.selectbox(label, options, format_func=lambda id: t(titles[id]), key=name, help=tip, on_change=follow)
    if extra.get("widget") == "log":
        options = sorted({*log_scale(low, high, isinstance(field.default, int)), st.session_state.get(name, value)})
        return st.select_slider(label, options, key=name, help=tip, format_func=lambda v: f"{v:g}")
    kind = type(field.default)
    low, high, step = kind(low), kind(high), kind(extra.get("step", 10 if kind is int else 0.05))
    if extra.get("widget") == "number":
        return st.number_input(label, low, high, step=step, key=name, help=tip)
    return st.slider(label, low, high, step=step, key=name, help=tip)


def propose_stop() -> None:
    """A value that makes sense for the condition just chosen."""
    values = {"test_loss": 0.1, "test_accuracy": 0.95, "epochs": 100.0}
    st.session_state["stop_value"] = values.get(st.session_state["stop"], st.session_state["stop_value"])


def hidden(label: str, tip: str) -> tuple[int, ...]:
    """How many hidden layers, and the width of each."""
    n_layers = st.slider(label, 0, 8, key="hidden", help=tip)
    columns = st.columns(3) if n_layers else []
    for i in range(n_layers):
        if f"hidden_{i + 1}" not in st.session_state:
            st.session_state[f"hidden_{i + 1}"] = st.session_state.get(f"hidden_{i}", 4)
        columns[i % 3].number_input(t("Layer {n}", n=i + 1), 1, 32, key=f"hidden_{i + 1}")
    return tuple(st.session_state[f"hidden_{i + 1}"] for i in range(n_layers))


def offered(name: str, id: str, values: dict[str, Any]) -> bool:
    """Whether a choice makes sense beside the other settings."""
    regression = DATASETS[values["dataset"]].n_classes == 0
    return not (name == "loss" and regression and id != "auto" and not LOSSES[id].regression)
