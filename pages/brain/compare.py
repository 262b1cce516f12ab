"""Compare: a brain beside a network in numbers, and what damage does to a network."""

import pandas as pd
import streamlit as st

from core.diagnosis import OUTCOMES
from core.lessons.compare.claims import CLAIMS, WIRING
from core.lessons.compare.digit_reader import DigitReader
from core.lessons.compare.script import script
from core.lessons.compare.settings import CompareSettings
from core.settings import SettingError
from core.ui import controls, permalink, share
from core.ui.language import prose, sentence, t
from core.ui.picture import StepsPicture
from core.ui.player import player
from core.ui.stage import stage
from core.ui.transport import bar
from core.ui.views.compare.look import CompareLook
from core.ui.views.compare.panels import PANELS

PAGE, DEFAULT = "compare", CompareSettings()
GROUPS = {
    "Brain and network": ("brain", "machine"),
    "Damage": ("removed", "order", "width", "dropout"),
    "Training": ("optimizer", "lr", "batch_size", "l2", "seed", "stop", "stop_value"),
}

# The settings: from the address, then from the sidebar, then into the run.
held = player(PAGE, DigitReader)
settings, picture = permalink.settings(PAGE, held, DEFAULT, StepsPicture())
try:
    settings = controls.sidebar(PAGE, settings, picture, GROUPS)
except SettingError as error:
    permalink.refuse(sentence(error))
held.hold(settings)

# What you can do here.
st.markdown(f"### {t('Brain and network')}", help=t("Hover over a dot for its number and source."))
st.caption(t("Let the network learn to read digits, then take neurons away: how many can it lose?"))
picture = bar(held, picture)
permalink.write(PAGE, settings, picture, DEFAULT)
permalink.report()
if held.ended and held.run:
    (st.success if held.run.outcome == "done" else st.error)(t(OUTCOMES[held.run.outcome]))

# The live view.
stage(held, picture, PANELS, CompareLook)

# Side by side in words, what is said and what is known, the code, what is behind it, what to try.
names = (t("In words"), t("Said and known"), t("Code"), t("Background"), t("Experiments to try"))
tabs = st.tabs(names, on_change="rerun")
with tabs[0]:
    head = t("compared"), t("Brain"), t("Network")
    st.table(pd.DataFrame([map(t, row) for row in WIRING], columns=head).set_index(head[0]))
with tabs[1]:
    head = t("said"), t("known"), t("source")
    st.table(pd.DataFrame([map(t, row) for row in CLAIMS], columns=head).set_index(head[0]))
with tabs[2]:
    if tabs[2].open:
        share.link(settings, DEFAULT)
        if held.run:
            st.code(script(held.run.learner, held.run.newest.step), language="python")
with tabs[3]:
    st.markdown(prose("compare"))
with tabs[4]:
    st.markdown(prose("compare_try"))
