"""Controls: one widget a setting, drawn from the declaration of its field."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

import streamlit as st
from pydantic.fields import FieldInfo
from streamlit.delta_generator import DeltaGenerator

from core.config import extra
from core.settings import SettingError, Settings, allowed, bounds, choices, lengths
from core.ui import permalink
from core.ui.language import sentence, t
from core.ui.picture import Picture
from core.ui.player import FIRST_WIDTH

MANTISSAS = (1, 1.5, 2, 3, 5, 7)
GROUPS = ("Data", "Model", "Training")  # of a sidebar, in this order
WIDTHS = {"hidden": "Layer {n}", "channels": "Block {n}"}  # settings that list a number a layer → what each is called
NONE: Mapping[str, Any] = MappingProxyType({})
S = TypeVar("S", bound=Settings)
P = TypeVar("P", bound=Picture)


def log_scale(low: float, high: float, whole: bool) -> list[Any]:
    """1, 1.5, 2, 3, 5, 7, 10, … between two bounds; starts with 0 where 0 is allowed, whole numbers where asked."""
    first = low if low > 0 else 1e-5
    values = [float(f"{m * 10.0**e:.6g}") for e in range(-5, 7) for m in MANTISSAS]
    inside = [value for value in values if first <= value <= high]
    if whole:
        return sorted({int(value) for value in inside} | {int(high)})
    return ([0.0] if low == 0 else []) + inside


def sidebar(
    page: str,
    settings: S,
    picture: Picture,
    groups: Mapping[str, tuple[str, ...]],
    own: Mapping[str, Callable[[FieldInfo, Any], Any]] = NONE,
) -> S:
    """Draw the settings by group; returns those asked for, or raises `SettingError`.

    `own` holds widgets of a page by setting: each is called with the field and its value and returns what was chosen.
    """
    values, fields = settings.values(), settings.fields()
    if st.session_state.get("entered") != page:
        fill(values | picture.model_dump())
        st.session_state["entered"] = page
    for group, names in groups.items():
        if not names:
            continue
        with st.sidebar.expander(t(group), expanded=True):
            for name in names:
                options = settings.offered(name, values) if choices(fields[name]) else ()
                if name in own:
                    values[name] = own[name](fields[name], values[name])
                else:
                    values[name] = control(name, fields[name], values[name], options)
    return settings.replace(**values)


def fill(values: dict[str, Any]) -> None:
    """Set every widget to a value, to be called before the widgets are drawn."""
    for name, value in values.items():
        if name in WIDTHS:
            st.session_state[name] = len(value)
            for i, width in enumerate(value):
                st.session_state[f"{name}_{i + 1}"] = width
        else:
            st.session_state[name] = list(value) if isinstance(value, tuple) else value


def view(row: DeltaGenerator, picture: P) -> P:
    """Speed, and behind a button how the picture is drawn."""
    fields = type(picture).model_fields
    for name, value in picture.model_dump().items():
        st.session_state.setdefault(name, value)
    speed = fields["speed"]
    row.selectbox(
        t(speed.title or ""),
        choices(speed),
        format_func=lambda id: t(extra(speed, "titles")[id]),
        key="speed",
        help=t(speed.description or ""),
        label_visibility="collapsed",
        width=190,
    )
    switches = {name: field for name, field in fields.items() if field.annotation is bool}
    if switches:
        with row.popover(t("View")):
            for name, field in switches.items():
                st.session_state[name] = st.session_state[name]  # said anew: a popover first draws them when it opens
                st.toggle(t(field.title or ""), key=name, help=t(field.description or ""))
    return type(picture)(**{name: st.session_state[name] for name in fields})


def control(name: str, field: FieldInfo, value: Any, options: tuple[str, ...] = ()) -> Any:
    """The widget of one setting; returns what the person chose."""
    label, tip = t(field.title or name), t(field.description or "")
    low, high = bounds(field)
    kind, widget, names = type(field.default), extra(field, "widget"), extra(field, "titles")
    if name in WIDTHS:
        return widths(name, label, tip, extra(field, "widest"), extra(field, "deepest") or 8)
    if kind is tuple:
        chosen = st.pills(
            label,
            list(names),
            selection_mode="multi",
            default=None,
            format_func=lambda id: t(names[id]),
            key=name,
            help=tip,
            on_change=hold,
            args=(name, field, st.session_state.get(name) or list(value)),
        )
        return tuple(chosen) or value
    if options:
        if st.session_state.get(name) not in options:
            st.session_state[name] = options[0]
        follow = propose_stop if name == "stop" else None
        return st.selectbox(label, options, format_func=lambda id: t(names[id]), key=name, help=tip, on_change=follow)
    if kind is bool:
        return st.toggle(label, key=name, help=tip)
    if kind is str:
        return st.text_input(label, key=name, help=tip)
    if widget == "log":
        steps = sorted({*log_scale(low, high, kind is int), st.session_state.get(name, value)})
        return st.select_slider(label, steps, key=name, help=tip, format_func=lambda v: f"{v:g}")
    low, high, step = kind(low), kind(high), kind(extra(field, "step") or (10 if kind is int else 0.05))
    if widget == "number":
        return st.number_input(label, low, high, step=step, key=name, help=tip)
    digits = "%.3f" if kind is float and step < 0.01 else None
    return st.slider(label, low, high, step=step, key=name, help=tip, format=digits)


def hold(name: str, field: FieldInfo, before: list[str]) -> None:
    """Too few or too many were chosen: what was chosen before stays, so that the controls show what the run has."""
    chosen = st.session_state[name]
    least, most = lengths(field)
    if not least <= len(chosen) <= most:
        st.session_state[name] = before
        if chosen:
            permalink.refuse(sentence(SettingError(name, "-".join(sorted(chosen)), allowed(field))))


def propose_stop() -> None:
    """A value that makes sense for the condition just chosen."""
    values = {"test_loss": 0.1, "test_accuracy": 0.95, "epochs": 100.0}
    st.session_state["stop_value"] = values.get(st.session_state["stop"], st.session_state["stop_value"])


def widths(name: str, label: str, tip: str, widest: int, deepest: int) -> tuple[int, ...]:
    """How many layers, and the width of each."""
    n_layers = st.slider(label, 0, deepest, key=name, help=tip)
    columns = st.columns(3) if n_layers else []
    for i in range(n_layers):
        before = st.session_state.get(f"{name}_{i}", FIRST_WIDTH)
        st.session_state[f"{name}_{i + 1}"] = min(widest, st.session_state.get(f"{name}_{i + 1}", before))
        columns[i % 3].number_input(t(WIDTHS[name], n=i + 1), 1, widest, key=f"{name}_{i + 1}")
    return tuple(st.session_state[f"{name}_{i + 1}"] for i in range(n_layers))
