"""Error rules in numbers: each with its formula, what its synapses have to know, and its angles."""

import pandas as pd
import streamlit as st

from core.figures.digits import sub
from core.learning.error_signals import ERROR_SIGNALS
from core.ui.language import t
from core.ui.player import Player


def written(value: float) -> str:
    """Four decimals, or that there is none."""
    return f"{value:.4f}" if value == value else "–"


def numbers(held: Player) -> None:
    """Every rule with its formula, what it takes, and the numbers at the step that is shown."""
    run, frame = held.run, held.frame()
    if run is None or frame is None:
        return
    rules = list(frame.sides)  # type: ignore[attr-defined]
    for rule in rules:
        entry = ERROR_SIGNALS[rule]
        st.markdown(f"**{t(entry.title)}** $\\;{entry.formula}\\;$ {entry.source}")
    taught = r"G_l = \langle \delta_l\, a_{l-1}^\top \rangle"
    own = run.settings.training
    if own.optimizer == "sgd" and not own.l2:  # elsewhere the optimiser makes more of it
        taught += r"\qquad \Delta W_l = -\eta\, G_l"
    st.markdown(f"${taught}$")
    names = {
        "train_loss": t("train loss"),
        "test_loss": t("test loss"),
        "train_accuracy": t("train accuracy"),
        "test_accuracy": t("test accuracy"),
    }
    n = run.settings.model.depth
    names |= {f"angle_{i}": f"∠(G{sub(i)}, ∂L/∂W{sub(i)})" for i in range(1, n + 2)}
    names |= {f"back_{i}": f"∠(B{sub(i)}, {t('ideal')})" for i in range(1, n + 1)}
    table = {
        t(ERROR_SIGNALS[rule].title): {
            title: written(frame.metrics.get(f"{rule}.{name}", float("nan"))) for name, title in names.items()
        }
        for rule in rules
    }
    st.caption(t("Step {step}.", step=f"{frame.step:,}"))
    st.dataframe(pd.DataFrame(table))
    needs = {t(ERROR_SIGNALS[rule].title): t(ERROR_SIGNALS[rule].needs) for rule in rules}
    st.table(pd.DataFrame({t("What a synapse has to know"): needs}))
