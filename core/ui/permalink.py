"""Permalink: a page's settings in its address, and back."""

import streamlit as st

from core.experiment import Experiment, SettingError
from core.ui.language import browser_language, language, t


def settings(page: str, default: Experiment) -> Experiment:
    """The settings this page starts its script with: those of a new address, else those it had, else the default.

    What an address asks for and cannot have is told in a sentence; the rest of it counts.
    """
    held = st.session_state.setdefault("settings", {})
    query = {name: value for name, value in st.query_params.items() if name != "lang"}
    arrived = query and query != st.session_state.get("written")
    if page not in held or arrived:
        held[page], errors = Experiment.from_query(query, default)
        st.session_state["entered"] = None
        st.session_state["refused"] = errors
    return held[page]


def write(page: str, experiment: Experiment, default: Experiment) -> None:
    """Keep the settings and put those that differ from the default into the address."""
    st.session_state["settings"][page] = experiment
    query = experiment.to_query(default)
    st.session_state["written"] = query
    lang = {"lang": language()} if language() != browser_language() or "lang" in st.query_params else {}
    if dict(st.query_params) != query | lang:
        st.query_params.from_dict(query | lang)


def sentence(error: ValueError) -> str:
    """A refused setting in the page's language."""
    if not isinstance(error, SettingError):
        return t(str(error))
    return t(
        "{name} = {value} is not possible; allowed is {allowed}. What you had is kept.",
        name=error.name,
        value=error.value,
        allowed=error.allowed,
    )


def report() -> None:
    """Tell what the last address asked for in vain, once."""
    for error in st.session_state.pop("refused", []):
        st.warning(sentence(error))
