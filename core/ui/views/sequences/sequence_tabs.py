"""Sequence tabs: the learning-rate test of each cell, and its script."""

import pandas as pd
import streamlit as st

from core.datasets.text import TextError
from core.figures.number import told
from core.figures.range_test import Trial, range_test_figure
from core.figures.theme import THEMES
from core.lessons.sequences.learner import SequenceDescent
from core.lessons.sequences.script import script
from core.lessons.sequences.settings import SequenceSettings
from core.lr_range import RangeTest, range_test
from core.ui.language import sentence, t
from core.ui.player import Player
from core.ui.share import link
from core.ui.views.sequences.side import ROLES, SHORT

LOW, HIGH, N_RATES, SMOOTHING = 1e-5, 1.0, 60, 0.5
DECADES = 4  # of the loss
MARKS = {"steepest": "the loss falls fastest", "lowest": "the loss is least", "blown": "it blows up"}


@st.cache_data(max_entries=32, show_spinner=False)
def tested(settings: SequenceSettings) -> RangeTest:
    """One cell's learning-rate test from its first weights."""
    learner = SequenceDescent(settings)
    return range_test(learner, low=LOW, high=HIGH, n=N_RATES, smoothing=SMOOTHING)


def rates(held: Player) -> None:
    """The learning-rate test of each cell."""
    if held.run is None:
        return
    theme = THEMES.get(st.context.theme.type or "light", THEMES["light"])
    st.markdown(
        t(
            "**Learning-rate range test** (Smith 2017). From the first weights, the rate grows by the same factor at "
            "each of {n} steps, from {low} to {high}. A rate somewhat below the one where the loss falls fastest is a "
            "good start; cells of different kinds can want different rates.",
            n=N_RATES,
            low=f"{LOW:g}",
            high=f"{HIGH:g}",
        )
    )
    sides = held.run.settings.sides
    try:
        found = {name: tested(settings) for name, settings in sides.items()}
    except TextError as error:
        st.info(sentence(error))
        return
    titles = {name: SHORT[settings.model.cell] for name, settings in sides.items()}
    tests = [
        Trial(titles[name], ROLES[name], test.rates, test.smooth, {mark: getattr(test, mark) for mark in MARKS})
        for name, test in found.items()
    ]
    figure = range_test_figure(
        tests,
        theme=theme,
        decades=DECADES,
        labels={name: t(words) for name, words in MARKS.items()},
        title=t("● falls fastest here   ▼ is least   ✕ blows up"),
        x_title=t("learning rate"),
        y_title=t("train loss"),
    )
    st.plotly_chart(figure, key="range_test", theme=None, height=340, config={"displayModeBar": False})
    table = [
        {t("Recurrent cell"): titles[name]} | {t(words): rounded(getattr(test, mark)) for mark, words in MARKS.items()}
        for name, test in found.items()
    ]
    st.dataframe(pd.DataFrame(table), hide_index=True)


def rounded(rate: float | None) -> str:
    return "—" if rate is None else told(rate, 3)


def code(held: Player, settings: SequenceSettings, default: SequenceSettings) -> None:
    """The link, and for each cell the script that prints its curve."""
    link(settings, default)
    if held.run is None:
        return
    titles = {name: SHORT[own.model.cell] for name, own in held.run.settings.sides.items()}
    side = st.segmented_control(
        t("Recurrent cell"), list(titles), default="a", required=True, format_func=titles.__getitem__, key="script_side"
    )
    st.markdown(t("**Code.** Plain PyTorch that prints the curve of this cell, with every change you made."))
    if held.playing:
        st.caption(t("Pause to bring it up to the step you see."))
    text = script(held.run, side if side in titles else "a")
    st.download_button(t("Script (Python)"), text, "hebb_sequence.py", key="save_script", on_click="ignore")
    st.code(text, language="python", height=420)
