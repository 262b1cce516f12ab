"""What stands under Numbers, drawn without the page."""

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.datasets.raw_table import built_in
from core.datasets.table import TableConfig


def app() -> None:
    """The numbers of a short run; settings in the address."""
    import streamlit as st

    from core.datasets.table import TableConfig
    from core.experiment import Experiment
    from core.models.mlp import WideMLPConfig
    from core.trainer import Trainer
    from core.ui.player import player
    from core.ui.views.table.table_numbers import numbers

    query = st.query_params
    data = TableConfig(source=query["source"], outliers=query["outliers"], scale=query["scale"])  # type: ignore[arg-type]
    held = player("table", Trainer)
    held.hold(Experiment(data=data, model=WideMLPConfig(hidden=(8,), activation="relu")))
    held.by_hand(lambda run: run.advance(60, 20))
    numbers(data, data.table, data.prepare(), held)


def opened(source: str, lang: str = "en", scale: str = "z_score", outliers: str = "clip") -> AppTest:
    at = AppTest.from_function(app, default_timeout=60)
    for name, value in {"source": source, "lang": lang, "scale": scale, "outliers": outliers}.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


@pytest.mark.parametrize("scale", ["z_score", "min_max", "robust", "none"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_formula_gives_the_input_beside_it(scale: str, lang: str) -> None:
    at = opened("wine", lang, scale)
    way = at.dataframe[2].value
    x = TableConfig(source="wine", outliers="clip", scale=scale).prepare().transform(built_in("wine").frame.head(1))[0]
    assert [float(v) for v in way["input"]] == pytest.approx(x.tolist(), rel=1e-3, abs=1e-3)
    for formula, value in zip(way["formula"], x.tolist(), strict=True):
        plain = formula.split(" = ")[0].split(" → ")[-1].replace("−", "-")
        assert eval(plain) == pytest.approx(value, rel=1e-3, abs=1e-3)


def test_the_report_shows_what_the_preparation_counted() -> None:
    at = opened("wine")
    config = TableConfig(source="wine", outliers="clip")
    report = config.prepare().report
    counts = dict(zip(at.dataframe[0].value["what"], at.dataframe[0].value["count"], strict=True))
    assert counts["rows in the table"] == 178 and counts["cells clipped to a fence"] == report.n_clipped > 0
    sets = at.dataframe[1].value
    assert sets["rows"].tolist() == [report.n_train, report.n_valid, report.n_held]
    assert sets[["class_0", "class_1", "class_2"]].to_numpy().tolist() == [list(row) for row in report.class_counts]


@pytest.mark.parametrize("source", ["breast_cancer", "iris", "diabetes"])
def test_the_loss_of_the_row_follows_from_the_answer(source: str) -> None:
    at = opened(source)
    said = at.markdown[-1].value.replace("\\", "").replace("−", "-")
    loss = float(re.search(r"loss of this row is ([\d.]+)\.$", said)[1])
    if source == "diabetes":
        patterns = r"= (-?[\d.]+)\. The", r"· ([\d.]+) ", r"\+ ([\d.]+) ="
        guess, sd, mean = (float(re.search(pattern, said)[1]) for pattern in patterns)
        expected = ((guess - 151) / sd) ** 2
        assert mean == pytest.approx(152, abs=5)
    else:
        name = {"breast_cancer": "malignant", "iris": "setosa"}[source]
        expected = -np.log(float(re.search(rf"{name} (\d\.\d+)", said)[1]))
    assert loss == pytest.approx(expected, rel=0.01, abs=2e-3)
