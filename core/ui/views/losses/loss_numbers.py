"""Loss numbers: tables of what the picture shows, every loss, every row, or every step."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from core.datasets.rows import ROWS, rows
from core.lessons.losses.pointwise import NUMBERS, POINTWISE, of_logit, of_number, of_probability, sigmoid, softmax
from core.lessons.losses.settings import LOSS_TITLES, LossSettings
from core.ui.language import t
from core.ui.player import Player
from core.ui.views.losses.look import predicted
from core.ui.views.losses.rows import height_now, judged


def every_loss(settings: LossSettings) -> pd.DataFrame:
    """Every loss that fits, of the one prediction there is."""
    if settings.numbers:
        found = {id: of_number(id, settings.prediction, settings.target, settings.delta) for id in NUMBERS}
        table = [(t(LOSS_TITLES[id]), float(value), float(slope)) for id, (value, slope) in found.items()]
        return pd.DataFrame(table, columns=[t("Loss"), "L", "dL/dŷ"])
    z, y, p = settings.z, settings.y, float(sigmoid(settings.z))
    rows_of: list[tuple[Any, ...]] = []
    for id in POINTWISE:
        value, by_z = of_logit(id, z, y, settings.delta)
        by_p = of_probability(id, p, y, settings.delta)[1]
        rows_of.append((t(LOSS_TITLES[id]), float(value), float(by_p), float(by_z)))
    return pd.DataFrame(rows_of, columns=[t("Loss"), "L", "dL/dp", "dL/dz"])


def every_row(settings: LossSettings) -> pd.DataFrame:
    """Every row, its prediction, its loss and its gradient."""
    (x, y), entry = rows(settings.rows, settings.stretch), ROWS[settings.rows]
    losses, slopes = judged(settings, height_now(settings))
    names = [t(name) for name in entry.names]
    return pd.DataFrame(
        {
            t("row"): np.arange(1, len(y) + 1),
            names[0]: x,
            names[1]: y,
            t("prediction"): predicted(settings, x),
            t("its loss"): losses,
            t("its gradient"): slopes,
        }
    )


def every_class(settings: LossSettings) -> pd.DataFrame:
    """Logit, probability, truth and gradient of each of three classes."""
    p, y = softmax(settings.logits), np.eye(3)[int(settings.label) - 1]
    names = [t("class {n}", n=k) for k in (1, 2, 3)]
    return pd.DataFrame({t("class"): names, "z": settings.logits, "p": p, "y": y, "dL/dz = p − y": p - y})


def every_step(held: Player) -> pd.DataFrame:
    """Logit, probability and loss of both racers at the steps kept."""
    z = np.array([frame.weights["z"].numpy() for frame in held.frames()])
    steps = [frame.step for frame in held.frames()]
    metrics = [frame.metrics for frame in held.frames()]
    columns: dict[str, Any] = {t("step"): steps}
    for i, (id, loss) in enumerate(((held.settings.rival, "rival_loss"), ("bce", "train_loss"))):
        name = t(LOSS_TITLES[id])
        columns |= {f"{name}: z": z[:, i], f"{name}: p": sigmoid(z[:, i]), f"{name}: L": [m[loss] for m in metrics]}
    return pd.DataFrame(columns)


def table(held: Player) -> None:
    """The table of the open scene."""
    settings: LossSettings = held.settings
    if settings.scene == "race":
        st.caption(t("Pause to bring the table up to the step you see."))
        shown = every_step(held)
    elif settings.scene == "rows":
        shown = every_row(settings)
    else:
        shown = every_class(settings) if settings.scene == "three" else every_loss(settings)
    plain = {name: st.column_config.NumberColumn(format="%.6g") for name in shown.columns if shown[name].dtype == float}
    st.dataframe(shown, hide_index=True, column_config=plain)
