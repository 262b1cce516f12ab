"""Importance: which columns the answers rest on."""

from typing import Any

import pandas as pd
import streamlit as st
from torch import Tensor

from core.datasets.prepared import Prepared
from core.evaluation.importance import Importance, permutation_importance
from core.evaluation.measures import Measure, measures
from core.evaluation.report import Answers
from core.figures.importance import MOST, importance
from core.lessons.table.prediction import answers
from core.ui.language import sentence, t
from core.ui.player import Player
from core.ui.views.table.evaluation import judge, network
from core.ui.views.table.evaluation_figures import show, theme

REPEATS = (5, 10, 20, 50)
ROW = 24  # px of a bar


def columns(held: Player, prepared: Prepared) -> None:
    """The tab: how much worse a measure gets on the validation rows when one raw column is shuffled."""

    @st.fragment
    def drawn() -> None:
        try:
            judged = judge(held, prepared, "valid")
        except ValueError as error:
            st.error(sentence(error))
            return
        if judged is None:
            st.info(t("There is no network to judge yet."))
            return
        table = measures(judged.answers)
        row = st.container(horizontal=True, vertical_alignment="bottom")
        name = row.selectbox(
            t("Measure"), list(table), format_func=lambda id: t(table[id].title), key="importance_measure", width=260
        )
        n_repeats = row.selectbox(t("Repeats"), REPEATS, 1, key="importance_repeats", width=120)
        row.button(t("Refresh"), key="importance_refresh", icon=":material/refresh:")
        found = compute(held, prepared, judged.frame, name, n_repeats)
        row.caption(t("As of step {step}, on {n} validation rows.", step=f"{judged.frame.step:,}", n=f"{found.rows:,}"))
        draw(found, table[name])

    drawn()


def compute(held: Player, prepared: Prepared, frame: Any, name: str, n_repeats: int) -> Importance:
    """Importance at a frame, kept until the frame or the question changes."""
    kept = held.picked.get("importance")
    key = (held.settings.data, name, n_repeats)
    if kept is None or kept[0] is not frame or kept[1] != key:
        assert held.run is not None
        model, loss, data = network(held, frame), held.run.settings.loss, prepared.data

        def answer(x: Tensor, y: Tensor) -> Answers:
            return answers(prepared, loss, model, x, y)

        with st.spinner(t("Shuffling …")):
            found = permutation_importance(
                answer, data.x_test, data.y_test, prepared.groups, name, n_repeats=n_repeats, seed=0
            )
        kept = held.picked["importance"] = (frame, key, found)
    return kept[2]


def draw(found: Importance, measure: Measure) -> None:
    """Bars of the most important columns, and all of them as a table."""
    by = t("{name} falls by", name=t(measure.title)) if measure.higher else t("{name} rises by", name=t(measure.title))
    figure = importance(
        found.mean,
        found.spread,
        names=found.names,
        theme=theme(),
        title=t("How much worse without the column"),
        x_title=by,
    )
    alt = t("One bar a column, the longest on top, with the spread of the repeats.")
    show(st.container(), figure, alt, "importance_figure", 90 + ROW * min(len(found.names), MOST))
    st.caption(
        t(
            "Each bar is the mean of the repeats, the thin line one standard deviation around it; bars near zero or "
            "below are chance. Columns that say the same stand in for each other: shuffle one and the network reads "
            "the other, so both look unimportant. Importance says what this network uses, not what causes what."
        )
    )
    with st.expander(t("All columns")):
        st.dataframe(
            pd.DataFrame({t("Column"): found.names, t("Mean"): found.mean, t("Spread"): found.spread}), hide_index=True
        )
