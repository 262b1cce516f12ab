"""Attention: a Transformer learns a task, and every head's attention is seen while it changes."""

import streamlit as st

from core.diagnosis import OUTCOMES
from core.lessons.attention.learner import AttentionLearner
from core.lessons.attention.settings import AttentionSettings
from core.settings import SettingError
from core.ui import controls, own_text, permalink
from core.ui.language import prose, sentence, t
from core.ui.player import player
from core.ui.stage import stage
from core.ui.task_length import length
from core.ui.transport import BUTTONS, bar
from core.ui.views.attention import attention_tabs
from core.ui.views.attention.look import AttentionLook
from core.ui.views.attention.panels import panels
from core.ui.views.attention.reading import AttentionPicture

PAGE, DEFAULT = "attention", AttentionSettings()

# The settings: from the address, then from the sidebar, then into the run.
held = player(PAGE, own_text.reader(AttentionLearner))
kept, picture = permalink.settings(PAGE, held, DEFAULT, AttentionPicture())
asked = kept.values() if st.session_state.get("entered") != PAGE else st.session_state
settings = kept
try:
    settings = controls.sidebar(PAGE, kept, picture, attention_tabs.groups(asked), {"length": length})
except SettingError as error:
    permalink.refuse(sentence(error))
if any(settings.values()[name] != kept.values()[name] for name in ("task", "architecture")):
    permalink.replace(PAGE, settings, picture)  # they brought settings of their own, which the controls do not show yet
    st.rerun()
held.hold(settings)
if "head" in held.picked:  # chosen in the live view
    st.session_state["head"] = held.picked.pop("head")

# What you can do here.
st.markdown(
    f"### {t('Attention')}",
    help=t(
        "Click a small map to see it large, its square to switch the head off; move over the large map for numbers."
    ),
)
st.caption(t("Press play: a Transformer learns to answer while you watch who looks at whom. Then switch a head off."))
picture = bar(held, picture, {key: BUTTONS[key] for key in ("step", "reset", "new_weights")})
if settings.data.task == "text" and settings.data.text == "own":
    own_text.tools(PAGE)
permalink.write(PAGE, settings, picture, DEFAULT)
permalink.report()
if held.problem:
    st.info(held.problem)
elif held.ended and held.run:
    (st.success if held.run.outcome == "done" else st.error)(t(OUTCOMES[held.run.outcome]))

# The live view.
stage(held, picture, panels(settings), AttentionLook)

# The numbers, the code, what is behind it, what to try.
tabs = st.tabs([t("Numbers"), t("Code"), t("Background"), t("Experiments to try")], on_change="rerun")
with tabs[0]:
    if tabs[0].open:
        attention_tabs.numbers(held)
with tabs[1]:
    if tabs[1].open:
        attention_tabs.code(held, settings, DEFAULT)
with tabs[2]:
    st.markdown(prose("attention"))
with tabs[3]:
    st.markdown(prose("attention_try"))
