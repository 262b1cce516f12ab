"""Permalink: a page's settings in its address, and back."""

import re

import streamlit as st
from pydantic import ValidationError
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.experiment import Experiment, SettingError, shorten
from core.ui.language import t
from core.ui.picture import Picture

MARKS = re.compile(r"([\\`*_\[\]()!<>~$#|])")  # what Markdown would read as more than text


def settings(page: str, default: Experiment) -> tuple[Experiment, Picture]:
    """The settings this page starts its script with: those of an address it came by, else those it had.

    What an address asks for and cannot have is told in a sentence; the rest of it counts.
    """
    held = st.session_state.setdefault("settings", {})
    query = {name: value for name, value in st.query_params.items() if name != "lang"}
    came = st.session_state["came"]
    if came:
        st.session_state["entered"] = None
    if page not in held or (came and query) or went_back():
        views = {name: query.pop(name) for name in Picture.model_fields if name in query}
        experiment, errors = Experiment.from_query(query, default)
        picture, more = read_picture(views)
        held[page] = experiment, picture
        st.session_state["entered"] = None
        for error in errors + more:
            refuse(sentence(error))
    return held[page]


def went_back() -> bool:
    """Whether the browser's back or forward button led here; only then does the address overrule the controls."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def read_picture(query: dict[str, str]) -> tuple[Picture, list[SettingError]]:
    picture, errors = Picture(), []
    for name, text in query.items():
        try:
            picture = Picture.model_validate(picture.model_dump() | {name: text})
        except ValidationError:
            allowed = "step, steps, epoch, fastest" if name == "speed" else "True, False"
            errors.append(SettingError(name, shorten(text), allowed))
    return picture, errors


def write(page: str, experiment: Experiment, picture: Picture, default: Experiment) -> None:
    """Keep the settings and put those that differ from the default into the address."""
    st.session_state["settings"][page] = experiment, picture
    views = {name: str(value) for name, value in picture.model_dump(exclude_defaults=True).items()}
    query = experiment.to_query(default) | views
    whole = query | {name: value for name, value in st.query_params.items() if name == "lang"}
    if st.query_params.to_dict() != whole:
        st.query_params.from_dict(whole)


def sentence(error: ValueError) -> str:
    """A refused setting in the page's language."""
    if not isinstance(error, SettingError):
        return t(str(error))
    return t(
        "{name} = {value} is not possible; allowed is {allowed}. What you had is kept.",
        name=shorten(error.name),
        value=error.value,
        allowed=error.allowed,
    )


def update(page: str, **settings: object) -> None:
    """Change settings from outside their widgets, in a callback; raises `SettingError`."""
    experiment, picture = st.session_state["settings"][page]
    replace(page, experiment.replace(**settings), picture)


def replace(page: str, experiment: Experiment, picture: Picture) -> None:
    st.session_state["settings"][page] = experiment, picture
    st.session_state["entered"] = None


def refuse(sentence: str) -> None:
    """Remember a sentence for the page to say in its next run."""
    st.session_state.setdefault("refused", []).append(sentence)


def report() -> None:
    """Say what was refused since the page last ran."""
    for refused in st.session_state.pop("refused", []):
        st.warning(MARKS.sub(r"\\\1", refused))
