"""Code: the link and the program of a run on pictures."""

from functools import partial
from urllib.parse import urlencode

import streamlit as st

from core.lessons.images.script import script
from core.lessons.images.script_data import FILE, pictures
from core.settings import Settings
from core.ui.language import t
from core.ui.player import Player


def code(held: Player, default: Settings) -> None:
    """The address with these settings, and a program that prints the numbers over the picture."""
    query = urlencode(held.settings.to_query(default))
    address = (st.context.url or "").partition("?")[0]
    st.markdown(t("**Link.** Opened elsewhere, it starts the same run with these settings."))
    st.code(f"{address}?{query}" if query else address, language=None, wrap_lines=True)
    if held.run is None:
        return
    st.markdown(
        t("**Code.** Plain PyTorch that prints the curve above, with these settings and every change you made.")
    )
    if held.playing:
        st.caption(t("Pause to bring it up to the step you see."))
    text = script(held.run)
    row = st.container(horizontal=True)
    row.download_button(t("Script (Python)"), text, "hebb_images.py", key="save_script", on_click="ignore")
    if held.settings.data.dataset == "own":
        file = partial(pictures, held.run.learner)
        row.download_button(t("Your pictures (for the script)"), file, FILE, key="save_pictures", on_click="ignore")
    st.code(text, language="python", height=420)
