"""Lifelong: tasks one after another, a new class from few examples, and how else errors could be sent back."""

import streamlit as st

from core.diagnosis import OUTCOMES
from core.lessons.lifelong.settings import LifelongSettings, learner
from core.settings import SettingError
from core.ui import controls, permalink, share
from core.ui.language import prose, sentence, t
from core.ui.picture import StepsPicture
from core.ui.player import player
from core.ui.stage import stage
from core.ui.transport import BUTTONS, bar
from core.ui.views.lifelong.parts import VIEWS, choose

PAGE, DEFAULT = "lifelong", LifelongSettings()

# The settings: from the address, then from the sidebar, then into the run.
held = player(PAGE, learner)
kept, picture = permalink.settings(PAGE, held, DEFAULT, StepsPicture())
settings, part = kept, VIEWS[kept.part]
try:
    settings = controls.sidebar(PAGE, kept, picture, part.groups(kept))
except SettingError as error:
    permalink.refuse(sentence(error))
if settings.own() != kept.own():  # a choice brought settings of its own, which the controls do not show yet
    permalink.replace(PAGE, settings, picture)
    st.rerun()
held.hold(settings)

# What you can do here.
st.markdown(f"### {t('Lifelong learning')}")
choose(PAGE, held)
st.caption(t(part.caption))
picture = bar(held, picture, {key: BUTTONS[key] for key in ("step", "reset", "new_weights")})
permalink.write(PAGE, settings, picture, DEFAULT)
permalink.report()
if held.ended and held.run:
    done = held.run.outcome == "done"
    (st.success if done else st.error)(t(part.ended if done else OUTCOMES[held.run.outcome]))

# The live view.
stage(held, picture, part.panels(settings), part.look)

# The numbers, the code, what is behind it, what to try.
tabs = st.tabs([t("Numbers"), t("Code"), t("Background"), t("Experiments to try")], on_change="rerun")
with tabs[0]:
    if tabs[0].open:
        part.numbers(held)
with tabs[1]:
    if tabs[1].open:
        share.link(settings, DEFAULT)
        if held.run:
            st.code(part.script(held.run.learner, held.run.newest.step), language="python", height=420)
with tabs[2]:
    st.markdown(prose(part.text))
with tabs[3]:
    st.markdown(prose(f"{part.text}_try"))
