"""Own text: a person pastes or uploads a text to learn from; it stays in their session."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.datasets.text import MAX_BYTES, RARE, SHELF, Text, TextError, read_text
from core.ui import permalink
from core.ui.language import sentence, t

KEPT = 2  # texts of a session
NONE = "Paste a text of your own or upload one: the network will learn to go on with it."

Texts = dict[str, Text]  # by id, the newest last


def texts() -> Texts:
    """The texts of this session; nobody else's, and gone with it."""
    held: Texts = st.session_state.setdefault("texts", {})
    return held


def reader(learner: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The learner, which of own texts reads those of this session alone; raises `ValueError` for another."""
    held = texts()

    def start(settings: Any) -> Any:
        data = settings.data
        if data.task == "text" and data.text == "own" and data.file not in held:
            raise TextError("missing_text") if data.file else ValueError(NONE)
        return learner(settings)

    return start


def tools(page: str) -> None:
    """Where the text is given, over the live view."""
    row = st.container(horizontal=True, vertical_alignment="center")
    with row.popover(t("Your text")):
        st.text_area(t("Paste a text"), key="pasted_text", height=160)
        st.button(t("Learn this text"), key="take_text", on_click=take, args=(page,))
        st.file_uploader(
            t("Or upload a text file, up to {size} kB", size=MAX_BYTES // 1000),
            key="text_file",
            on_change=upload,
            args=(page,),
            help=t("It stays in the memory of this session and is never stored, sent on or put into the address."),
        )
    settings, _ = st.session_state["settings"][page]
    held = texts().get(settings.data.file)
    if held is not None:
        count = {"n": f"{len(held.characters):,}", "k": len(held.vocabulary)}
        row.caption(
            t("{n} characters, {k} different ones", **count)
            if not held.dropped
            else t(
                "{n} characters, {k} different ones: the rarest, {m} in all, are read as {sign}",
                **count,
                m=f"{held.dropped:,}",
                sign=RARE,
            )
        )


def take(page: str) -> None:
    read(page, st.session_state["pasted_text"])


def upload(page: str) -> None:
    file = st.session_state["text_file"]
    if file is not None:
        read(page, file.getvalue())


def read(page: str, source: str | bytes) -> None:
    """Learn from a text, or say why not and keep what was there."""
    try:
        found = read_text(source)
    except TextError as error:
        permalink.refuse(sentence(error))
        return
    held = texts()
    held.pop(found.id, None)
    held[found.id] = SHELF.setdefault(found.id, found)
    for old in list(held)[:-KEPT]:
        del held[old]
    permalink.update(page, task="text", text="own", file=found.id)
