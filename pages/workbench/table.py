"""Table: a network learns a table of one's own: read, cleaned, split, learned, judged and used."""

from functools import partial

import streamlit as st

from core.datasets.raw_table import TableError
from core.datasets.table import TableConfig
from core.diagnosis import OUTCOMES
from core.experiment import Experiment
from core.learning.backprop import BackpropConfig
from core.models.mlp import WideMLPConfig
from core.settings import SettingError
from core.ui import controls, permalink, share, table_controls, table_view
from core.ui.language import prose, sentence, t
from core.ui.panels.table import PANELS, TableLook
from core.ui.picture import TablePicture
from core.ui.player import bar, player
from core.ui.stage import stage
from core.ui.uploads import TableTrainer, opened, uploads

PAGE = "table"
DEFAULT = Experiment(
    data=TableConfig(),
    model=WideMLPConfig(activation="relu", init="he"),
    training=BackpropConfig(optimizer="adam", lr=0.001, batch_size=32),
)

# The settings: from the address, then from the sidebar, then into the run.
files = uploads()
held = player(PAGE, partial(TableTrainer, files))
experiment, picture = permalink.settings(PAGE, held, DEFAULT, TablePicture())
data = st.session_state if st.session_state.get("entered") == PAGE else experiment.values()
try:
    table = opened(files, experiment.data.model_copy(update={"source": data["source"]}))
except TableError:
    table = None
adding = {"none": (), "noise": ("added_share", "noise_size")}.get(data["augment"], ("added_share",))
groups = {
    "Data": ("source", *(["file"] if data["source"] == "upload" else []), "target", "task", "dropped", "categories"),
    "Cleaning": ("gaps", "outliers", "scale", "encode", "augment", *adding),
    "Split": ("valid_share", "test_share", "stratify", "data_seed"),
    "Model": ("hidden", "activation", "init", "dropout"),
    "Training": ("optimizer", "lr", "batch_size", "loss", "l1", "l2", "seed", "stop", "stop_value"),
}
try:
    experiment = controls.sidebar(PAGE, experiment, picture, groups, table_controls.widgets(PAGE, table))
except SettingError as error:
    permalink.refuse(sentence(error))
held.hold(experiment)

# What you can do here.
st.markdown(f"### {t('Your table')}", help=t("Nothing you upload leaves this session."))
st.caption(
    t("Take a table or upload one, press play, and see whether the validation curve follows the training curve.")
)
picture = bar(held, picture)
permalink.write(PAGE, experiment, picture, DEFAULT)
permalink.report()
if held.problem:
    st.info(held.problem)
elif held.ended and held.run:
    (st.success if held.run.outcome == "done" else st.error)(t(OUTCOMES[held.run.outcome]))

# The live view.
stage(held, picture, PANELS, TableLook)

# The table, what was done to it, what is behind it, what to try.
prepared = held.run.learner.prepared if held.run else None
tabs = st.tabs([t("Table"), t("Numbers"), t("Code"), t("Background"), t("Experiments to try")], on_change="rerun")
with tabs[0]:
    if tabs[0].open and table is not None:
        table_view.columns(experiment.data, table)
with tabs[1]:
    if tabs[1].open and table is not None and prepared is not None:
        table_view.report(experiment.data, prepared)
        table_view.one_row(experiment.data, table, prepared)
with tabs[2]:
    if tabs[2].open:
        share.link(experiment, DEFAULT)
with tabs[3]:
    st.markdown(prose("table"))
with tabs[4]:
    st.markdown(prose("table_try"))
