"""Take: what a person takes home: the link, the model, the curve, and the script that does it all again."""

from functools import partial

import streamlit as st

from core import exports
from core.datasets.prepared import Prepared
from core.datasets.table import TableConfig
from core.experiment import Experiment
from core.lessons.table.prediction import model_bytes
from core.lessons.table.script import table_script
from core.ui import share
from core.ui.language import t
from core.ui.player import Player
from core.ui.views.table.uploads import uploads

LOADING = """\
import torch
from torch import nn

found = torch.load("hebb-model.pt", weights_only=True)
layers = []
for n_in, n_out in zip(found["sizes"], found["sizes"][1:]):
    layers += [nn.Linear(n_in, n_out), nn.{activation}()]
model = nn.Sequential(*layers[:-1])
model.load_state_dict(found["weights"])
print(found["inputs"], found["preparation"], found["classes"] or found["target"])
"""


def everything(held: Player, prepared: Prepared, experiment: Experiment, default: Experiment) -> None:
    """The tab: the link, the files, and the script as it stands."""
    share.link(experiment, default)
    if isinstance(experiment.data, TableConfig) and experiment.data.source == "upload":
        st.caption(t("The link holds the settings, never the rows: whoever opens it uploads the same file."))
    run, frame = held.run, held.frame()
    if run is None or frame is None:
        return
    name = "table.csv"
    if isinstance(experiment.data, TableConfig) and experiment.data.file in uploads():
        name = uploads()[experiment.data.file].name
    code = partial(table_script, run, name)
    row = st.container(horizontal=True)
    row.download_button(
        t("Model (PyTorch)"),
        lambda: model_bytes(prepared, run, frame),
        "hebb-model.pt",
        key="save_model",
        on_click="ignore",
    )
    row.download_button(t("Script (Python)"), code, "hebb_table.py", key="save_script", on_click="ignore")
    row.download_button(
        t("Curves (CSV)"), lambda: exports.curves_csv(run), "hebb-curves.csv", key="save_curves", on_click="ignore"
    )
    with st.expander(t("How to load the model")):
        st.code(LOADING.format(activation=run.learner.model.activation.module.__name__), language="python")
    st.markdown(
        t(
            "**Code.** Reads the table, prepares it with scikit-learn, trains in plain PyTorch, and prints the curve "
            "above and the measures under Evaluate."
        )
    )
    if held.playing:
        st.caption(t("Pause to bring it up to the step you see."))
    st.code(code(), language="python", height=420)
