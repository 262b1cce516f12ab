"""Sequences: recurrent cells learn to remember, side by side, with their states and gates through time."""

import streamlit as st

from core.diagnosis import OUTCOMES
from core.lessons.sequences.learner import SequencePair
from core.lessons.sequences.settings import SequenceSettings
from core.settings import SettingError
from core.ui import controls, own_text, permalink
from core.ui.language import prose, sentence, t
from core.ui.player import player
from core.ui.stage import stage
from core.ui.transport import BUTTONS, bar
from core.ui.views.sequences import cell_numbers, sequence_tabs, sequence_tools
from core.ui.views.sequences.look import SequenceLook
from core.ui.views.sequences.measured import measured
from core.ui.views.sequences.panels import panels
from core.ui.views.sequences.sequence_picture import SequencePicture

PAGE, DEFAULT = "sequences", SequenceSettings()

# The settings: from the address, then from the sidebar, then into the run.
held = player(PAGE, own_text.reader(SequencePair))
kept, picture = permalink.settings(PAGE, held, DEFAULT, SequencePicture())
settings = kept
try:
    settings = controls.sidebar(PAGE, kept, picture, sequence_tools.groups(PAGE, kept), sequence_tools.OWN)
except SettingError as error:
    permalink.refuse(sentence(error))
if settings.data.task != kept.data.task:  # it brought settings of its own, which the controls do not show yet
    permalink.replace(PAGE, settings, picture)
    st.rerun()
held.hold(settings)

# What you can do here.
st.markdown(
    f"### {t('Sequences')}", help=t("Point at a time step to read its numbers; click a row to choose its unit.")
)
st.caption(t(sequence_tools.task(settings).description))
picture = bar(held, picture, BUTTONS)
sequence_tools.view(settings, held.run.learner.sequences if held.run else None)
if settings.data.task == "text" and settings.data.text == "own":
    own_text.tools(PAGE)
permalink.write(PAGE, settings, picture, DEFAULT)
permalink.report()
if held.problem:
    st.info(held.problem)
elif held.ended and held.run:
    (st.success if held.run.outcome == "done" else st.error)(t(OUTCOMES[held.run.outcome]))

# The live view.
stage(held, picture, panels(settings, picture), SequenceLook)

# The numbers, how the cells did elsewhere, the code, what is behind it, what to try.
names = (t("Numbers"), t("Measured runs"), t("Learning-rate test"), t("Code"), t("Background"), t("Experiments to try"))
numbers, runs, rates, code, background, experiments = st.tabs(names, on_change="rerun")
with numbers:
    if numbers.open:
        cell_numbers.numbers(held)
with runs:
    if runs.open:
        measured(settings.data.task)
with rates:
    if rates.open:
        sequence_tabs.rates(held)
with code:
    if code.open:
        sequence_tabs.code(held, settings, DEFAULT)
with background:
    st.markdown(prose(PAGE))
with experiments:
    st.markdown(prose(f"{PAGE}_try"))
