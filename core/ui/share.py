"""Share: the link, the script and the files of a run, and a run from a file."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from core import exports, run_file, run_format
from core.run import Run
from core.script import script
from core.settings import Settings
from core.ui import permalink
from core.ui.language import t
from core.ui.picture import PlanePicture
from core.ui.player import Player


def link(settings: Settings, default: Settings) -> None:
    """The address that gives the same curve anywhere."""
    query = urlencode(settings.to_query(default))
    address = (st.context.url or "").partition("?")[0]
    st.markdown(t("**Link.** Opened elsewhere, it starts the same run with these settings."))
    st.code(f"{address}?{query}" if query else address, language=None, wrap_lines=True)


def files(page: str, held: Player) -> None:
    """Downloads of the run, and a run from a file."""
    run = held.run
    if run is not None:
        row = st.container(horizontal=True)
        files: dict[str, tuple[str, str, Callable[[Run[Any]], str | bytes]]] = {
            "save_run": (t("Run (JSON)"), "hebb-run.json", run_file.to_json),
            "save_weights": (t("Weights (PyTorch)"), "hebb-weights.pt", exports.weights_bytes),
            "save_curves": (t("Curves (CSV)"), "hebb-curves.csv", exports.curves_csv),
            "save_script": (t("Script (Python)"), "hebb_run.py", script),
        }
        for key, (label, name, content) in files.items():
            row.download_button(label, partial(content, run), name, key=key, on_click="ignore")
    st.file_uploader(t("Load a run (JSON)"), type=["json"], key="load_run", on_change=load, args=(page, held))


def load(page: str, held: Player) -> None:
    """Go on with a run from a file, or say why not and keep the one that is there."""
    file = st.session_state["load_run"]
    if file is None:
        return
    try:
        run = run_file.from_json(file.getvalue())
    except run_format.RunFileError as error:
        permalink.refuse(t(run_format.MESSAGES[error.id], **error.values))
        return
    held.take(run)
    permalink.replace(page, run.settings, PlanePicture())


def code(held: Player) -> None:
    """The script that reproduces the curve on the screen."""
    if held.run is None:
        return
    st.markdown(
        t("**Code.** Plain PyTorch that prints the curve above, with these settings and every change you made.")
    )
    if held.playing:
        st.caption(t("Pause to bring it up to the step you see."))
    st.code(script(held.run), language="python", height=420)
