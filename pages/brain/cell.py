"""A nerve cell: three models of it live, and where it differs from an artificial neuron."""

import streamlit as st

from core.lessons.cell.recording import Recording
from core.lessons.cell.settings import CellSettings
from core.settings import SettingError
from core.ui import controls, permalink, share
from core.ui.language import prose, sentence, t
from core.ui.player import player
from core.ui.stage import stage
from core.ui.transport import bar
from core.ui.views.cell import cell_tabs, differences
from core.ui.views.cell.look import CellLook, CellPicture
from core.ui.views.cell.panels import PANELS

PAGE, DEFAULT = "cell", CellSettings()

# The settings: from the address, then from the sidebar, then into the cell. It lives as soon as the page opens.
held = player(PAGE, Recording)
first = held.run is None
kept, picture = permalink.settings(PAGE, held, DEFAULT, CellPicture())
settings = kept
try:
    settings = controls.sidebar(PAGE, kept, picture, cell_tabs.groups(kept), own=cell_tabs.widgets(kept))
except SettingError as error:
    permalink.refuse(sentence(error))
if (settings.neuron, settings.pattern) != (kept.neuron, kept.pattern):  # it brought its own input and parameters
    permalink.replace(PAGE, settings, picture)
    st.rerun()
held.hold(settings)
held.playing |= first and held.run is not None

# What you can do here.
st.markdown(f"### {t('A nerve cell')}", help=t("Drag the current, or a point on the rate; hover for the numbers."))
st.caption(t("Drag the green current down until the cell falls silent, then up again. How much makes it fire?"))
picture = bar(held, picture, cell_tabs.BUTTONS)
permalink.write(PAGE, settings, picture, DEFAULT)
permalink.report()
if held.run and held.run.diverged:
    st.error(t(cell_tabs.BROKEN))

# The live view.
stage(held, picture, PANELS, CellLook)

# The numbers, the differences, the code, what is behind it, what to try.
names = (t("Where it differs"), t("Numbers"), t("Code"), t("Background"), t("Experiments to try"))
tabs = st.tabs(names, on_change="rerun")
with tabs[0]:
    if tabs[0].open:
        differences.shown(PAGE, settings)
with tabs[1]:
    if tabs[1].open:
        cell_tabs.numbers(held)
with tabs[2]:
    if tabs[2].open:
        share.link(settings, DEFAULT)
        cell_tabs.code(held)
with tabs[3]:
    st.markdown(prose(PAGE))
with tabs[4]:
    st.markdown(prose(f"{PAGE}_try"))
