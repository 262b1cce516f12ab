"""Code: the link and the program of a run on pictures."""

from urllib.parse import urlencode

import streamlit as st

from core.lessons.images.script import script
from core.settings import Settings
from core.ui.language import t
from core.ui.player import Player


def code(held: Player, default: Settings) -> None:
    """The address with these settings, and a program that prints the numbers over the picture."""
    query = urlencode(held.settings.to_query(default))
    address = (st.context.url or "").partition("?")[0]
    st.markdown(t("**Link.** Opened elsewhere, it starts the same run with these settings."))
    st.code(f"{address}?{query}" if query else address, language=None, wrap_lines=True)
    frame = held.frame()
    if held.run is None or frame is None:
        return
    text = script(held.run.learner, frame.step)
    if text is None:
        st.caption(t("A program needs pictures that others have too: choose one of the well-known sets."))
        return
    st.markdown(t("**Code.** Plain PyTorch that prints loss and accuracy at step {step}.", step=f"{frame.step:,}"))
    if held.run.learner.changes:
        st.caption(t("You changed settings on the way; the program has those of now from its first step on."))
    if held.playing:
        st.caption(t("Pause to bring it up to the step you see."))
    st.download_button(t("Script (Python)"), text, "hebb_images.py", key="save_script", on_click="ignore")
    st.code(text, language="python", height=420)
