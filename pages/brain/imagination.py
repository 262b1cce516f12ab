"""Imagination: networks that learn to make pictures, and a map of all that they can make."""

import streamlit as st

from core.diagnosis import OUTCOMES
from core.lessons.imagination.imagination import Imagination
from core.lessons.imagination.script import script
from core.lessons.imagination.settings import ImaginationSettings
from core.settings import SettingError
from core.ui import controls, permalink, share
from core.ui.language import prose, sentence, t
from core.ui.picture import StepsPicture
from core.ui.player import player
from core.ui.stage import stage
from core.ui.transport import bar
from core.ui.views.imagination.look import ImaginationLook, empty_pad
from core.ui.views.imagination.panels import PANELS

PAGE, DEFAULT = "imagination", ImaginationSettings()

# The settings: from the address, then from the sidebar, then into the run.
held = player(PAGE, Imagination)
settings, picture = permalink.settings(PAGE, held, DEFAULT, StepsPicture())
maker = settings.model.maker
if st.session_state.get("entered") == PAGE:
    maker = st.session_state.get("maker", maker)
OWN = {"vae": ("beta",), "gan": ("gamma",)}
GROUPS = {
    "Model": ("maker", "code", "width", *OWN.get(maker, ())),
    "Training": ("optimizer", "lr", "batch_size", "seed"),
}
try:
    settings = controls.sidebar(PAGE, settings, picture, GROUPS)
except SettingError as error:
    permalink.refuse(sentence(error))
held.hold(settings)

# What you can do here.
st.markdown(
    f"### {t('Imagination')}", help=t("Drag in the map; click digits, or draw some, to change the way between them.")
)
st.caption(t("Press play: out of grey, digits form. Then walk in the map. What lies between a 3 and an 8?"))
picture = bar(held, picture)
permalink.write(PAGE, settings, picture, DEFAULT)
permalink.report()
if held.ended and held.run:
    (st.success if held.run.outcome == "done" else st.error)(t(OUTCOMES[held.run.outcome]))

if settings.model.maker != "gan":
    st.button(t("New drawing"), key="clear", on_click=empty_pad, args=(held,), icon=":material/draw:")

# The live view.
stage(held, picture, PANELS[settings.model.maker], ImaginationLook)

# The code, what is behind it, what to try.
tabs = st.tabs([t("Code"), t("Background"), t("Experiments to try")], on_change="rerun")
with tabs[0]:
    if tabs[0].open:
        share.link(settings, DEFAULT)
        if held.run:
            st.code(script(held.run.learner, held.run.newest.step), language="python")
with tabs[1]:
    st.markdown(prose("imagination"))
with tabs[2]:
    st.markdown(prose("imagination_try"))
