"""Pitfalls: a mistake and its cure learn side by side, and the person finds out which is which."""

import streamlit as st

from core.diagnosis import OUTCOMES
from core.lessons.pitfalls.learner import PitfallPair, PitfallSettings
from core.lessons.pitfalls.script import script
from core.lessons.pitfalls.table import PITFALLS
from core.settings import SettingError
from core.ui import controls, permalink, share
from core.ui.language import prose, sentence, t
from core.ui.picture import StepsPicture
from core.ui.player import player
from core.ui.stage import stage
from core.ui.transport import bar
from core.ui.views.pitfalls.panels import BUTTONS, PANELS, PitfallLook, answer, key
from core.ui.views.pitfalls.verdict import difference, error_messages, verdict

PAGE, DEFAULT = "pitfalls", PitfallSettings()

# The settings: from the address, then from the sidebar, then into the run.
held = player(PAGE, PitfallPair)
settings, picture = permalink.settings(PAGE, held, DEFAULT, StepsPicture())
if st.session_state["entered"] == PAGE:  # settings that the mistake before did not use have no widget yet
    controls.fill({name: value for name, value in settings.values().items() if name not in st.session_state})
    chosen = st.session_state["pitfall"]
else:
    chosen = settings.pitfall
own = PITFALLS[chosen].settings
groups = {
    "Data": ("pitfall", *(name for name in own if name == "n_samples")),
    "Model": tuple(name for name in own if name in ("depth", "activation")),
    "Training": (*(name for name in own if name == "report_every"), "lr_factor", "seed"),
}
try:
    settings = controls.sidebar(PAGE, settings, picture, groups)
except SettingError as error:
    permalink.refuse(sentence(error))
held.hold(settings)
entry = PITFALLS[settings.pitfall]
guess = answer(held.picked, settings)

# What you can do here.
st.markdown(f"### {t(entry.title)}")
st.caption(t("One of these two programs makes the mistake, the other is its cure. Press play and find out which."))
picture = bar(held, picture, BUTTONS)
permalink.write(PAGE, settings, picture, DEFAULT)
permalink.report()
asked, *sides = st.columns([10, 1, 1], vertical_alignment="center", gap="small")
question = t("Which of the two is it?")
if entry.loud:
    question = t("The error tells which of the two it is. Say first what in the lines that differ is to blame.")
asked.markdown(f"{t(entry.watch)} **{question}**")
found = held.run is not None and guess == held.run.learner.wrong
for side, column in zip("ab", sides, strict=True):
    column.button(
        f"{side.upper()} {'✓' if found else '✗'}" if guess == side else side.upper(),
        key=f"answer_{side}",
        type="primary" if guess == side else "secondary",
        on_click=held.picked.__setitem__,
        args=(key(settings), side),
        disabled=guess is not None,
        width="stretch",
    )
if held.problem:
    st.info(held.problem)
elif held.ended and held.run:
    (st.success if held.run.outcome == "done" else st.error)(t(OUTCOMES[held.run.outcome]))

# The live view.
stage(held, picture, PANELS, PitfallLook)

# The line that differs, and the answer.
left, right = st.columns(2)
with left:
    difference(entry)
with right:
    verdict(held, entry, guess)

# The messages, the code, what is behind it, what to try.
tabs = st.tabs([t("Error messages"), t("Code"), t("Background"), t("Experiments to try")], on_change="rerun")
with tabs[0]:
    if tabs[0].open:
        error_messages(settings.pitfall)
with tabs[1]:
    if tabs[1].open:
        share.link(settings, DEFAULT)
        side = st.segmented_control(
            t("Program"),
            ["mistake", "cure"],
            default="mistake",
            required=True,
            format_func={"mistake": t("the mistake"), "cure": t("the cure")}.__getitem__,
        )
        steps = max(held.run.newest.step if held.run else 0, 8)
        st.markdown(t("**Code.** Plain PyTorch that prints step, loss and scores as above."))
        st.code(script(settings, side == "cure", steps), language="python", height=420)
with tabs[2]:
    st.markdown(prose(PAGE))
with tabs[3]:
    st.markdown(prose("pitfalls_try"))
