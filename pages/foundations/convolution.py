"""Convolution: a kernel slides over a picture, and every product and sum is seen."""

import streamlit as st

from core.lessons.convolution.script import script
from core.lessons.convolution.sliding import Sliding, SlidingSettings
from core.settings import SettingError
from core.ui import controls, permalink
from core.ui.language import prose, sentence, t
from core.ui.picture import StepPicture
from core.ui.player import player
from core.ui.stage import stage
from core.ui.transport import bar
from core.ui.views.convolution import kernel_table
from core.ui.views.convolution.panels import PANELS, TOOLS, SlidingLook

PAGE, DEFAULT = "convolution", SlidingSettings()

# The settings: from the address, then from the sidebar; those that mean nothing here are not offered.
held = player(PAGE, Sliding)
settings, picture = permalink.settings(PAGE, held, DEFAULT, StepPicture())
convolves, colours = settings.operation == "convolution", settings.picture == "photo"
GROUPS = {
    "Picture": ("picture", *(("digit",) if settings.picture == "digit" else ())),
    "Operation": ("operation", "size", "stride", "padding", "dilation"),
    "Kernel": (
        *(("kernel", "bias") if convolves else ()),
        *(("green_kernel", "blue_kernel") if convolves and colours and settings.kernel != "own" else ()),
        *(("filter",) if convolves and "learned" in (settings.kernel, *settings.others) else ()),
        *(("red", "green", "blue") if convolves and colours else ()),
    ),
}
try:
    asked = controls.sidebar(PAGE, settings, picture, GROUPS)
    if asked.kernel == "own" != settings.kernel and not asked.own:  # one's own begins with what was there
        asked = asked.replace(**settings.edited(0, settings.slices[0]))
    settings = asked
except SettingError as error:
    permalink.refuse(sentence(error))
held.hold(settings)

# What you can do here.
st.markdown(f"### {t('Convolution')}", help=t("Move over the picture or the map, drag a weight of the kernel."))
st.caption(t("Press play and watch the window move: each place becomes one number of the map. Then change the kernel."))
picture = bar(held, picture, TOOLS)
permalink.write(PAGE, settings, picture, DEFAULT)
permalink.report()

# The live view.
stage(held, picture, PANELS, SlidingLook)

# The code, what is behind it, what to try.
tabs = st.tabs([t("Kernel"), t("Code"), t("Background"), t("Experiments to try")], on_change="rerun")
with tabs[0]:
    if tabs[0].open and convolves:
        kernel_table.editor(PAGE, held, settings)
    elif tabs[0].open:
        st.caption(t("Pooling has no weights."))
with tabs[1]:
    if tabs[1].open and settings.side < 1:
        st.caption(t("No map"))
    elif tabs[1].open:
        st.markdown(t("Plain PyTorch that prints the map above."))
        st.code(script(settings), language="python")
with tabs[2]:
    st.markdown(prose("convolution"))
with tabs[3]:
    st.markdown(prose("convolution_try"))
