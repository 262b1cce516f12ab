"""Few-shot in numbers: every way to learn from few examples, with its mean and deviation over the draws."""

import pandas as pd
import streamlit as st
from torch import Tensor

from core.lessons.lifelong.few_settings import SHOTS
from core.lessons.lifelong.few_shot import DRAWS
from core.lessons.lifelong.from_few import STEPS
from core.ui.language import t
from core.ui.player import Player

FORMULA = (
    r"$c_k = \tfrac1n \sum_{i=1}^{n} f(x_i^k) \qquad p(k|x) = \dfrac{e^{-|f(x) - c_k|^2}}"
    r"{\sum_j e^{-|f(x) - c_j|^2}}$ (Snell, Swersky & Zemel 2017)"
)


def numbers(held: Player) -> None:
    """The table at the step that is shown; what begins with the features of this step is asked for."""

    @st.fragment(run_every=1.0 if held.playing else None)
    def written() -> None:
        with held.lock:
            run, frame = held.run, held.frame()
        if run is None or frame is None:
            return
        learner, metrics, step = run.learner, frame.metrics, f"{frame.step:,}"
        st.markdown(FORMULA)
        st.caption(t("Step {step}: accuracy on new digits, mean ± deviation over {n} draws.", step=step, n=DRAWS))
        rows = {
            t("prototypes of learned features"): [(metrics[f"shots_{n}"], metrics[f"spread_{n}"]) for n in SHOTS],
            t("prototypes of pixels"): moments(learner.by_pixels),
            t("trained from scratch on the examples, {n} steps", n=STEPS): moments(learner.from_scratch),
        }
        if not held.playing and st.button(t("Train these features on the examples, too"), key="train_on"):
            name = t("the learned features trained on, {n} steps", n=STEPS)
            rows[name] = moments(learner.trained_on_few(frame))
        table = {name: [f"{100 * mean:.1f} ± {100 * by:.1f}%" for mean, by in values] for name, values in rows.items()}
        st.dataframe(pd.DataFrame(table, index=[str(n) for n in SHOTS]).T)

    written()


def moments(scores: list[Tensor]) -> list[tuple[float, float]]:
    return [(score.mean().item(), score.std().item()) for score in scores]
