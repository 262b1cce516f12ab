"""Kernel table: the weights of a kernel as a table that can be edited."""

import pandas as pd
import streamlit as st

from core.lessons.convolution.sliding import MOST, SlidingSettings
from core.settings import SettingError
from core.ui import permalink
from core.ui.language import sentence, t
from core.ui.player import Player

CHANNELS = ("red", "green", "blue")


def editor(page: str, held: Player, settings: SlidingSettings) -> None:
    """Shows the weights of a slice, and makes them a kernel of one's own when one is changed."""
    count, channel = held.picked.setdefault("edits", 0), 0
    if len(settings.image) == len(CHANNELS):
        names = {i: t(name) for i, name in enumerate(CHANNELS)}
        channel = st.segmented_control(
            t("Slice of the kernel"), list(names), format_func=names.__getitem__, default=0, required=True, key="slice"
        )
    key, weights = f"kernel_table_{count}_{channel}", settings.slices[channel].copy()
    columns = [str(i + 1) for i in range(settings.size)]

    def edited() -> None:
        held.picked["edits"] += 1
        for row, change in st.session_state[key]["edited_rows"].items():
            for column, value in change.items():
                weights[int(row), int(column) - 1] = 0 if value is None else value
        try:
            permalink.update(page, **settings.edited(channel, weights))
        except SettingError as error:
            permalink.refuse(sentence(error))

    st.caption(
        t(
            "Change a weight and the kernel is your own. Each lies between {low} and {high}.",
            low=f"−{MOST:g}",
            high=f"{MOST:g}",
        )
    )
    st.data_editor(
        pd.DataFrame(weights, columns=columns),
        column_config={name: st.column_config.NumberColumn(name, format="%.4g") for name in columns},
        hide_index=True,
        key=key,
        on_change=edited,
        width=90 * settings.size + 40,
    )
