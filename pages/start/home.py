"""Home: a small network learns a spiral as soon as the page opens."""

import streamlit as st

from core.experiment import Experiment
from core.trainer import Trainer
from core.ui.language import prose, t
from core.ui.picture import PlanePicture
from core.ui.player import player
from core.ui.shell import links
from core.ui.stage import stage
from core.ui.views.network.look import NetworkLook
from core.ui.views.network.panels import HOME

EXPERIMENT = Experiment().replace(
    dataset="spiral", noise=0, hidden="8-8", optimizer="adam", lr=0.02, stop="test_accuracy", stop_value=0.99
)

held = player("home", Trainer)
if held.run is None:
    held.start(EXPERIMENT)
    held.playing = True

st.markdown(f"## {t('Hebb: watch networks learn')}")
st.caption(t("This network sees two arms of a spiral for the first time. Every picture is one more pass through them."))
row = st.container(horizontal=True)
row.button(
    t("Pause") if held.playing else t("Play"),
    key="play",
    on_click=held.play,
    args=(not held.playing,),
    type="primary",
    disabled=held.ended,
)
row.button(t("Again, with other weights"), key="new_weights", on_click=held.again)
stage(held, PlanePicture(speed="epoch"), HOME, NetworkLook)
links()
st.markdown(prose("home"))
