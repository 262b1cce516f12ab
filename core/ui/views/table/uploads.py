"""Uploads: the files of one person's session, and the run that may read them."""

from dataclasses import dataclass

import streamlit as st

from core.datasets.csv_file import ENCODINGS, SEPARATORS, Asked, read_csv
from core.datasets.profile import profile
from core.datasets.raw_table import SHELF, RawTable, TableError
from core.datasets.table import TableConfig
from core.experiment import Experiment
from core.trainer import Trainer
from core.ui import permalink
from core.ui.language import sentence, t

KEPT = 2  # files of a session
SEPARATOR_NAMES = {"": "Automatic", ",": "Comma", ";": "Semicolon", "\t": "Tab", "|": "Bar", " ": "Blanks"}
HEADERS = {"": "Automatic", "names": "Names of the columns", "data": "The first row"}


@dataclass(frozen=True)
class Upload:
    """A file as its owner calls it, and the table in it."""

    name: str
    table: RawTable


Uploads = dict[str, Upload]  # by the id of the table, the newest last


def uploads() -> Uploads:
    """The files of this session; nobody else's, and gone with it."""
    held: Uploads = st.session_state.setdefault("uploads", {})
    return held


def opened(held: Uploads, config: TableConfig) -> RawTable:
    """The table that the settings name; raises `TableError` where this session has no such file."""
    if config.source == "upload" and config.file not in held:
        raise TableError("missing_file" if config.file else "no_file")
    return config.table


class TableTrainer(Trainer):
    """A trainer that also keeps the fitted preparation; raises `TableError` for a file of another session."""

    def __init__(self, held: Uploads, experiment: Experiment) -> None:
        assert isinstance(experiment.data, TableConfig)
        opened(held, experiment.data)
        self.prepared = experiment.data.prepare()
        super().__init__(experiment)


def uploader(page: str) -> None:
    """Takes a file, and what is to be said of it where reading goes wrong."""
    st.file_uploader(
        t("A CSV file, up to 20 MB and 100,000 rows"),
        type=["csv", "tsv", "txt", "data"],
        key="upload",
        on_change=take,
        args=(page,),
        help=t("It stays in the memory of this session and is never stored, sent on or put into the address."),
    )
    with st.popover(t("Read it differently")):
        st.selectbox(
            t("Between the cells stands"),
            ["", *SEPARATORS],
            format_func=lambda id: t(SEPARATOR_NAMES[id]),
            key="asked_separator",
            on_change=take,
            args=(page,),
        )
        st.selectbox(
            t("Encoding"),
            ["", *ENCODINGS],
            format_func=lambda id: id.upper() or t("Automatic"),
            key="asked_encoding",
            on_change=take,
            args=(page,),
        )
        st.selectbox(
            t("The first line holds"),
            list(HEADERS),
            format_func=lambda id: t(HEADERS[id]),
            key="asked_header",
            on_change=take,
            args=(page,),
        )


def take(page: str) -> None:
    """Read the file and learn from it, or say why not and keep what was there."""
    file = st.session_state["upload"]
    if file is None:
        return
    asked = Asked(*(st.session_state.get(f"asked_{name}") or "" for name in ("encoding", "separator", "header")))
    try:
        keep(page, file.name, read_csv(file.getvalue(), asked))
    except TableError as error:
        permalink.refuse(sentence(error))


def keep(page: str, name: str, table: RawTable) -> None:
    """Hold a table for this session; the settings of a link that asked for just this file stay."""
    held = uploads()
    held.pop(table.id, None)
    held[table.id] = Upload(name, SHELF.setdefault(table.id, table))
    for old in list(held)[:-KEPT]:
        del held[old]
    settings, _ = st.session_state["settings"][page]
    if settings.data.file == table.id:
        permalink.update(page, source="upload")
    else:
        drops = profile(table).proposed_drops
        permalink.update(page, source="upload", file=table.id, target=0, task="auto", dropped=drops, categories=())
