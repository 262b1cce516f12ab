"""Table controls: the widgets whose choices are the columns of a table."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st
from pydantic.fields import FieldInfo

from core.config import extra
from core.datasets.profile import profile
from core.datasets.raw_table import RawTable
from core.settings import choices
from core.ui.language import t
from core.ui.views.table.uploads import uploader, uploads


def groups(asked: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The settings of the sidebar; what counts only beside another choice stands there only with it."""
    file = ("file",) if asked["source"] == "upload" else ()
    added = {"none": (), "noise": ("added_share", "noise_size")}.get(asked["augment"], ("added_share",))
    return {
        "Data": ("source", *file, "target", "task", "dropped", "categories"),
        "Cleaning": ("gaps", "outliers", "scale", "encode", "augment", *added),
        "Split": ("valid_share", "test_share", "stratify", "data_seed"),
        "Model": ("hidden", "activation", "init", "dropout"),
        "Training": ("optimizer", "lr", "batch_size", "loss", "l1", "l2", "seed", "stop", "stop_value"),
    }


def widgets(page: str, table: RawTable | None) -> dict[str, Callable[[FieldInfo, Any], Any]]:
    """The table, the file, and the columns to predict, to leave out and to read as categories, by setting."""

    names = table.columns if table else ()  # widgets outlive the page's script; let them hold words and no rows

    def source(field: FieldInfo, value: str) -> str:
        return st.selectbox(
            t(field.title or ""),
            choices(field),
            format_func=lambda id: t(extra(field, "titles")[id]),
            key="source",
            help=t(field.description or ""),
            on_change=forget,
        )

    def file(field: FieldInfo, value: str) -> str:
        uploader(page)
        return value

    def target(field: FieldInfo, value: int) -> int:
        if table is None:
            return value
        proposed, columns = profile(table).target, range(1, len(names) + 1)
        if st.session_state.get("target") not in columns:
            st.session_state["target"] = proposed
        chosen = st.selectbox(
            t(field.title or ""),
            columns,
            format_func=lambda i: names[i - 1],
            key="target",
            help=t(field.description or ""),
        )
        return 0 if chosen == proposed else chosen

    def several(name: str) -> Callable[[FieldInfo, Any], tuple[int, ...]]:
        def widget(field: FieldInfo, value: tuple[int, ...]) -> tuple[int, ...]:
            if table is None:
                return value
            at = st.session_state.get("target")
            columns = [i for i in range(1, len(names) + 1) if i != at]
            if name == "categories":
                columns = [i for i in columns if table.forms[i - 1].kind != "category"]
            st.session_state[name] = [i for i in st.session_state.get(name, []) if i in columns]
            chosen = st.multiselect(
                t(field.title or ""),
                columns,
                format_func=lambda i: names[i - 1],
                key=name,
                help=t(field.description or ""),
                placeholder=t("None"),
            )
            return tuple(sorted(chosen))

        return widget

    return {
        "source": source,
        "file": file,
        "target": target,
        "dropped": several("dropped"),
        "categories": several("categories"),
    }


def forget() -> None:
    """Another table has other columns."""
    upload = uploads().get(st.session_state["file"]) if st.session_state["source"] == "upload" else None
    drops = list(profile(upload.table).proposed_drops) if upload else []
    st.session_state.update(target=0, task="auto", dropped=drops, categories=[])
