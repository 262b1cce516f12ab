"""Table view: what a table holds, what its preparation did, and one row's way through it."""

import pandas as pd
import streamlit as st

from core.datasets.profile import REASONS, ColumnProfile, profile
from core.datasets.raw_table import RawTable
from core.datasets.table import TableConfig
from core.ui.language import t
from core.ui.views.table.uploads import SEPARATOR_NAMES

PREVIEW = 100  # rows shown
LONGEST = 100  # characters of a cell shown
KINDS = {"number": "number", "category": "category", "date": "date"}
USES = {"target": "to predict", "input": "input", "dropped": "left out"}


def columns(config: TableConfig, table: RawTable) -> None:
    """Types, gaps, outliers and spread of every column, how the file was read, and its first rows."""
    found = profile(table)
    n_rows = len(table.frame)
    st.caption(
        t(
            "{rows} rows, {columns} columns. Outliers lie more than 1.5 interquartile ranges beyond the quartiles "
            "(Tukey’s fences).",
            rows=f"{n_rows:,}",
            columns=len(table.columns),
        )
    )
    for sentence in reading(table):
        st.caption(sentence)
    target = config.target_of(table)

    def use(number: int) -> str:
        return t(USES["target" if number == target else "dropped" if number in config.dropped else "input"])

    st.dataframe(
        pd.DataFrame([row(column, use(number), n_rows, table) for number, column in enumerate(found.columns, 1)]),
        column_config={
            "column": t("Column"),
            "use": t("Used as"),
            "kind": t("Type"),
            "gaps": st.column_config.NumberColumn(t("Gaps"), format="percent"),
            "different": t("Different values"),
            "outliers": t("Outliers"),
            "low": t("Smallest"),
            "median": t("Median"),
            "high": t("Largest"),
            "spread": st.column_config.BarChartColumn(
                t("Distribution"), help=t("16 equal bins, or the 16 commonest levels."), y_min=0, width="small"
            ),
            "note": st.column_config.TextColumn(t("To notice"), width="medium"),
        },
        hide_index=True,
        height=min(38 + 35 * len(found.columns), 400),
        key="profile",
    )
    with st.expander(t("The first {n} rows", n=min(PREVIEW, n_rows))):
        st.dataframe(preview(table), hide_index=True, height=300, key="preview")


def preview(table: RawTable) -> pd.DataFrame:
    """The first rows, dates as they are written."""
    head = table.frame.head(PREVIEW)
    texts = [name for name, form in zip(table.columns, table.forms, strict=True) if form.kind == "category"]
    head = head.assign(**{name: head[name].astype("str").str.slice(0, LONGEST) for name in texts})
    written = {
        name: [form.write(value) if value == value else None for value in head[name]]
        for name, form in zip(table.columns, table.forms, strict=True)
        if form.kind == "date"
    }
    return head.assign(**written)


def row(column: ColumnProfile, use: str, n_rows: int, table: RawTable) -> dict[str, object]:
    """One line of the table of columns."""
    form = table.forms[table.columns.index(column.name)]
    five = [column.low, column.median, column.high]
    shown = [form.write(value) if value == value else "" for value in five]
    notes = [t(REASONS[column.reason])] if column.reason else []
    if column.n_unread:
        notes.append(t("{n} cells did not fit the type and count as gaps", n=f"{column.n_unread:,}"))
    if column.levels:
        notes.append(", ".join(column.levels[:6]) + (", …" if column.n_different > 6 else ""))
    return {
        "column": column.name,
        "use": use,
        "kind": t(KINDS[column.kind]),
        "spread": column.counts.tolist(),
        "gaps": column.n_gaps / n_rows,
        "different": column.n_different,
        "outliers": None if column.kind == "category" else column.n_outliers,
        **{
            name: f"{value:.6g}" if isinstance(value, float) else value
            for name, value in zip(("low", "median", "high"), shown, strict=True)
        },
        "note": "; ".join(notes),
    }


def reading(table: RawTable) -> list[str]:
    """How the file was read, in sentences."""
    read = table.reading
    if read is None:
        return []
    said = [
        t(
            "Read as {encoding}, separated by {separator}; the first line holds {header}.",
            encoding=read.encoding.upper(),
            separator=t(SEPARATOR_NAMES[read.separator]).lower(),
            header=t("names") if read.header_width else t("data"),
        )
    ]
    if read.too_long:
        said.append(
            t(
                "{n} lines have more cells than there are columns and were left out; the first is line {line}.",
                n=f"{read.too_long:,}",
                line=read.first_long,
            )
        )
    if read.too_short:
        said.append(t("{n} lines have too few cells; the rest counts as gaps.", n=f"{read.too_short:,}"))
    if read.renamed and read.header_width:
        said.append(t("Names that were missing, doubled or too long were changed."))
    return said
