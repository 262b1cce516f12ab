"""Playground: a network of your own making learns points on the plane while you watch."""

import streamlit as st

from core.diagnosis import OUTCOMES
from core.experiment import Experiment
from core.settings import SettingError
from core.trainer import Trainer
from core.ui import controls, numbers, own_points, permalink, share, weights
from core.ui.language import prose, sentence, t
from core.ui.picture import PlanePicture
from core.ui.player import player
from core.ui.stage import stage
from core.ui.transport import bar
from core.ui.views.network.look import NetworkLook
from core.ui.views.network.panels import PANELS

PAGE, DEFAULT = "playground", Experiment()
GROUPS = {
    "Data": ("dataset", "features", "n_samples", "noise", "train_share", "data_seed"),
    "Model": ("hidden", "activation", "init", "dropout"),
    "Training": ("optimizer", "lr", "batch_size", "loss", "l1", "l2", "seed", "stop", "stop_value"),
}

# The settings: from the address, then from the sidebar, then into the run.
held = player(PAGE, Trainer)
experiment, picture = permalink.settings(PAGE, held, DEFAULT, PlanePicture())
try:
    experiment = controls.sidebar(PAGE, experiment, picture, GROUPS)
except SettingError as error:
    permalink.refuse(sentence(error))
held.hold(experiment)
own = experiment.data.dataset == "own"

# What you can do here.
st.markdown(
    f"### {t('Playground')}", help=t("Hover for numbers, click a neuron to see its map, click a point to follow it.")
)
st.caption(t("Press play and watch the colours find the points. Then take neurons away until it no longer can."))
picture = bar(held, picture)
if own:
    own_points.tools(PAGE, experiment)
permalink.write(PAGE, experiment, picture, DEFAULT)
permalink.report()
if held.problem:
    st.info(held.problem)
elif held.ended and held.run:
    (st.success if held.run.outcome == "done" else st.error)(t(OUTCOMES[held.run.outcome]))

# The live view.
stage(
    held,
    picture,
    PANELS,
    NetworkLook,
    pen="boundary" if own else "",
    on_event=lambda event: own_points.drawn(PAGE, event) if event["kind"] == "draw" and own else None,
    empty=lambda theme: {"boundary": own_points.canvas(experiment, theme)},
)

# The numbers, the code, what is behind it, what to try.
tabs = st.tabs([t("Numbers"), t("Weights"), t("Code"), t("Background"), t("Experiments to try")], on_change="rerun")
with tabs[0]:
    if tabs[0].open:
        numbers.forward_pass(held)
with tabs[1]:
    if tabs[1].open:
        weights.editor(held)
with tabs[2]:
    if tabs[2].open:
        share.link(experiment, DEFAULT)
        share.files(PAGE, held)
        share.code(held)
with tabs[3]:
    st.markdown(prose("playground"))
with tabs[4]:
    st.markdown(prose("playground_try"))
