"""Images: a network learns to see, and every filter, feature map and mistake is watched."""

import streamlit as st

from core.diagnosis import OUTCOMES
from core.lessons.images.settings import ImagesExperiment
from core.settings import SettingError
from core.ui import controls, permalink
from core.ui.language import prose, sentence, t
from core.ui.picture import VIEWS as NAMES
from core.ui.picture import ImagesPicture
from core.ui.player import player
from core.ui.stage import stage
from core.ui.transport import bar
from core.ui.views.images import comparing, page_settings, rates, sources
from core.ui.views.images.code import code
from core.ui.views.images.look import ImagesLook
from core.ui.views.images.panels import VIEWS, without_network

PAGE, DEFAULT = "images", ImagesExperiment()

# The settings: from the address, then from the sidebar, then into the run.
held = player(PAGE, sources.reader())
settings, picture = permalink.settings(PAGE, held, DEFAULT, ImagesPicture())
place = st.sidebar.container()
groups = page_settings.groups(page_settings.asked(PAGE, settings))
try:
    settings = controls.sidebar(PAGE, settings, picture, groups)
except SettingError as error:
    permalink.refuse(sentence(error))
page_settings.architectures(place, PAGE, settings)
held.hold(settings)

# What you can do here.
st.markdown(
    f"### {t('Images')}", help=t("Hover for numbers, click a feature map to see it large, draw on the picture.")
)
st.caption(t("Press play and watch the filters form. Then draw a digit on the left, even while it learns."))
sources.follow(held)
picture = bar(held, picture)
row = st.container(horizontal=True, vertical_alignment="center", gap="small")
row.segmented_control(
    t("Look at"),
    list(NAMES),
    format_func=lambda id: t(NAMES[id]),
    key="view",
    required=True,
    label_visibility="collapsed",
)
sources.tools(row, held)
if settings.data.dataset == "own":
    sources.archive(PAGE)
picture = type(picture)(**picture.model_dump() | {name: st.session_state[name] for name in ("view", "sample")})
permalink.write(PAGE, settings, picture, DEFAULT)
permalink.report()
if held.problem and settings.problem is None:
    st.info(held.problem)
    sources.offer(PAGE, settings)
elif held.ended and held.run:
    (st.success if held.run.outcome == "done" else st.error)(t(OUTCOMES[held.run.outcome]))

if picture.view in ("answers", "embedding"):
    sources.judge(held)

# The live view.
stage(
    held,
    picture,
    VIEWS["layers" if held.problem else picture.view],
    ImagesLook,
    empty=lambda theme: without_network(held.settings, theme, held.width),
)

# The runs compared, the learning-rate finder, the code, what is behind it, what to try.
tabs = st.tabs(
    [t("Compare"), t("Learning rate"), t("Code"), t("Background"), t("Experiments to try")], on_change="rerun"
)
with tabs[0]:
    if tabs[0].open:
        comparing.comparison(held)
with tabs[1]:
    if tabs[1].open and held.problem:
        st.caption(t("There is nothing to learn with these settings yet."))
    elif tabs[1].open:
        rates.finder(PAGE, settings)
with tabs[2]:
    if tabs[2].open:
        code(held, DEFAULT)
with tabs[3]:
    st.markdown(prose("images"))
with tabs[4]:
    st.markdown(prose("images_try"))
