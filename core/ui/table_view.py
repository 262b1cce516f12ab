"""Table view: what a table holds, what its preparation did, and one row's way through it."""

import pandas as pd
import streamlit as st

from core.datasets.prepared import Prepared
from core.datasets.profile import REASONS, ColumnProfile, profile
from core.datasets.raw_table import RawTable
from core.datasets.table import TableConfig
from core.ui.language import t
from core.ui.uploads import SEPARATOR_NAMES

PREVIEW = 100  # rows shown
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
            "outliers": t("Outliers (number)"),
            "low": t("Smallest"),
            "median": t("Median"),
            "high": t("Largest"),
            "spread": st.column_config.BarChartColumn(
                t("Spread"), help=t("16 equal bins, or the 16 commonest levels.")
            ),
            "note": st.column_config.TextColumn(t("To notice"), width="large"),
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
        "gaps": column.n_gaps / n_rows,
        "different": column.n_different,
        "outliers": None if column.kind == "category" else column.n_outliers,
        **{
            name: f"{value:.6g}" if isinstance(value, float) else value
            for name, value in zip(("low", "median", "high"), shown, strict=True)
        },
        "spread": column.counts.tolist(),
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


def numbers(config: TableConfig, table: RawTable, prepared: Prepared) -> None:
    """What the preparation did, and one row's way through it."""
    report(prepared)
    one_row(config, table, prepared)


def report(prepared: Prepared) -> None:
    """What cleaning, splitting, scaling, encoding and augmentation did, in numbers."""
    done, data = prepared.report, prepared.data
    rows = [
        (t("rows in the table"), done.n_read),
        (t("left out: nothing to predict"), -done.n_without_target),
        (t("left out: a gap"), -done.n_with_gaps),
        (t("left out of training: an outlier"), -done.n_outlier_rows),
        (t("cells filled"), done.n_imputed),
        (t("cells clipped to a fence"), done.n_clipped),
        (t("training rows added"), done.n_added),
        (t("columns read"), len(prepared.columns)),
        (t("inputs of the network"), data.x_train.shape[1]),
    ]
    left, right = st.columns([2, 3])
    left.dataframe(
        pd.DataFrame(rows, columns=["what", "count"]),
        column_config={"what": t("What happened"), "count": st.column_config.NumberColumn(t("Count"))},
        hide_index=True,
        key="report",
    )
    sets = {
        t("training"): done.n_train,
        t("validation"): done.n_valid,
        t("test"): done.n_held,
    }
    counts = pd.DataFrame({"set": list(sets), "rows": list(sets.values())})
    for k, name in enumerate(data.class_names):
        counts[name] = [
            int((y == k).sum()) for y in (data.y_train, data.y_test, data.y_held) if y is not None
        ]  # classes by set
    right.dataframe(counts, column_config={"set": t("Set"), "rows": t("Rows")}, hide_index=True, key="sets")
    right.caption(
        t(
            "Fences, fillings, centres, spreads and levels come from the training rows alone. The curves watch the "
            "validation set, and whoever picks settings by them has used it up. The test set stays untouched until "
            "you ask for it under Evaluate, so that its score is one for rows nobody has seen."
        )
    )


def one_row(config: TableConfig, table: RawTable, prepared: Prepared) -> None:
    """One row's way from its cells to the inputs, every number put into its formula."""
    number = st.number_input(t("Row of the table"), 1, len(table.frame), 1, key="row")
    cells = table.frame.iloc[[number - 1]]
    x = prepared.transform(cells)[0]
    written = {"scale": t(SCALES[config.scale])}
    st.caption(t("Each number becomes {scale}.", **written))
    lines = []
    for column in prepared.columns:
        value, places = cells[column.name].iloc[0], prepared.groups[column.name]
        known = value == value and value is not None
        lines.append(
            {
                "column": column.name,
                "cell": column.form.write(value) if known and column.kind != "category" else value,
                "formula": steps(prepared, column.name, value)
                if column.kind != "category"
                else levels(prepared, places),
                "input": ", ".join(f"{v:.4g}" for v in x[list(places)].tolist()),
            }
        )
    frame = pd.DataFrame(lines)
    frame["cell"] = frame["cell"].map(
        lambda v: "" if v is None or v != v else f"{v:.6g}" if isinstance(v, float) else v
    )
    st.dataframe(
        frame,
        column_config={
            "column": t("Column"),
            "cell": t("Cell"),
            "formula": st.column_config.TextColumn(t("Its way"), width="large"),
            "input": t("Input"),
        },
        hide_index=True,
        height=min(38 + 35 * len(lines), 400),
        key="way",
    )


SCALES = {
    "z_score": "its distance from the training mean in standard deviations: (x − mean) / sd",
    "min_max": "its place between the smallest and the largest training value: (x − min) / (max − min)",
    "robust": "its distance from the training median in interquartile ranges: (x − median) / IQR",
    "none": "an input as it is",
}


def steps(prepared: Prepared, name: str, value: float) -> str:
    """A number's way in figures: filled, clipped, scaled."""
    fitted, said = prepared.fitted[name], ""
    if value != value:
        if prepared.gaps == "drop":
            return t("left out")
        value, said = fitted["fill"], t("gap") + " → "
    elif "low" in fitted and not fitted["low"] <= value <= fitted["high"]:
        said = f"{value:.6g} → "
        value = min(max(value, fitted["low"]), fitted["high"])
    if "centre" not in fitted:
        return f"{said}{value:.6g}"
    scaled = (value - fitted["centre"]) / fitted["spread"]
    return f"{said}({value:.6g} − {fitted['centre']:.6g}) / {fitted['spread']:.6g} = {scaled:.4g}".replace("− -", "+ ")


def levels(prepared: Prepared, places: tuple[int, ...]) -> str:
    """The inputs of a category."""
    return ", ".join(prepared.data.input_names[i] for i in places)
