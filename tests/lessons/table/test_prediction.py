import csv
import io

import numpy as np
import pandas as pd
import pytest
import torch
from torch import nn

from core.datasets.csv_file import read_csv
from core.datasets.raw_table import SHELF, TableError
from core.datasets.table import TableConfig
from core.evaluation.measures import scores
from core.experiment import Experiment
from core.lessons.table.prediction import (
    REMARKS,
    answers,
    as_written,
    harmless,
    model_bytes,
    naive,
    predict,
    predictions_csv,
    remarks,
)
from core.models.mlp import WideMLPConfig
from core.run import Run
from core.trainer import Trainer

LINES = ["größe,colour,day,label"] + [
    f"{i % 40 / 4},{('red', 'blue', 'green')[i % 3]},2024-01-{1 + i % 28:02d},{'yes' if i % 40 > 20 else 'no'}"
    for i in range(120)
]
TABLE = read_csv("\n".join(LINES).encode())
SHELF[TABLE.id] = TABLE
OWN = {"source": "upload", "file": TABLE.id}


def trained(**data):
    config = TableConfig(**data)
    run = Run(Trainer(Experiment(data=config, model=WideMLPConfig(hidden=(8,))).replace(optimizer="adam", lr=0.01)))
    run.advance(60, 40)
    return run, config.prepare(), run.learner.model_at(run.newest)


def rows(**more):
    return pd.DataFrame({"größe": [1.0, 9.0], "colour": ["red", "blue"], "day": ["2024-01-02", "2024-01-20"]} | more)


@pytest.mark.parametrize("source", ["iris", "breast_cancer", "diabetes"])
def test_raw_rows_get_the_answers_of_the_prepared_ones(source) -> None:
    """The whole built-in table goes through `predict`; its held-out rows agree with `answers` row by row."""
    run, prepared, model = trained(source=source)
    frame = TableConfig(source=source).table.frame
    said = predict(prepared, run.settings.loss, model, frame)
    x = prepared.transform(frame)
    held = prepared.data.x_held
    given = answers(prepared, run.settings.loss, model, held, prepared.data.y_held)
    for place in range(len(held)):
        at = int((x - held[place]).abs().sum(1).argmin())
        if prepared.data.n_classes:
            assert said.value[at] == given.predicted[place]
            assert said.probability[at] == pytest.approx(given.probability[place], abs=1e-6)
        else:
            assert said.value[at] == pytest.approx(given.prediction[place], rel=1e-4)
    assert said.answered.all()


def test_the_naive_answer_knows_the_rows_that_were_read_only() -> None:
    _, prepared, model = trained(source="breast_cancer", augment="smote", added_share=1.0)
    given = answers(prepared, "bce", model, prepared.data.x_test, prepared.data.y_test)
    shares = np.array(prepared.report.class_counts[0]) / sum(prepared.report.class_counts[0])
    assert naive(prepared, given).probability[0] == pytest.approx(shares)
    assert scores(naive(prepared, given))["accuracy"] == pytest.approx(
        max(prepared.report.class_counts[1]) / len(given.y)
    )


def test_new_rows_are_explained() -> None:
    _, prepared, _ = trained(**OWN)
    assert remarks(prepared, rows()) == []
    frame = rows(größe=["", "99"], colour=["red", "violet"], day=["2024-01-02", "2031-05-05"], extra=[1, 2])
    found = {remark.id: remark.values for remark in remarks(prepared, frame)}
    assert found["gaps"] == {"column": "größe", "n": 1}
    assert found["unseen"] == {"column": "colour", "n": 1, "names": "“violet”"}
    assert found["extra"] == {"names": "“extra”"}
    outside = [remark.values for remark in remarks(prepared, frame) if remark.id == "outside"]
    assert [values["column"] for values in outside] == ["größe", "day"]
    assert outside[1]["low"] == "2024-01-01"
    for remark in remarks(prepared, frame):
        assert REMARKS[remark.id].format(**remark.values) and not remark.fatal


def test_the_target_in_a_new_file_is_not_called_ignored() -> None:
    _, prepared, _ = trained(**OWN)
    assert remarks(prepared, rows(label=["yes", "no"])) == []


def test_missing_columns_are_named_with_what_they_may_be_called() -> None:
    _, prepared, _ = trained(**OWN)
    (alike,) = remarks(prepared, rows().rename(columns={"colour": "color"}))
    assert alike.id == "alike" and alike.fatal and "“color”" in str(alike.values["found"])
    (missing,) = remarks(prepared, rows().drop(columns=["colour", "day"]))
    assert missing.id == "missing" and missing.values["names"] == "“day”, “colour”"


