"""Inference: a network is told some facts of a world and asked the others."""

import streamlit as st

from core.diagnosis import OUTCOMES
from core.lessons.inference.facts import WORLDS
from core.lessons.inference.learner import InferenceLearner
from core.lessons.inference.script import script
from core.lessons.inference.settings import InferenceSettings
from core.settings import SettingError
from core.ui import controls, permalink, share
from core.ui.language import prose, sentence, t
from core.ui.picture import StepsPicture
from core.ui.player import player
from core.ui.stage import stage
from core.ui.transport import BUTTONS, bar
from core.ui.views.inference.look import InferenceLook
from core.ui.views.inference.panels import PANELS, SIDED

PAGE, DEFAULT = "inference", InferenceSettings()

# The settings: from the address, then from the sidebar, then into the run.
held = player(PAGE, InferenceLearner)
kept, picture = permalink.settings(PAGE, held, DEFAULT, StepsPicture())
settings = kept
GROUPS = {
    "World": ("world", *WORLDS[kept.data.world].reads),
    "Network": ("dim", "width", "activation", "scale"),
    "Training": ("optimizer", "lr", "batch_size", "l2", "seed", "stop", "stop_value"),
}
try:
    settings = controls.sidebar(PAGE, kept, picture, GROUPS)
except SettingError as error:
    permalink.refuse(sentence(error))
if settings.data.world != kept.data.world:  # it brought its own size and decay, which the controls do not show yet
    permalink.replace(PAGE, settings, picture)
    st.rerun()
held.hold(settings)

# What you can do here.
st.markdown(f"### {t('Inference')}", help=t("Click a square to look into its question; hover for its answer."))
st.caption(t("Dots are told, the other squares never. Press play: which answers does the network work out by itself?"))
picture = bar(held, picture, {key: BUTTONS[key] for key in ("step", "reset", "new_weights")})
permalink.write(PAGE, settings, picture, DEFAULT)
permalink.report()
if held.problem:
    st.info(held.problem)
elif held.ended and held.run:
    (st.success if held.run.outcome == "done" else st.error)(t(OUTCOMES[held.run.outcome]))

# The live view.
stage(held, picture, SIDED if settings.data.world in ("order", "circle") else PANELS, InferenceLook)

# The code, what is behind it, what to try.
tabs = st.tabs([t("Code"), t("Background"), t("Experiments to try")], on_change="rerun")
with tabs[0]:
    if tabs[0].open:
        share.link(settings, DEFAULT)
        if held.run:
            st.code(script(held.run.learner, held.run.newest.step), language="python")
with tabs[1]:
    st.markdown(prose("inference"))
with tabs[2]:
    st.markdown(prose("inference_try"))
