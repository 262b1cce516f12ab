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
from core.ui import controls, permalink
from core.ui.language import prose, sentence, t
from core.ui.picture import TablePicture
from core.ui.player import player
from core.ui.stage import stage
from core.ui.transport import bar
from core.ui.views.table import evaluation, importance, prediction, table_controls, table_numbers, table_view, take
from core.ui.views.table.panels import PANELS, TableLook
from core.ui.views.table.uploads import TableTrainer, opened, uploads

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
asked = st.session_state if st.session_state.get("entered") == PAGE else experiment.values()
try:
    table = opened(files, experiment.data.model_copy(update={"source": asked["source"]}))
except TableError:
    table = None
try:
    experiment = controls.sidebar(
        PAGE, experiment, picture, table_controls.groups(asked), table_controls.widgets(PAGE, table)
    )
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
    st.info(permalink.MARKS.sub(r"\\\1", held.problem))
elif held.ended and held.run:
    (st.success if held.run.outcome == "done" else st.error)(t(OUTCOMES[held.run.outcome]))

# The live view.
stage(held, picture, PANELS, TableLook)

# The table, what was done to it, how good the answers are, what is behind it, what to try.
config, run = experiment.data, held.run
words = t("Table"), t("Numbers"), t("Evaluate"), t("Importance"), t("Predict"), t("Take it with you")
tabs = st.tabs([*words, t("Background"), t("Experiments to try")], on_change="rerun")
with tabs[0]:
    if tabs[0].open and table is not None:
        table_view.columns(config, table)
if run is not None and table is not None:
    prepared = run.learner.prepared
    views = (
        partial(table_numbers.numbers, config, table, prepared, held),
        partial(evaluation.evaluate, held, prepared),
        partial(importance.columns, held, prepared),
        partial(prediction.rows, held, prepared),
        partial(take.everything, held, prepared, experiment, DEFAULT),
    )
    for tab, view in zip(tabs[1:6], views, strict=True):
        with tab:
            if tab.open:
                view()
with tabs[6]:
    st.markdown(prose("table"))
    st.markdown(prose("table_evaluation"))
with tabs[7]:
    st.markdown(prose("table_try"))