def test_cells_that_cannot_be_read_are_named() -> None:
    run, prepared, model = trained(**OWN)
    with pytest.raises(TableError, match="tall"):
        predict(prepared, run.settings.loss, model, rows(größe=["tall", "1"]))


def test_a_new_file_may_write_its_numbers_and_dates_otherwise() -> None:
    _, prepared, _ = trained(**OWN)
    frame = rows(größe=["1,0", "9,5"], day=["02.01.2024", "20.01.2024"])
    found = as_written(prepared, frame, ";")
    assert torch.equal(prepared.transform(found), prepared.transform(rows(größe=[1.0, 9.5])))
    same = rows(größe=["1.0", "9.0"])
    assert as_written(prepared, same, ",").equals(same)
    wrong = rows(größe=["1,0", "tall"])
    assert as_written(prepared, wrong, ";").equals(wrong), "half a guess is none: the cell is named instead"


def test_rows_with_gaps_get_no_answer_where_training_left_them_out() -> None:
    run, prepared, model = trained(**OWN, gaps="drop")
    frame = rows(größe=["", "3"])
    said = predict(prepared, run.settings.loss, model, frame)
    assert said.answered.tolist() == [False, True]
    assert [remark.id for remark in remarks(prepared, frame)] == ["unanswered"]
    lines = predictions_csv(prepared, frame, said).decode("utf-8-sig").splitlines()
    assert lines[1].endswith(",,,") and lines[2].split(",")[3] in ("no", "yes")


@pytest.mark.parametrize("cell", ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", " =cmd|' /C calc'!A0", "＝1", "\r\n=1"])
def test_no_cell_is_a_formula(cell) -> None:
    assert harmless(pd.Series([cell])).tolist() == ["'" + cell]


@pytest.mark.parametrize("cell", ["-3.5", "+4", "-1e-5", "red", "", 3.0, -2, "2024-01-02", "50 %"])
def test_numbers_and_words_stay_as_they_are(cell) -> None:
    assert harmless(pd.Series([cell])).tolist() == [cell]


def test_predictions_are_a_table_that_reads_back() -> None:
    run, prepared, model = trained(**OWN)
    frame = rows(colour=["=HYPERLINK(1)", "blue"], **{"=x": ['a,"b"\n', "c"]})
    source = predictions_csv(prepared, frame, predict(prepared, run.settings.loss, model, frame))
    header, first, _ = csv.reader(io.StringIO(source.decode("utf-8-sig"), newline=""))
    assert header == ["größe", "colour", "day", "'=x", "label (predicted)", "P(no)", "P(yes)"]
    assert first[1] == "'=HYPERLINK(1)" and first[3] == 'a,"b"\n'
    assert float(first[5]) + float(first[6]) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("source", ["iris", "diabetes"])
def test_the_model_file_holds_all_that_is_needed_to_use_it(source, tmp_path) -> None:
    run, prepared, _ = trained(source=source, outliers="clip")
    (tmp_path / "m.pt").write_bytes(model_bytes(prepared, run, run.newest))
    found = torch.load(tmp_path / "m.pt", weights_only=True)
    layers = []
    for n_in, n_out in zip(found["sizes"], found["sizes"][1:], strict=False):
        layers += [nn.Linear(n_in, n_out), getattr(nn, found["activation"])()]
    network = nn.Sequential(*layers[:-1])
    network.load_state_dict(found["weights"])
    raw = TableConfig(source=source).table.frame.iloc[:20]
    columns = []
    for name in found["inputs"]:
        fitted = found["preparation"][name]
        columns.append((raw[name].clip(fitted["low"], fitted["high"]) - fitted["centre"]) / fitted["spread"])
    with torch.no_grad():
        z = network(torch.tensor(np.stack(columns, 1), dtype=torch.float32))
    said = predict(prepared, run.settings.loss, run.learner.model_at(run.newest), raw)
    if source == "iris":
        assert [found["classes"][i] for i in z.argmax(1)] == [prepared.data.class_names[i] for i in said.value]
    else:
        target = found["target"]
        np.testing.assert_allclose(z[:, 0].numpy() * target["scale"] + target["mean"], said.value, rtol=1e-4)
