"""Regression tabs: the pens over the live view, the table of every point's share in a step, and the script."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from core.lessons.regression.line_experiment import LineExperiment
from core.lessons.regression.regression import sigmoid
from core.lessons.regression.script import script
from core.ui import permalink
from core.ui.language import t
from core.ui.player import Player
from core.ui.share import link
from core.ui.views.regression.look import ERASER, RegressionLook, parameters
from core.ui.views.regression.words import short

ROWS = 200  # of the table


def tools(page: str, held: Player, settings: LineExperiment) -> None:
    """What the pointer puts into the plane."""
    pens: dict[Any, str] = {0: t("train"), 2: t("test")}
    if settings.data.n_classes:
        pens = {n: t("class {n}", n=n) for n in (0, 1)} | {n: t("class {n}, test", n=n - 2) for n in (2, 3)}
    pens |= {ERASER: t("Eraser")}
    row = st.container(horizontal=True, vertical_alignment="center")
    chosen = row.pills(
        t("Pen"),
        list(pens),
        format_func=pens.__getitem__,
        key=f"pen_{settings.data.task}",
        default=settings.data.n_classes // 2,
        required=True,
        label_visibility="collapsed",
    )
    held.picked["pen"] = chosen
    none = not settings.data.points
    row.button(t("Clear"), key="clear", on_click=permalink.update, args=(page,), kwargs={"points": ""}, disabled=none)


def look_of(held: Player) -> RegressionLook | None:
    """What the live view shows, for the page around it."""
    frame = held.frame()
    if held.run is None or frame is None or held.scene is None:
        return None
    scene = held.scene
    more = (held.selected, held.point, held.picked, held.width)
    return RegressionLook(held.settings, held.run, frame, held.frames(), scene.theme, scene.picture, *more)


def numbers(held: Player) -> None:
    """The sums behind loss and gradient, once a second while it plays; paused, every training point's share in them."""

    @st.fragment(run_every=1.0 if held.playing else None)
    def shown() -> None:
        with held.lock:
            look = look_of(held)
            if look is None:
                return
            listed, sums, found = table(look), totals(look), weights(look)
            step = look.frame.step
        st.caption(t("Step {step}: what each training point adds to loss and gradient.", step=f"{step:,}"))
        st.code("\n".join(sums), language=None, wrap_lines=True)
        if held.playing:
            st.caption(t("Pause to see every point and every weight."))
            return
        st.dataframe(listed.head(ROWS), hide_index=True, height=260)
        st.markdown(t("**Every weight**"))
        st.dataframe(found, hide_index=True)

    shown()


def table(look: RegressionLook) -> pd.DataFrame:
    """One row a training point: inputs, label, prediction, miss, its loss, and its share of ∂L/∂w."""
    aim, regression = look.aim, look.aim.regression
    z = regression.a @ look.theta
    columns = dict(zip(aim.config.inputs, aim.data.x_train.numpy().T, strict=True)) | {"y": regression.y}
    if aim.config.n_classes:
        p = sigmoid(z)
        miss, each = p - regression.y, np.logaddexp(0, z) - regression.y * z
        columns |= {"z": z, "p = σ(z)": p, "p − y": miss, "−ln P(y)": each}
    else:
        miss = z - regression.y
        columns |= {"ŷ": z, "ŷ − y": miss, "(ŷ − y)²": miss**2}
    name = "(p − y)" if aim.config.n_classes else "(ŷ − y)"
    inputs = aim.data.input_names[:4]
    columns |= {f"{name}·{x}": miss * regression.features[:, i] for i, x in enumerate(inputs)}
    return pd.DataFrame(columns)


def totals(look: RegressionLook) -> list[str]:
    """The means of the table's last columns, and what becomes of them."""
    listed, n_classes = table(look), look.aim.config.n_classes
    lead = 1 if n_classes else 2
    miss, each = ("p − y", "−ln P(y)") if n_classes else ("ŷ − y", "(ŷ − y)²")
    lines = [t("L = mean of {column} = {value}", column=each, value=short(listed[each].mean()))]
    inputs = look.aim.data.input_names[:4]
    for name, column in [*zip(look.names, (f"({miss})·{x}" for x in inputs), strict=False), ("b", miss)]:
        mean, now = listed[column].mean(), look.theta[look.names.index(name)]
        l2 = look.settings.training.l2 if name != "b" else 0.0
        penalty = f" + {l2:g}·({short(now)})" if l2 else ""
        slope, top = short(lead * mean + l2 * now), "J" if l2 else "L"
        put_in = f"{lead}·({short(mean)}){penalty}"
        lines.append(f"∂{top}/∂{name} = {lead} · {t('mean of')} {column}{penalty} = {put_in} = {slope}")
    return lines


def weights(look: RegressionLook) -> pd.DataFrame:
    """Each parameter now, its slope, and in the answer."""
    found = look.aim.answer
    columns = {
        t("weight of"): [*look.aim.data.input_names, "1 (b)"],
        t("start"): parameters(look.frames[0]),
        t("learned"): look.theta,
        t("slope"): look.gradient,
    }
    if found.kind != "none":
        columns |= {t("answer"): found.theta, t("difference"): look.theta - found.theta}
    return pd.DataFrame(columns)


def code(held: Player, settings: LineExperiment, default: LineExperiment) -> None:
    """The link, and the script that prints the curve on the screen."""
    link(settings, default)
    look = look_of(held)
    if look is None or held.run is None:
        return
    st.markdown(t("**Code.** Plain PyTorch with the gradient written out: it prints the curve above, then the answer."))
    if held.playing:
        st.caption(t("Pause to bring it up to the step you see."))
    text = script(held.run, separable=look.aim.answer.kind == "none")
    st.download_button(t("Script (Python)"), text, "hebb_regression.py", key="save_script", on_click="ignore")
    st.code(text, language="python", height=420)
