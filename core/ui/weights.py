"""Weights: a table in which any weight or bias can be changed, while the run goes on or stands."""

import numpy as np
import pandas as pd
import streamlit as st

from core.learner import Frame
from core.run import Run
from core.settings import SettingError
from core.trainer import Trainer
from core.ui import permalink
from core.ui.language import sentence, t
from core.ui.player import Player


def table(run: Run[Trainer], frame: Frame, input_names: tuple[str, ...]) -> pd.DataFrame:
    """Every weight and bias, in the order of the flat parameter: layer, to, from, value."""
    rows: list[tuple[str, str, str]] = []
    sizes = run.learner.model.sizes
    for layer, (n_out, n_in) in enumerate(run.learner.model.shapes, start=1):
        name = t("out") if layer == len(sizes) - 1 else str(layer)
        source = list(input_names) if layer == 1 else [f"{layer - 1}.{i + 1}" for i in range(n_in)]
        rows += [(name, f"{name}.{to + 1}", source[i]) for to in range(n_out) for i in range(n_in)]
        rows += [(name, f"{name}.{to + 1}", t("bias")) for to in range(n_out)]
    listed = pd.DataFrame(rows, columns=["layer", "to", "from"])
    listed["value"] = np.concatenate([w.numpy().ravel() for w in frame.weights.values()]).astype(float)
    return listed


def editor(held: Player) -> None:
    """Shows the table and puts each change into the run at once."""
    run, frame = held.run, held.frame()
    if run is None or frame is None:
        return
    st.caption(t("Values at step {step}. Change one and the network goes on with it.", step=f"{frame.step:,}"))
    key = f"weights_{held.edits}"

    def edited() -> None:
        held.edits += 1
        held.go_on()
        for row, change in st.session_state[key]["edited_rows"].items():
            try:
                run.edit(int(row), float("nan") if change["value"] is None else change["value"])
            except SettingError as error:
                permalink.refuse(sentence(error))

    st.data_editor(
        table(run, frame, run.learner.data.input_names),
        column_config={
            "layer": t("Layer"),
            "to": t("To"),
            "from": t("From"),
            "value": st.column_config.NumberColumn(t("Value"), format="%.6g"),
        },
        disabled=["layer", "to", "from"],
        hide_index=True,
        height=320,
        key=key,
        on_change=edited,
    )
