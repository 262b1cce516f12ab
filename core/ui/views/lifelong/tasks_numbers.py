"""Tasks in numbers: forgetting and transfer of every network, with their formulas."""

import pandas as pd
import streamlit as st

from core.lessons.lifelong.task_settings import METHODS
from core.lessons.lifelong.transfer import MEASURES
from core.ui.language import t
from core.ui.player import Player
from core.ui.views.lifelong.tasks_look import look_of

HELD = r"L(w) + \tfrac{\lambda}{2} \sum_i F_i\,(w_i - w_i^*)^2 \qquad F_i = \big\langle \textstyle\sum_y p(y|x)"
HELD += r"\,(\partial \log p(y|x) / \partial w_i)^2 \big\rangle_x"


def percent(value: float) -> str:
    """A share in percent, or that there is none."""
    return f"{100 * value:.2f}%".replace("-", "−") if value == value else "–"


def numbers(held: Player) -> None:
    """The measures at the step that is shown, after k tasks, the one under way counted."""

    @st.fragment(run_every=1.0 if held.playing else None)
    def written() -> None:
        with held.lock:
            look = look_of(held)
            if look is None:
                return
            found = {method: look.measures(method) for method in look.methods}
        st.caption(
            t(
                "Step {step}, task k = {k}. Rᵢⱼ is the test accuracy on task j after task i, in row k that of now; "
                "bⱼ is the accuracy on task j before the first task.",
                step=f"{look.frame.step:,}",
                k=look.now + 1,
            )
        )
        rows = {t(METHODS[method]): [percent(v) for v in values.values()] for method, values in found.items()}
        st.dataframe(pd.DataFrame(rows, index=[t(measure.title) for measure in MEASURES.values()]))
        for measure in MEASURES.values():
            st.markdown(f"{t(measure.title)} $\\; = {measure.formula}$ ({measure.source})")
        if "ewc" in look.methods:
            st.markdown(f"EWC: ${HELD}$ (Kirkpatrick et al. 2017; Huszár 2018)")

    written()
