"""Optimisers: several race down the same surface, with the next step of each written out."""

import streamlit as st

from core.lessons.optimizers.race import Race
from core.lessons.optimizers.script import script
from core.lessons.optimizers.settings import RaceSettings
from core.settings import SettingError
from core.ui import controls, permalink, share
from core.ui.language import prose, sentence, t
from core.ui.player import player
from core.ui.stage import stage
from core.ui.transport import bar
from core.ui.views.optimizers import race_numbers
from core.ui.views.optimizers.look import RaceLook, RacePicture
from core.ui.views.optimizers.panels import BUTTONS, NETWORK_PANELS, PANELS

PAGE, DEFAULT = "optimizers", RaceSettings()
GROUPS = {
    "Surface": ("surface", "x", "y", "noise", "seed"),
    "Optimisers": ("optimizers", "lr", "adaptive_lr", "momentum", "rho", "beta1", "beta2", "weight_decay", "n_steps"),
}

# The settings: from the address, then from the sidebar, then into the race.
held = player(PAGE, Race)
kept, picture = permalink.settings(PAGE, held, DEFAULT, RacePicture())
settings = kept
try:
    settings = controls.sidebar(PAGE, kept, picture, GROUPS)
except SettingError as error:
    permalink.refuse(sentence(error))
if settings.surface != kept.surface:  # it brought its own start and learning rate, which the controls do not show yet
    permalink.replace(PAGE, settings, picture)
    st.rerun()
held.hold(settings)

# What you can do here.
st.markdown(f"### {t('Optimisers')}", help=t("The crosses and rings are the start and the minima; hover for numbers."))
st.caption(t("Press anywhere on the map to start from there, then play. Which α makes SGD run away?"))
picture = bar(held, picture, BUTTONS)
permalink.write(PAGE, settings, picture, DEFAULT)
permalink.report()

# The live view.
stage(held, picture, NETWORK_PANELS if settings.surface == "network" else PANELS, RaceLook)

# The numbers, the code, what is behind it, what to try.
names = (t("Numbers"), t("Learning-rate test"), t("Code"), t("Background"), t("Experiments to try"))
tabs = st.tabs(names, on_change="rerun")
with tabs[0]:
    if tabs[0].open:
        race_numbers.numbers(held)
with tabs[1]:
    if tabs[1].open:
        race_numbers.rates(settings)
with tabs[2]:
    if tabs[2].open:
        share.link(settings, DEFAULT)
        race_numbers.code(held, script)
with tabs[3]:
    st.markdown(prose(PAGE))
with tabs[4]:
    st.markdown(prose(f"{PAGE}_try"))
