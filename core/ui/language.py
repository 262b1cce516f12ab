"""Language: English is the key; `core/text/zh.po` and, for one page each, `core/text/zh/*.po` translate labels;
`core/text/<lang>/*.md` hold the prose."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

import streamlit as st
from babel.messages.pofile import read_po

from core.explained import Explained
from core.settings import SettingError, shorten

TEXT = Path(__file__).parents[1] / "text"
LANGUAGES = {"en": "English", "zh": "中文"}
LOCALES = {"en": "en", "zh": "zh-CN"}  # what a page says it is written in


@functools.cache
def catalogue(lang: str) -> dict[str, str]:
    """English → translation, of what pages share and of each page; empty for English itself."""
    found: dict[str, str] = {}
    for path in (TEXT / f"{lang}.po", *sorted((TEXT / lang).glob("*.po"))):
        if path.exists():
            with path.open("rb") as file:
                found |= {str(m.id): str(m.string) for m in read_po(file, locale=lang) if m.id and m.string}
    return found


@functools.cache
def read_prose(lang: str, name: str) -> str:
    return (TEXT / lang / f"{name}.md").read_text(encoding="utf-8")


_speaking: ContextVar[str] = ContextVar("speaking", default="")


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Use a language where there is no page to ask, as in the server's own routes."""
    token = _speaking.set(lang)
    yield
    _speaking.reset(token)


def language() -> str:
    """The language in use: chosen in the menu, else in the address, else the browser's."""
    if _speaking.get():
        return _speaking.get()
    chosen = st.session_state.get("lang") or st.query_params.get("lang")
    return chosen if chosen in LANGUAGES else browser_language()


def browser_language() -> str:
    return "zh" if (st.context.locale or "").lower().startswith("zh") else "en"


def t(text: str, /, **values: object) -> str:
    """The text in the language in use, with `{name}` replaced by values."""
    text = catalogue(language()).get(text, text)
    return text.format(**values) if values else text


def sentence(error: ValueError) -> str:
    """What went wrong, in the page's language."""
    if isinstance(error, Explained):
        return t(error.template, **error.values)
    if not isinstance(error, SettingError):
        return t(str(error))
    return t(
        "{name} = {value} is not possible; allowed is {allowed}. What you had is kept.",
        name=shorten(error.name),
        value=error.value,
        allowed=error.allowed,
    )


def prose(name: str) -> str:
    """A page's Markdown in the language in use."""
    return read_prose(language(), name)


def choose() -> None:
    """The menu's language switch; a choice other than the browser's language is kept in the address."""
    if "lang" not in st.session_state:
        st.session_state["lang"] = language()
    st.sidebar.segmented_control(
        t("Language"),
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        key="lang",
        on_change=relabel,
        label_visibility="collapsed",
        required=True,
    )
    if language() != st.query_params.get("lang", browser_language()):
        st.query_params["lang"] = language()


def relabel() -> None:
    """Have every widget filled anew: a browser reports a choice by its label, which is now another."""
    st.session_state["entered"] = None
