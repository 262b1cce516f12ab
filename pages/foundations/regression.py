"""Regression: a line learns by gradient descent, beside the answer that can be computed."""

import streamlit as st

from core.diagnosis import OUTCOMES
from core.lessons.regression.line_experiment import LineExperiment
from core.settings import SettingError
from core.trainer import Trainer
from core.ui import controls, permalink
from core.ui.language import prose, sentence, t
from core.ui.picture import RegressionPicture
from core.ui.player import player
from core.ui.stage import stage
from core.ui.transport import BUTTONS, bar
from core.ui.views.regression import regression_tabs
from core.ui.views.regression.look import RegressionLook
from core.ui.views.regression.panels import CURVED, PANELS, empty_plane

PAGE, DEFAULT = "regression", LineExperiment()

# The settings: from the address, then from the sidebar, then into the run.
held = player(PAGE, Trainer)
settings, picture = permalink.settings(PAGE, held, DEFAULT, RegressionPicture())
asked = settings.values()
if st.session_state.get("entered") == PAGE:  # what a widget was just set to decides which others are there
    asked |= {name: st.session_state[name] for name in asked if name in st.session_state}
made, two, straight = asked["dataset"] != "own", asked["task"] == "logistic", asked["degree"] == 1
GROUPS = {
    "Data": ("task", "dataset", *(("n_samples", "noise", "slope", "intercept", "data_seed") if made else ())),
    "Model": ("degree", *(() if straight else ("basis",)), "start_w", *(("start_w2",) if two else ()), "start_b"),
    "Training": ("lr", "optimizer", "l2", "batch_size", "seed", "stop", "stop_value"),
}
try:
    settings = controls.sidebar(PAGE, settings, picture, GROUPS)
except SettingError as error:
    permalink.refuse(sentence(error))
held.hold(settings)

# What you can do here.
st.markdown(f"### {t('Regression')}", help=t("Drag a point or put a new one; drag in the bowl to start elsewhere."))
st.caption(
    t("Press play and watch the line find the points, and the path find the bottom of the bowl. Then drag a point.")
)
picture = bar(held, picture, {key: BUTTONS[key] for key in ("step", "reset")})
if settings.data.dataset == "own":
    regression_tabs.tools(PAGE, held, settings)
permalink.write(PAGE, settings, picture, DEFAULT)
permalink.report()
if held.problem:
    st.info(held.problem)
elif held.ended and held.run:
    (st.success if held.run.outcome == "done" else st.error)(t(OUTCOMES[held.run.outcome]))

# The live view.
panels = PANELS if settings.data.degree == 1 else CURVED
stage(held, picture, panels, RegressionLook, empty=lambda theme: empty_plane(held.settings, theme))

# The numbers, the code, what is behind it, what to try.
tabs = st.tabs([t("Numbers"), t("Code"), t("Background"), t("Experiments to try")], on_change="rerun")
with tabs[0]:
    if tabs[0].open:
        regression_tabs.numbers(held)
with tabs[1]:
    if tabs[1].open:
        regression_tabs.code(held, settings, DEFAULT)
with tabs[2]:
    st.markdown(prose("regression"))
with tabs[3]:
    st.markdown(prose("regression_try"))
