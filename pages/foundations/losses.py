"""Losses: how wrong an answer is, and which way it should move."""

import streamlit as st

from core.lessons.losses.script import script
from core.lessons.losses.settings import LossSettings
from core.settings import SettingError
from core.ui import controls, permalink, share
from core.ui.language import prose, sentence, t
from core.ui.player import player
from core.ui.stage import stage
from core.ui.transport import bar
from core.ui.views.losses import SceneLook, loss_numbers, loss_scene

PAGE, DEFAULT = "losses", LossSettings()

# The settings: from the address, then from the sidebar, then into the picture and the race.
held = player(PAGE, None)
settings, picture = permalink.settings(PAGE, held, DEFAULT, loss_scene.RacePicture())
try:
    settings = controls.sidebar(PAGE, settings, picture, loss_scene.groups(settings, PAGE))
except SettingError as error:
    permalink.refuse(sentence(error))
race = settings.scene == "race"
loss_scene.enter(held, race)
held.hold(settings)

# What you can do here.
st.markdown(f"### {t('Losses')}")
loss_scene.choose(PAGE)
st.caption(t(loss_scene.CAPTIONS[settings.scene]))
if race:
    picture = bar(held, picture, loss_scene.TRANSPORT)
permalink.write(PAGE, settings, picture, DEFAULT)
permalink.report()

# The live view.
stage(held, picture, loss_scene.panels(settings), SceneLook)

# The numbers, the code, what is behind it, what to try.
tabs = st.tabs([t("Numbers"), t("Code"), t("Background"), t("Experiments to try")], on_change="rerun")
with tabs[0]:
    if tabs[0].open:
        loss_numbers.table(held)
with tabs[1]:
    if tabs[1].open:
        share.link(settings, DEFAULT)
        st.markdown(t("**Code.** Plain PyTorch or NumPy that prints the numbers above."))
        if held.playing:
            st.caption(t("Pause to bring it up to the step you see."))
        frame = held.frame()
        st.code(script(settings, frame.step if frame else 0), language="python")
with tabs[2]:
    st.markdown(prose("losses"))
with tabs[3]:
    st.markdown(prose("losses_try"))
