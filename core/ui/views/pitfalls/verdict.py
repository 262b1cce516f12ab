"""Verdict: what stands around a pair of programs: the line that differs, which of them is wrong, the real messages."""

import difflib

import streamlit as st

from core.lessons.pitfalls import messages
from core.lessons.pitfalls.pitfall import Pitfall, lines
from core.ui import permalink
from core.ui.language import t
from core.ui.player import Player


def difference(entry: Pitfall) -> None:
    """The source of both programs where it is not the same."""
    st.markdown(f"**{t('The line that differs')}**")
    different = list(difflib.ndiff(lines(entry.mistake), lines(entry.cure)))
    st.code("\n".join(line for line in different if not line.startswith("?")), language="diff", wrap_lines=True)
    st.caption(
        t(
            "− the mistake, + the cure. Both programs get the same data, seed and number of steps; first weights and "
            "order of samples are the same too, unless the mistake itself changes a shape, the seed or the order."
        )
    )


def verdict(held: Player, entry: Pitfall, guess: str | None) -> None:
    """Which program is wrong and why, once the person has answered."""
    st.markdown(f"**{t('Which it is, and why')}**")
    if guess is None or held.run is None:
        st.info(t("Answer first: which of the two is it?"))
    else:
        wrong = held.run.learner.wrong
        if guess == wrong:
            st.success(t("Right: {wrong} makes the mistake.", wrong=wrong.upper()))
        else:
            st.error(t("It is the other one: {wrong} makes the mistake.", wrong=wrong.upper()))
        st.markdown(permalink.plain(t(entry.why)))
        st.caption(t("The symptom, with the numbers of now, stands over the pictures."))


def error_messages(pitfall: str) -> None:
    """What PyTorch, NumPy or pandas says of such a mistake, read word by word."""
    cases = messages.CASES.get(pitfall, ())
    if cases:
        st.markdown(t("What PyTorch, NumPy or pandas says where such a mistake ends in an error. Each was just run."))
    else:
        st.markdown(t("This mistake never ends in an error: that is what makes it dangerous."))
    for case in cases:
        message = messages.caught(case.program)
        st.code(messages.code(case.program), language="python")
        st.code(message, language=None, wrap_lines=True)
        parts = [
            f"- `{words}`: {permalink.plain(t(text, **values))}" for words, text, values in messages.reading(message)
        ]
        change = t("What to change: {change}", change=t(case.change))
        st.markdown("\n".join(parts) + f"\n\n{permalink.plain(change)}")
