"""Rates: the learning-rate finder of the page on images."""

import pandas as pd
import streamlit as st

from core.figures.number import told
from core.figures.range_test import Trial, range_test_figure
from core.figures.theme import THEMES
from core.lessons.images.rate import find_rate
from core.lessons.images.settings import ImagesExperiment
from core.lr_range import RangeTest
from core.optimizers import OPTIMIZERS
from core.ui import permalink
from core.ui.language import t

MARKS = {"steepest": "the loss falls fastest", "lowest": "the loss is least", "blown": "it blows up"}
STEPS = 100


@st.cache_data(max_entries=16, show_spinner=False)
def tested(settings: ImagesExperiment) -> RangeTest:
    return find_rate(settings, STEPS)


def finder(page: str, settings: ImagesExperiment) -> None:
    """On request the test of the settings as they are, and the rate it proposes."""
    st.markdown(
        t(
            "**Learning-rate range test** (Smith 2017). A fresh network takes {n} steps, each with a learning rate "
            "larger by the same factor than the one before. Where the loss is least, the rate is already too large; a "
            "tenth of it is a good one to start with (Gugger 2018).",
            n=STEPS,
        )
    )
    key = settings.replace(lr=type(settings)().training.lr)
    wanted = st.session_state.setdefault("rates_asked", set())
    if st.button(t("Find a learning rate"), key="find_rate"):
        wanted.add(key.model_dump_json())
    if key.model_dump_json() not in wanted:
        return
    with st.spinner(t("A network is learning with growing rates …")):
        test = tested(key)
    name = t(OPTIMIZERS[settings.training.optimizer].title)
    theme = THEMES.get(st.context.theme.type or "light", THEMES["light"])
    figure = range_test_figure(
        [Trial(name, 1, test.rates, test.smooth, {mark: getattr(test, mark) for mark in MARKS})],
        theme=theme,
        decades=3,
        labels={mark: t(words) for mark, words in MARKS.items()},
        title=t("● falls fastest here   ▼ is least   ✕ blows up"),
        x_title=t("learning rate"),
        y_title=t("train loss"),
    )
    st.plotly_chart(figure, key="range_test", theme=None, height=320, config={"displayModeBar": False})
    rates = [(t(words), getattr(test, mark)) for mark, words in MARKS.items()]
    table = [{t("mark"): words, t("learning rate"): told(rate, 2) if rate else "—"} for words, rate in rates]
    st.dataframe(pd.DataFrame(table), hide_index=True, width="content")
    if test.good:
        take = {"page": page, "lr": test.good}
        st.button(t("Take {rate}", rate=told(test.good)), key="take_rate", on_click=permalink.update, kwargs=take)
