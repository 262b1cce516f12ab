"""Backpropagation: one pass through a small network, forward and back, with every number."""

import streamlit as st

from core.datasets.points import DATASETS
from core.diagnosis import OUTCOMES
from core.learning.passes import parameters
from core.lessons.backprop.passes import Passes
from core.lessons.backprop.settings import PassSettings
from core.settings import SettingError
from core.ui import controls, permalink
from core.ui.language import prose, sentence, t
from core.ui.player import player
from core.ui.stage import stage
from core.ui.transport import bar
from core.ui.views.backprop import pass_numbers
from core.ui.views.backprop.look import PassLook, PassPicture, weight_id
from core.ui.views.backprop.panels import BUTTONS, panels

PAGE, DEFAULT = "backprop", PassSettings()

# The settings: from the address, then from the sidebar, then into the run.
held = player(PAGE, Passes)
settings, picture = permalink.settings(PAGE, held, DEFAULT, PassPicture())
fresh = st.session_state.get("entered") != PAGE
asked = settings.values() if fresh else st.session_state
numeric = DATASETS[asked["dataset"]].n_classes == 0
one, many = ("x1", "x2", "target" if numeric else "label"), ("batch_size", "sample")
groups = {
    "Data": ("feed", "dataset", *(one if asked["feed"] == "sample" else many)),
    "Model": ("hidden", "activation", "init"),
    "Training": ("loss", "lr", "seed"),
}
try:
    settings = controls.sidebar(PAGE, settings, picture, groups)
except SettingError as error:
    permalink.refuse(sentence(error))
held.hold(settings)
if "weight" in held.picked:  # chosen in the live view
    st.session_state["weight"] = held.picked.pop("weight")
if held.run:
    every = [weight_id(p) for p in parameters(held.run.learner.model.shapes)]
    if (weight := st.session_state["weight"]) not in every:  # of a network made smaller the first is followed
        st.session_state["weight"] = every[0]
        if fresh:
            permalink.refuse(sentence(SettingError("weight", weight, f"{every[0]} … {every[-1]}")))

# What you can do here.
st.markdown(
    f"### {t('Backpropagation')}",
    help=t("Click an edge, or the small square of a bias, to follow its gradient. Hover for more digits."),
)
st.caption(
    t("Press Step: one thing more is computed, until every weight knows its gradient and moves. Then drag the sample.")
)
picture = bar(held, picture, BUTTONS)
permalink.write(PAGE, settings, picture, DEFAULT)
permalink.report()
if held.ended and held.run:
    st.error(t(OUTCOMES[held.run.outcome]))

# The live view.
stage(held, picture, panels(settings), PassLook)

# The numbers, the code, what is behind it, what to try.
tabs = st.tabs([t("Numbers"), t("Code"), t("Background"), t("Experiments to try")], on_change="rerun")
with tabs[0]:
    if tabs[0].open:
        pass_numbers.numbers(held, picture)
with tabs[1]:
    if tabs[1].open:
        pass_numbers.code(held, picture)
with tabs[2]:
    st.markdown(prose("backprop"))
with tabs[3]:
    st.markdown(prose("backprop_try"))
