"""Scenes: a page that shows several learners, one at a time, chosen by a row of buttons."""

from collections.abc import Mapping

import streamlit as st

from core.ui import permalink
from core.ui.language import t
from core.ui.player import Player


def choose(page: str, held: Player, name: str, label: str, titles: Mapping[str, str]) -> None:
    """The row of buttons for the setting `name`; another scene starts afresh, and waits."""

    def opened() -> None:
        held.playing, held.picked = False, {}
        permalink.update(page, **{name: st.session_state[name]})

    st.segmented_control(
        label,
        list(titles),
        format_func=lambda id: t(titles[id]),
        key=name,
        on_change=opened,
        required=True,
        label_visibility="collapsed",
    )
