"""Neuron: one neuron by hand, every activation it can have, and a perceptron that learns gates."""

import streamlit as st

from core.lessons.neuron.perceptron import Perceptron
from core.lessons.neuron.settings import NeuronSettings
from core.settings import SettingError
from core.ui import controls, permalink, share
from core.ui.language import prose, sentence, t
from core.ui.player import player
from core.ui.stage import stage
from core.ui.transport import bar
from core.ui.views.neuron import tools as neuron
from core.ui.views.neuron.panels import PANELS, NeuronLook

PAGE, DEFAULT = "neuron", NeuronSettings()

# The settings: from the address, then from the sidebar, then into the neuron.
held = player(PAGE, Perceptron)
settings, picture = permalink.settings(PAGE, held, DEFAULT, neuron.NeuronPicture())
try:
    settings = controls.sidebar(PAGE, settings, picture, neuron.groups(settings))
except SettingError as error:
    permalink.refuse(sentence(error))
held.hold(settings)
neuron.keep(PAGE, held)

# What you can do here.
st.markdown(f"### {t('One neuron')}", help=t("Drag the input in the plane or along the curve; hover for numbers."))
st.caption(t("Draw a line by hand that answers AND. Then press play and let the perceptron find one."))
picture = bar(held, picture, neuron.BUTTONS)
permalink.write(PAGE, settings, picture, DEFAULT)
permalink.report()

# The live view.
stage(held, picture, PANELS, NeuronLook)

# The numbers, the code, what is behind it, what to try.
tabs = st.tabs([t("Numbers"), t("Code"), t("Background"), t("Experiments to try")], on_change="rerun")
with tabs[0]:
    if tabs[0].open:
        neuron.steps_table(held)
        neuron.facts_table(settings)
with tabs[1]:
    if tabs[1].open:
        share.link(settings, DEFAULT)
        neuron.code(held)
with tabs[2]:
    st.markdown(prose("neuron"))
with tabs[3]:
    st.markdown(prose("neuron_try"))
