"""Cell tabs: what stands around the live view of a cell: its settings by group, its spikes in numbers, its script."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from pydantic.fields import FieldInfo

from core.activations import ACTIVATIONS
from core.lessons.cell.rate_curve import rate_curve
from core.lessons.cell.script import script
from core.lessons.cell.settings import CellSettings
from core.neurons.currents import WAVEFORMS
from core.neurons.neuron import Neuron
from core.ui.language import t
from core.ui.player import Player
from core.ui.views.cell.look import slider_step

BUTTONS: dict[str, tuple[str, str, str]] = {
    "step": ("1 ms", "One millisecond", "skip_next"),
    "epoch": ("4 ms", "Four milliseconds", "fast_forward"),
    "reset": ("Reset", "Back to rest, at time 0", "replay"),
}
BROKEN = (
    "The state of the cell is no number any more: its parameters let it grow without bound. What you had is kept; "
    "change a parameter or press Reset."
)
SHOWN = 200  # spikes of the table at most


def groups(settings: CellSettings) -> dict[str, tuple[str, ...]]:
    """The settings of the sidebar, as the waveform that was just chosen asks for them."""
    waveform = st.session_state.get("waveform") if st.session_state.get("entered") == "cell" else None
    if waveform in WAVEFORMS:
        settings = settings.replace(waveform=waveform)
    shown = settings.shown()
    drawn = {name for names in shown.values() for name in names} | set(type(settings.comparison).model_fields)
    for name, value in settings.values().items():  # a widget that comes back has the value of its setting
        if name in drawn:
            st.session_state.setdefault(name, value)
        else:
            st.session_state.pop(name, None)
    return shown


def widgets(settings: CellSettings) -> dict[str, Callable[[FieldInfo, Any], Any]]:
    """The sliders of the current, in the unit and over the reach of the neuron."""
    return {name: partial(injected, settings, name) for name in ("current", "base")}


def injected(settings: CellSettings, name: str, field: FieldInfo, value: float) -> float:
    """One of them; it reaches as far as the value that an address may have given."""
    low, high = settings.cell.reach
    value = st.session_state.get(name, value)
    label = t("{title} ({unit})", title=t(field.title or ""), unit=settings.cell.unit)
    reach = min(low, value), max(high, value)
    return float(st.slider(label, *reach, step=slider_step(settings.cell), key=name, help=t(field.description or "")))


def numbers(held: Player) -> None:
    """Every spike, the newest first, and how near each activation comes; once a second while it plays."""

    @st.fragment(run_every=1.0 if held.playing else None)
    def written() -> None:
        with held.lock:
            frame = held.frame()
            if held.run is None or frame is None:
                return
            cell = held.settings.cell
            times = np.array([time for time in held.run.learner.spikes if time <= frame.step])
        if len(times):
            st.dataframe(spike_table(times), hide_index=True, height=280)
        else:
            st.info(t("No spike so far: raise the current."))
        rates(cell)

    written()


def rates(cell: Neuron) -> None:
    """The rate over constant currents, and the fits to it."""
    curve = rate_curve(cell)
    if not curve.done:
        st.caption(t("The rate is still being measured."))
        return
    st.caption(t("Rate over constant currents, fitted by y = height · f(w·I + b) with least squares:"))
    columns: list[dict[str, Any]] = [
        {
            t("Activation"): t(ACTIVATIONS[id].title),
            "R²": fit.r2,
            t("height (Hz)"): fit.height,
            "w": fit.slope,
            "b": fit.bias,
        }
        for id, fit in curve.fits().items()
    ]
    st.dataframe(columns, hide_index=True)
    currents, found = curve.points
    table = pd.DataFrame({f"I ({cell.unit})": currents, t("rate (Hz)"): found})
    st.dataframe(table, hide_index=True, height=280)


def spike_table(times: np.ndarray) -> pd.DataFrame:
    """The last spikes with their intervals."""
    intervals = np.diff(times, prepend=np.nan)
    columns = {
        t("spike"): np.arange(1, len(times) + 1),
        t("time (ms)"): times,
        t("interval (ms)"): intervals,
        t("rate (Hz)"): 1000 / intervals,
    }
    return pd.DataFrame(columns)[::-1][:SHOWN]


def code(held: Player) -> None:
    """The script that prints the spikes on the screen."""
    frame = held.frame()
    if held.run is None or frame is None:
        return
    st.markdown(t("**Code.** NumPy and SciPy alone: it prints every spike, and the state at {n} ms.", n=frame.step))
    if held.playing:
        st.caption(t("Pause to bring it up to the step you see."))
    with held.lock:
        text = script(held.run.learner, frame.step)
    st.download_button(t("Script (Python)"), text, "hebb_cell.py", key="save_script", on_click="ignore")
    st.code(text, language="python", height=420)
