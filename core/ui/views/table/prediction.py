"""Prediction: what the network says of a row that a person types, and of the rows of a new file."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from core.datasets.csv_file import MAX_BYTES, read_text
from core.datasets.prepared import Column, Prepared
from core.datasets.raw_table import TableError
from core.learner import Frame
from core.lessons.table.prediction import (
    REMARKS,
    Predicted,
    Remark,
    as_written,
    predict,
    predictions_csv,
    remarks,
    text,
)
from core.ui.language import sentence, t
from core.ui.permalink import MARKS
from core.ui.player import Player
from core.ui.views.table.evaluation import judge, network

OFFERED = 200  # levels listed; any other can be typed
ACROSS = 4  # widgets beside each other
SHOWN = 1000  # rows of a file shown


def rows(held: Player, prepared: Prepared) -> None:
    """The tab: a row typed in, and a file of rows."""

    @st.fragment
    def drawn() -> None:
        frame = held.frame()
        if held.run is None or frame is None:
            st.info(t("There is no network to ask yet."))
            return
        st.caption(
            t("What the network of step {step} says. It changes with every value you type.", step=f"{frame.step:,}")
        )
        typed = typed_row(held, prepared)
        try:
            told(remarks(prepared, typed))
            said = ask(held, prepared, frame, typed)
            answer(held, prepared, said)
            with st.expander(t("What the network reads")):
                x = prepared.transform(typed)[0].tolist()
                names = prepared.data.input_names
                st.dataframe(pd.DataFrame({t("Network input"): names, t("Value"): x}), hide_index=True)
        except ValueError as error:
            st.error(MARKS.sub(r"\\\1", sentence(error)))
        st.markdown(t("**Rows of a file.** A CSV with the same columns; the one to predict may be missing."))
        file = st.file_uploader(
            t("New rows (CSV)"), type=["csv", "tsv", "txt"], key="new_rows", max_upload_size=MAX_BYTES // 2**20
        )
        if file is not None:
            of_file(held, prepared, frame, file)

    drawn()


def ask(held: Player, prepared: Prepared, frame: Frame, raw: pd.DataFrame) -> Predicted:
    assert held.run is not None
    return predict(prepared, held.run.settings.loss, network(held, frame), raw)


def typed_row(held: Player, prepared: Prepared) -> pd.DataFrame:
    """One widget for each raw column, at first with what is usual in the training rows; one row."""
    kept: dict[str, Any] = held.picked.setdefault("typed", {})
    data, values = held.settings.data, dict[str, Any]()
    places: list[Any] = []
    for i, column in enumerate(prepared.columns):
        if i % ACROSS == 0:
            places = st.columns(ACROSS)
        key = f"typed_{data.source}{data.file}_{i}_{column.kind}"
        if key not in st.session_state:
            st.session_state[key] = kept.get(key, usual(column))
        values[column.name] = kept[key] = widget(places[i % ACROSS], column, key)
    return pd.DataFrame({name: [value] for name, value in values.items()}, dtype=object)


def usual(column: Column) -> Any:
    """The median, the most frequent level, or the median day as it is written in the file."""
    if column.kind == "category":
        return column.middle or None
    if column.kind == "date":
        return str(column.form.write(float(column.middle)))
    return float(f"{float(column.middle):.6g}")


def widget(place: Any, column: Column, key: str) -> Any:
    """A number, a level (others may be typed) or a date in the column's own format; None where it was cleared."""
    name, gap = MARKS.sub(r"\\\1", column.name), t("gap")
    if column.kind == "category":
        return place.selectbox(
            name, column.categories[:OFFERED], None, key=key, accept_new_options=True, placeholder=gap
        )
    low, high = text(column, column.low), text(column, column.high)
    tip = MARKS.sub(r"\\\1", t("In training: {low} … {high}", low=low, high=high))
    if column.kind == "date":
        return place.text_input(name, key=key, max_chars=40, placeholder=gap, help=tip).strip() or None
    return place.number_input(name, value=None, step=pace(column), format="%.6g", key=key, placeholder=gap, help=tip)


def pace(column: Column) -> float:
    """A power of ten between a tenth and a hundredth of a number's range: what + and − change."""
    reach = column.high - column.low
    return float(10.0 ** np.floor(np.log10(reach / 10))) if 0 < reach < np.inf else 1.0


def told(found: list[Remark]) -> None:
    """Each remark as a sentence, with a person's own words as plain text."""
    for remark in found:
        (st.error if remark.fatal else st.warning)(MARKS.sub(r"\\\1", t(REMARKS[remark.id], **remark.values)))


def answer(held: Player, prepared: Prepared, said: Predicted) -> None:
    """The answer to one row: every class with its probability, or a number with how far off such answers are."""
    if not said.answered[0]:
        st.info(t("A cell is empty, and rows with gaps were left out in training: no answer."))
        return
    names, target = prepared.data.class_names, MARKS.sub(r"\\\1", prepared.data.target_name)
    if said.probability is None:
        judged = judge(held, prepared, "valid")
        st.metric(target, f"{said.value[0]:.6g}".replace("-", "−"))
        if judged is not None:
            off = judged.scores["rmse"]
            st.caption(t("On the validation rows the answers are off by {rmse} (RMSE).", rmse=f"{off:.4g}"))
        return
    st.metric(target, names[said.value[0]])
    table = pd.DataFrame({t("Class"): names, t("Probability"): said.probability[0]})
    st.dataframe(
        table.sort_values(t("Probability"), ascending=False, kind="stable"),
        hide_index=True,
        column_config={t("Probability"): st.column_config.ProgressColumn(format="%.3f", min_value=0, max_value=1)},
    )


def of_file(held: Player, prepared: Prepared, frame: Frame, file: Any) -> None:
    """The answers to the rows of a file, what is strange about them, and all of it to download."""
    key = (file.file_id, frame.step, held.settings)
    kept = held.picked.get("predicted")
    try:
        if kept is None or kept[0] != key or kept[1] is not frame:
            raw, reading = read_text(file.getvalue())
            raw = as_written(prepared, raw, reading.separator)
            found = remarks(prepared, raw)
            with st.spinner(t("The network answers …")):
                said = None if any(remark.fatal for remark in found) else ask(held, prepared, frame, raw)
            kept = held.picked["predicted"] = (key, frame, raw, found, said)
    except TableError as error:
        st.error(MARKS.sub(r"\\\1", sentence(error)))
        return
    _, _, raw, found, said = kept
    told(found)
    if said is None:
        return
    names = prepared.data.class_names
    answers = [names[v] if names and v >= 0 else None if names else v for v in said.value[:SHOWN].tolist()]
    shown = raw.head(SHOWN)
    shown.insert(0, t("{target} (predicted)", target=prepared.data.target_name), answers, allow_duplicates=True)
    if said.probability is not None:
        shown.insert(1, t("Probability"), said.probability[:SHOWN].max(1), allow_duplicates=True)
    st.dataframe(shown, hide_index=True, height=280)
    st.caption(t("Rows answered: {n}.", n=f"{int(said.answered.sum()):,}"))
    st.download_button(
        t("Predictions (CSV)"),
        lambda: predictions_csv(prepared, raw, said),
        "hebb-predictions.csv",
        "text/csv",
        key="save_predictions",
        on_click="ignore",
    )
