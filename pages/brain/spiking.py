"""Spiking: an ordinary and a spiking network learn the same task, and their operations are counted."""

import streamlit as st

from core.diagnosis import OUTCOMES
from core.lessons.spiking.learner import SpikingPair
from core.lessons.spiking.settings import SpikingSettings
from core.settings import SettingError
from core.ui import controls, permalink
from core.ui.language import prose, sentence, t
from core.ui.picture import StepsPicture
from core.ui.player import player
from core.ui.stage import stage
from core.ui.transport import bar
from core.ui.views.spiking import spiking_tabs
from core.ui.views.spiking.groups import groups
from core.ui.views.spiking.look import SpikingLook
from core.ui.views.spiking.panels import panels

PAGE, DEFAULT = "spiking", SpikingSettings()

# The settings: from the address, then from the sidebar, then into the run.
held = player(PAGE, SpikingPair)
settings, picture = permalink.settings(PAGE, held, DEFAULT, StepsPicture())
try:
    settings = controls.sidebar(PAGE, settings, picture, groups(PAGE, settings))
except SettingError as error:
    permalink.refuse(sentence(error))
held.hold(settings)

# What you can do here.
st.markdown(
    f"### {t('Spiking network')}",
    help=t("Click a picture, a point, or a row among the hidden spikes, to look at it."),
)
st.caption(
    t("Two networks from the same weights learn the same task, one with spikes. Who is better, and at what cost?")
)
picture = bar(held, picture)
permalink.write(PAGE, settings, picture, DEFAULT)
permalink.report()
if held.ended and held.run:
    (st.success if held.run.outcome == "done" else st.error)(t(OUTCOMES[held.run.outcome]))

# The live view.
stage(held, picture, panels(settings), SpikingLook)

# The operations in numbers, the code, what is behind it, what to try.
tabs = st.tabs((t("Numbers"), t("Code"), t("Background"), t("Experiments to try")), on_change="rerun")
with tabs[0]:
    if tabs[0].open:
        spiking_tabs.numbers(held)
with tabs[1]:
    if tabs[1].open:
        spiking_tabs.code(held, settings, DEFAULT)
with tabs[2]:
    st.markdown(prose(PAGE))
with tabs[3]:
    st.markdown(prose(f"{PAGE}_try"))
