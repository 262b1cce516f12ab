"""What stands around a table's run, drawn by Streamlit without a browser and without the page."""

import numpy as np
import pytest
from sklearn import metrics
from streamlit.testing.v1 import AppTest

LANGUAGES = ["en", "zh"]


def app() -> None:
    """One tab around a short run; settings in the address."""
    import streamlit as st

    from core.datasets.table import TableConfig
    from core.experiment import Experiment
    from core.models.mlp import WideMLPConfig
    from core.trainer import Trainer
    from core.ui.player import player
    from core.ui.views.table import evaluation, importance, prediction, take

    query = st.query_params
    data = TableConfig(source=query.get("source", "breast_cancer"), gaps=query.get("gaps", "median"))  # type: ignore[arg-type]
    model = WideMLPConfig(hidden=(8,), activation="relu", init="he")
    experiment = Experiment(data=data, model=model).replace(optimizer="adam", lr=0.01, loss=query.get("loss", "auto"))
    held = player("table", Trainer)
    held.hold(experiment)
    assert held.run is not None
    if held.run.newest.step == 0:
        held.run.advance(60, int(query.get("steps", "60")))
    if st.button("train", key="train"):
        held.run.advance(60, 10)
    tab = {"evaluate": evaluation.evaluate, "importance": importance.columns, "predict": prediction.rows}
    prepared = data.prepare()
    if query["tab"] in tab:
        tab[query["tab"]](held, prepared)
    else:
        take.everything(held, prepared, experiment, experiment)


def opened(tab: str, lang: str = "en", **query: str) -> AppTest:
    at = AppTest.from_function(app, default_timeout=60)
    for name, value in {"tab": tab, "lang": lang, **query}.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


def picked(at: AppTest) -> dict:
    return at.session_state["players"]["table"].picked


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("source", ["breast_cancer", "iris", "diabetes"])
@pytest.mark.parametrize("tab", ["evaluate", "importance", "predict", "take"])
def test_every_tab_opens_without_an_error(tab, source, lang) -> None:
    at = opened(tab, lang, source=source)
    assert not at.error
    assert at.main.children


def test_the_table_holds_what_scikit_learn_says() -> None:
    at = opened("evaluate")
    table = at.table[0].value.set_index("Measure")
    judged = picked(at)["judged"]
    a = next(j for (rows, *_), j in judged.items() if rows == "valid").answers
    assert table.loc["Accuracy ↑", "Validation"].startswith(f"{metrics.accuracy_score(a.y, a.predicted):.3f} [")
    naive = max(np.bincount(a.y)) / len(a.y)
    assert table.loc["Accuracy ↑", "Naive"] == f"{naive:.3f}"
    assert (table["Test"] == "closed").all()


def test_the_test_set_opens_on_a_click_and_every_look_is_counted() -> None:
    at = opened("evaluate")
    assert not any(rows == "test" for rows, *_ in picked(at)["judged"]), "nobody has computed it yet"
    at.button(key="judge_test").click().run()
    score = at.table[0].value["Test"][0]
    assert score != "closed" and "[" in score
    assert any("once" in caption.value for caption in at.caption)
    at.button(key="train").click().run()
    table = at.table[0].value
    assert table["Test (step 60)"][0] == score, "what was seen stays as it was"
    at.button(key="judge_test").click().run()
    assert any("2 times" in caption.value for caption in at.caption)
    assert "Test" in at.table[0].value


def test_the_threshold_moves_the_written_out_numbers() -> None:
    at = opened("evaluate", steps="15")
    a = next(j for (rows, *_), j in picked(at)["judged"].items() if rows == "valid").answers
    at.slider(key="judge_threshold").set_value(0.9).run()
    said = a.probability[:, 1] >= 0.9
    recall = metrics.recall_score(a.y, said)
    assert f"= {recall:.3f}" in at.code[0].value.splitlines()[1]
    at.selectbox(key="judge_positive").set_value(0).run()
    recall = metrics.recall_score(1 - a.y, a.probability[:, 0] >= 0.9)
    assert f"= {recall:.3f}" in at.code[0].value.splitlines()[1]


