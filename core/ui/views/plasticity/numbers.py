"""Plasticity numbers: every rule with its source, the numbers behind the picture as a table, and the script."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import streamlit as st

from core.learner import Frame
from core.learning.plasticity import RULES
from core.learning.stdp import stdp
from core.lessons.plasticity.correlation import top_moment
from core.lessons.plasticity.script import script
from core.lessons.plasticity.selectivity import ALL, NAMES
from core.lessons.plasticity.sweep import LOADS
from core.models.hopfield import capacity, energy
from core.run import Run
from core.ui.language import t
from core.ui.player import Player

FORMULAS = {  # scene → the formulas that stand over its table, each with its source
    "hebb": [(RULES[id].formula, RULES[id].source) for id in ("hebb", "oja")],
    "bcm": [(RULES["bcm"].formula, RULES["bcm"].source)],
    "stdp": [(RULES["stdp"].formula, RULES["stdp"].source)],
    "hopfield": [
        (
            r"w_{ij} = \tfrac1N \sum_\mu \xi_i^\mu \xi_j^\mu,\ w_{ii} = 0 \qquad s_i \leftarrow \operatorname{sign} "
            r"\textstyle\sum_j w_{ij} s_j \qquad E = -\tfrac12 \sum_{i,j} w_{ij} s_i s_j",
            "Hopfield 1982",
        )
    ],
    "capacity": [
        (
            r"\alpha = \tfrac12 \Big(\frac{\operatorname{erf} y}{y} - \frac{2}{\sqrt\pi} e^{-y^2}\Big)^2 \qquad "
            r"m = \operatorname{erf} y \qquad \alpha_c = \max_y \alpha",
            "Amit, Gutfreund & Sompolinsky 1985",
        )
    ],
}


def hebb(run: Run, frame: Frame) -> pd.DataFrame:
    """Both neurons beside scikit-learn's PCA, and how fast Hebb's grows."""
    learner, metrics = run.learner, frame.metrics
    first, (one, two) = learner.component, learner.variances
    size = top_moment(learner.inputs)
    rows = [
        (t("first principal component (PCA)"), first[0], first[1], 1.0, 0.0),
        *(
            (t(name), *frame.weights[id].tolist(), metrics[f"length_{id}"], metrics[f"angle_{id}"])
            for id, name in (("hebb", "Hebb"), ("oja", "Oja"))
        ),
    ]
    st.caption(
        t(
            "PCA: variance {one} along the first component, {two} across. Largest mean of y² for |w| = 1: λ = {size}. "
            "Hebb’s weights grow on average × (1 + ηλ) = × {growth} a step, so × {pass_} in a pass of {n}.",
            one=f"{one:.4f}",
            two=f"{two:.4f}",
            size=f"{size:.4f}",
            growth=f"{1 + run.settings.cloud.lr * size:.5f}",
            pass_=f"{(1 + run.settings.cloud.lr * size) ** len(learner.inputs):.3g}",
            n=len(learner.inputs),
        )
    )
    return pd.DataFrame(rows, columns=["", "w₁", "w₂", "|w|", t("angle to PCA (°)")])


def bcm(run: Run, frame: Frame) -> pd.DataFrame:
    """The answer to each bar, and on which side of the threshold it lies."""
    answers = run.learner.pictures @ frame.weights["w"].numpy()
    theta = float(frame.weights["theta"])
    rows = [
        (NAMES[id], k in run.learner.places, answers[k], answers[k] * (answers[k] - theta)) for k, id in enumerate(ALL)
    ]
    st.caption(
        t(
            "θ = {theta}; selectivity 1 − ⟨y⟩ / max y = {value}. Where it answers to one of n bars alone, θ = ⟨y²⟩ = "
            "y²/n rests only at y = n.",
            theta=f"{theta:.4f}",
            value=f"{frame.metrics['selectivity']:.4f}",
        )
    )
    return pd.DataFrame(rows, columns=[t("bar"), t("is shown"), "y", "y (y − θ)"])


def spikes(run: Run, frame: Frame) -> pd.DataFrame:
    """Every synapse: latency, arrival in the last volley, weight, and its change by the window."""
    times, w = frame.weights["times"].numpy(), frame.weights["w"].numpy()
    change = stdp(times, frame.weights["spikes"].numpy(), *run.settings.spikes.window)
    told = ", ".join(f"{spike:.2f} ms" for spike in frame.weights["spikes"].tolist()) or t("none")
    st.caption(t("Spikes of the neuron in this volley: {spikes}", spikes=told))
    columns = {
        t("synapse"): np.arange(1, len(w) + 1),
        t("latency (ms)"): run.learner.latency,
        t("arrived (ms)"): times,
        t("sum over pairs (%)"): 100 * change,
        t("weight"): w,
    }
    return pd.DataFrame(columns)


def memory(run: Run, frame: Frame) -> pd.DataFrame:
    """Every memory: its energy, whether it is at rest, and how much of the state is it."""
    learner = run.learner
    rows = [
        (
            id,
            energy(learner.w, pattern),
            bool((np.sign(learner.w @ pattern) == pattern).all()),
            float(pattern @ frame.weights["s"].numpy() / len(pattern)),
        )
        for id, pattern in zip(run.settings.memory.stored, learner.patterns, strict=True)
    ]
    st.caption(t("The state now: E = {e}.", e=f"{frame.metrics['energy']:.4f}"))
    return pd.DataFrame(rows, columns=[t("memory"), "E", t("at rest"), t("overlap m with the state")])


def loads(run: Run, frame: Frame) -> pd.DataFrame:
    """Every load: patterns, how many were asked for and came back, the mean overlap and what theory says of it."""
    tried, n = frame.weights["tried"].numpy(), run.settings.sweep.n_neurons
    limit, load, overlap = capacity()
    theory = np.interp(LOADS, load[::-1], overlap[::-1])
    with np.errstate(invalid="ignore", divide="ignore"):
        columns = {
            "P / N": LOADS,
            "P": np.maximum(1, np.round(LOADS * n)).astype(int),
            t("asked for"): tried.astype(int),
            t("share recalled"): frame.weights["recalled"].numpy() / tried,
            t("mean m"): frame.weights["overlaps"].numpy() / tried,
            t("m by theory, N → ∞"): np.where(limit >= LOADS, theory, np.nan),
        }
    return pd.DataFrame(columns)


TABLES: dict[str, Callable[[Run, Frame], pd.DataFrame]] = {
    "hebb": hebb,
    "bcm": bcm,
    "stdp": spikes,
    "hopfield": memory,
    "capacity": loads,
}


def table(held: Player) -> None:
    """The formulas, and the numbers at the step that is shown."""

    @st.fragment(run_every=1.0 if held.playing else None)
    def written() -> None:
        with held.lock:
            run, frame = held.run, held.frame()
        if run is None or frame is None:
            return
        scene = run.settings.scene
        for formula, source in FORMULAS[scene]:
            st.markdown(f"${formula}$ $\\quad$ {source}")
        st.caption(t("Step {step}.", step=f"{frame.step:,}"))
        st.dataframe(TABLES[scene](run, frame), hide_index=True)

    written()


def code(held: Player) -> None:
    """The program that prints what is shown at this step."""
    run, frame = held.run, held.frame()
    if run is None or frame is None:
        return
    st.markdown(t("**Code.** A NumPy program that prints what is shown at step {step}.", step=f"{frame.step:,}"))
    if held.playing:
        st.caption(t("Pause to bring it up to the step you see."))
    text = script(run.learner, frame.step)
    st.download_button(t("Script (Python)"), text, "hebb_plasticity.py", key="save_script", on_click="ignore")
    st.code(text, language="python", height=420)
