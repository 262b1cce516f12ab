"""Differences: where a nerve cell is more than w·x + b, one at a time, with something to move."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.config import extra
from core.figures.theme import THEMES, Theme
from core.lessons.cell.pulses import threshold
from core.lessons.cell.settings import CellSettings
from core.settings import bounds
from core.ui import permalink
from core.ui.language import t
from core.ui.views.cell.difference import Difference
from core.ui.views.cell.pulse_differences import refractory, spikes, time
from core.ui.views.cell.wiring_differences import dale, dendrites

MADE: dict[str, Callable[[CellSettings, float, Theme], Difference]] = {
    "time": time,
    "spikes": spikes,
    "refractory": refractory,
    "dale": dale,
    "dendrites": dendrites,
}
PULSED = ("time", "spikes", "refractory")  # those that need a cell that rests, and fires when pushed
HEIGHT = 260  # px


def shown(page: str, settings: CellSettings) -> None:
    """The difference that is chosen."""
    fields, chosen = settings.fields(), settings.comparison.difference
    names = extra(fields["difference"], "titles")
    st.segmented_control(
        t(fields["difference"].title or ""),
        list(names),
        format_func=lambda id: t(names[id]),
        key="difference",
        required=True,
        on_change=changed,
        args=(page, "difference"),
    )
    unit = threshold(settings.cell, settings.input.base) if chosen in PULSED else 1.0
    if unit is None:
        st.info(t("This cell fires without a pulse, or never: choose another base current or other parameters."))
        return
    theme = THEMES.get(st.context.theme.type or "light", THEMES["light"])
    made = MADE[chosen](settings, unit, theme)
    row = st.columns(max(2, len(made.widgets) + 1), vertical_alignment="bottom")
    for place, name in zip(row, made.widgets, strict=False):
        with place:
            widget(page, settings, name)
    if made.settings:
        row[len(made.widgets)].button(
            t("Show it on the cell above"),
            key="show",
            icon=":material/arrow_upward:",
            on_click=permalink.update,
            args=(page,),
            kwargs=dict(made.settings),
        )
    st.markdown(f"**{t('The sum:')}** {made.sum}")
    st.markdown(f"**{t('The cell:')}** {made.cell}")
    for place, (figure, alt), key in zip(st.columns(2), (made.left, made.right), ("left", "right"), strict=True):
        figure["layout"]["height"] = HEIGHT
        place.plotly_chart(figure, theme=None, config={"displayModeBar": False}, key=f"difference_{key}", alt=alt)
    st.caption(f"{t('Source:')} {made.source}")


def widget(page: str, settings: CellSettings, name: str) -> None:
    """A setting of the comparison; what is chosen reaches the address at once."""
    field = settings.fields()[name]
    more: dict[str, Any] = {"key": name, "help": t(field.description or ""), "on_change": changed, "args": (page, name)}
    if names := extra(field, "titles"):
        st.selectbox(t(field.title or ""), list(names), format_func=lambda id: t(names[id]), **more)
    else:
        low, high = bounds(field)
        st.slider(t(field.title or ""), float(low), float(high), step=float(extra(field, "step")), **more)


def changed(page: str, name: str) -> None:
    permalink.update(page, **{name: st.session_state[name]})