def test_a_loss_that_promises_no_probabilities_is_said() -> None:
    at = opened("evaluate", loss="hinge")
    assert any("probabilities" in warning.value for warning in at.warning)


def test_importance_follows_the_measure() -> None:
    at = opened("importance", source="diabetes")
    first = picked(at)["importance"][2]
    at.selectbox(key="importance_measure").set_value("mae").run()
    second = picked(at)["importance"][2]
    assert not at.exception and first.score < 1 < second.score


def test_a_typed_row_changes_the_answer() -> None:
    at = opened("predict", source="diabetes")
    before = at.metric[0].value
    inputs = [widget for widget in at.number_input if widget.key and widget.key.startswith("typed_")]
    assert len(inputs) == 10
    bmi = next(widget for widget in inputs if widget.label == "bmi")
    bmi.set_value(42.0).run()
    assert at.metric[0].value != before
    bmi.set_value(99.0).run()
    assert any("extrapolates" in warning.value for warning in at.warning)


def test_an_empty_cell_gets_no_answer_where_gaps_were_left_out() -> None:
    at = opened("predict", source="iris", gaps="drop")
    at.number_input[0].set_value(None).run()
    assert not at.exception and not at.metric and at.info


def test_what_is_taken_home_is_the_script() -> None:
    at = opened("take")
    assert any("load_breast_cancer" in block.value for block in at.code)
    assert any("weights_only=True" in block.value for block in at.code)


def test_what_was_typed_is_there_again() -> None:
    at = opened("predict", source="iris")
    at.number_input[0].set_value(9.5).run()
    key = at.number_input[0].key
    at.query_params["tab"] = "take"
    at.run()
    at.query_params["tab"] = "predict"
    at.run()
    assert at.number_input(key=key).value == 9.5


def with_file(content: bytes, source: str = "iris") -> AppTest:
    at = opened("predict", source=source)
    at.file_uploader[0].set_value(("new.csv", content, "text/csv"))
    return at.run()


HEADER = b"sepal length (cm);sepal width (cm);petal length (cm);petal width (cm)\n"


def test_the_rows_of_a_file_are_answered() -> None:
    at = with_file(HEADER + b"5,1;3,5;1,4;0,2\n6,7;3,0;5,2;\n".replace(b",", b"."))
    assert not at.exception and not at.error
    answers = at.dataframe[-1].value["target (predicted)"].tolist()
    assert answers[0] == "setosa" and answers[1] in ("versicolor", "virginica")
    assert any("“petal width \\(cm\\)”: 1, filled" in warning.value for warning in at.warning)
    assert at.get("download_button")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (HEADER.replace(b"sepal width (cm)", b"sepal width") + b"5;3;1;0\n", "Is it called"),
        (HEADER.replace(b"petal width (cm)", b"x") + b"5;3;1;0\n", "has no column"),
        (HEADER + b"5;tall;1;0\n", "tall"),
        (b"PK\x03\x04 a workbook", "spreadsheet"),
        (b"", "empty"),
    ],
)
def test_a_file_that_cannot_be_answered_is_explained(content, said) -> None:
    at = with_file(content)
    assert not at.exception
    assert any(said in error.value for error in at.error)
    assert at.metric, "the typed row is answered all the same"


def test_what_was_seen_of_another_run_is_not_shown_beside_this_one() -> None:
    at = opened("evaluate", source="iris")
    at.button(key="judge_test").click().run()
    assert "closed" not in at.table[0].value["Test"][0]
    at.session_state["players"]["table"].reset()
    at.run()
    assert at.table[0].value["Test"][0] == "closed"
    assert any("once" in caption.value for caption in at.caption), "but it was seen"
