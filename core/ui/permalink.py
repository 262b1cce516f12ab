"""Permalink: a page's settings in its address, and back."""

import re
from typing import TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.settings import Settings
from core.ui.language import sentence
from core.ui.picture import Picture
from core.ui.player import Player

MARKS = re.compile(r"([\\`*_\[\]()!<>~$#|])")  # what Markdown would read as more than text
S = TypeVar("S", bound=Settings)
P = TypeVar("P", bound=Picture)


def settings(page: str, held: Player, default: S, picture: P) -> tuple[S, P]:
    """The settings this page starts its script with: those set in its live view, those of an address it came by, else
    those it had.

    What an address asks for and cannot have is told in a sentence; the rest of it counts.
    """
    kept = st.session_state.setdefault("settings", {})
    query = {name: value for name, value in st.query_params.items() if name != "lang"}
    came = st.session_state["came"]
    if came:
        st.session_state["entered"] = None
    if page not in kept or (came and query) or went_back():
        views = {name: query.pop(name) for name in picture.owners() if name in query}
        found, errors = default.from_query(query)
        seen, more = picture.from_query(views)
        replace(page, found, seen)
        for error in errors + more:
            refuse(sentence(error))
    elif held.asked:
        replace(page, held.settings, kept[page][1])
    held.read = held.proposed
    return kept[page]


def went_back() -> bool:
    """Whether the browser's back or forward button led here; only then does the address overrule the controls."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def write(page: str, settings: Settings, picture: Picture, default: Settings) -> None:
    """Keep the settings and put those that differ from the default into the address."""
    st.session_state["settings"][page] = settings, picture
    query = settings.to_query(default) | picture.to_query(type(picture)())
    whole = query | {name: value for name, value in st.query_params.items() if name == "lang"}
    if st.query_params.to_dict() != whole:
        st.query_params.from_dict(whole)
    held = st.session_state["players"][page]
    held.told = held.read


def update(page: str, **values: object) -> None:
    """Change settings from outside their widgets, in a callback; raises `SettingError`."""
    settings, picture = st.session_state["settings"][page]
    replace(page, settings.replace(**values), picture)


def replace(page: str, settings: Settings, picture: Picture) -> None:
    st.session_state["settings"][page] = settings, picture
    st.session_state["entered"] = None


def refuse(sentence: str) -> None:
    """Remember a sentence for the page to say in its next run."""
    st.session_state.setdefault("refused", []).append(sentence)


def report() -> None:
    """Say what was refused since the page last ran."""
    refused = st.session_state.pop("refused", [])
    if refused:
        st.warning("\n\n".join(map(plain, refused)))


def plain(text: str) -> str:
    """A text that Markdown shows as it is."""
    return MARKS.sub(r"\\\1", text)
