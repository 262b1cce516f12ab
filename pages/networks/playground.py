"""Playground: a network of your own making learns points on the plane while you watch."""

import streamlit as st

from core.experiment import Experiment, SettingError
from core.ui import controls, permalink
from core.ui.language import t
from core.ui.panels import PANELS
from core.ui.player import bar, player
from core.ui.stage import stage

PAGE, DEFAULT = "playground", Experiment()
GROUPS = {
    "Data": ("dataset", "features", "n_samples", "noise", "train_share", "data_seed"),
    "Model": ("hidden", "activation", "init", "dropout"),
    "Training": ("optimizer", "lr", "batch_size", "loss", "l1", "l2", "seed", "stop", "stop_value"),
}

experiment, picture = permalink.settings(PAGE, DEFAULT)
held = player(PAGE)
try:
    experiment = controls.sidebar(PAGE, experiment, picture, GROUPS)
except SettingError as error:
    st.warning(permalink.sentence(error))
held.hold(experiment)

st.title(t("Playground"))
st.caption(t("Press play and watch the colours find the points. Then take neurons away until it no longer can."))
bar(held)
picture = controls.view(picture)
permalink.write(PAGE, experiment, picture, DEFAULT)
permalink.report()
stage(held, picture, PANELS)
