"""Plasticity: how synapses learn by what happens at them alone: Hebb, Oja, BCM, STDP, and Hopfield's memory."""

import streamlit as st

from core.lessons.plasticity.settings import PlasticitySettings, learner
from core.settings import SettingError
from core.ui import controls, permalink, share
from core.ui.language import prose, sentence, t
from core.ui.player import player
from core.ui.stage import stage
from core.ui.transport import bar
from core.ui.views.plasticity import numbers, scene

PAGE, DEFAULT = "plasticity", PlasticitySettings()

# The settings: from the address, then from the sidebar, then into the run.
held = player(PAGE, learner)
settings, picture = permalink.settings(PAGE, held, DEFAULT, scene.PlasticityPicture())
try:
    settings = controls.sidebar(PAGE, settings, picture, scene.GROUPS[settings.scene])
except SettingError as error:
    permalink.refuse(sentence(error))
held.hold(settings)

# What you can do here.
st.markdown(f"### {t('Plasticity')}")
scene.choose(PAGE, held)
st.caption(t(scene.CAPTIONS[settings.scene]))
picture = bar(held, picture, scene.TOOLS)
permalink.write(PAGE, settings, picture, DEFAULT)
permalink.report()

# The live view.
stage(held, picture, scene.PANELS[settings.scene], scene.LOOKS[settings.scene])

# The numbers, the code, what is behind it, what to try.
tabs = st.tabs([t("Numbers"), t("Code"), t("Background"), t("Experiments to try")], on_change="rerun")
with tabs[0]:
    if tabs[0].open:
        numbers.table(held)
with tabs[1]:
    if tabs[1].open:
        share.link(settings, DEFAULT)
        numbers.code(held)
with tabs[2]:
    st.markdown(prose("plasticity"))
with tabs[3]:
    st.markdown(prose("plasticity_try"))
