"""Table numbers: what the preparation did, and one row's way through it and through the network."""

from typing import Any

import pandas as pd
import streamlit as st
import torch
from torch import Tensor

from core.datasets.prepared import Prepared, level
from core.datasets.raw_table import RawTable
from core.datasets.table import TableConfig
from core.ui.language import t
from core.ui.permalink import MARKS
from core.ui.player import Player


def numbers(config: TableConfig, table: RawTable, prepared: Prepared, held: Player) -> None:
    """What the preparation did, and one row's way through it and through the network."""
    report(prepared)
    x, target = one_row(config, table, prepared)
    if x.isfinite().all():
        st.markdown(answer(held, prepared, x, target))


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


def one_row(config: TableConfig, table: RawTable, prepared: Prepared) -> tuple[Tensor, Any]:
    """One row's way from its cells to the inputs, every number put into its formula; returns inputs and target."""
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
            "input": t("Network input"),
        },
        hide_index=True,
        height=min(38 + 35 * len(lines), 400),
        key="way",
    )
    return x, cells[prepared.data.target_name].iloc[0]


def answer(held: Player, prepared: Prepared, x: Tensor, target: Any) -> str:
    """What the network makes of one row's inputs (n_inputs,), and what that costs."""
    frame, run, data = held.frame(), held.run, prepared.data
    assert frame is not None and run is not None
    with held.lock, torch.no_grad():
        outputs = run.learner.model_at(frame)(x[None])
    loss, said = run.learner.loss, t("At step {step} the network answers", step=f"{frame.step:,}")
    z = ", ".join(f"{v:.4g}" for v in outputs[0].tolist()).replace("-", "−")
    known = target is not None and target == target
    if data.n_classes:
        scores = loss.scores(outputs)
        shares = (scores + 1) / 2 if scores.dim() == 1 else scores[0]
        shares = torch.cat([1 - shares, shares]) if len(shares) == 1 else shares
        told = ", ".join(f"{name} {v:.4f}" for name, v in zip(data.class_names, shares.tolist(), strict=True))
        said += f" z = {z} → {escape(told)}."
        y = torch.tensor([data.class_names.index(level(target))]) if known else None
    else:
        sd, mean = (prepared.untarget(torch.tensor(v)).item() for v in (1.0, 0.0))
        sd -= mean
        guess = prepared.untarget(outputs[:, 0]).item()
        said += f" z = {z} → {z} · {sd:.6g} + {mean:.6g} = {guess:.6g}."
        y = torch.tensor([(target - mean) / sd], dtype=torch.float32) if known else None
    if y is None:
        return said
    value = loss.value(outputs, loss.targets(y, outputs.shape[1])).item()
    truth = escape(level(target)) if data.n_classes else f"{target:.6g}"
    return said + " " + t("The truth is {truth}; the loss of this row is {loss}.", truth=truth, loss=f"{value:.4f}")


def escape(text: str) -> str:
    return MARKS.sub(r"\\\1", text)


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
