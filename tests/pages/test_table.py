"""The table page without a browser."""

import gc
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.datasets.raw_table import SHELF
from core.ui.language import TEXT
from tests.pages.opened import open_page

ROWS = "größe;color;when;id;label\n" + "".join(
    f"{i % 7},{i % 10};{'rot' if i % 3 else 'blau'};{1 + i % 28:02d}.03.2024;{i};{'yes' if i % 7 > 3 else 'no'}\n"
    for i in range(60)
)


def page(lang: str = "en", **query: str) -> AppTest:
    return open_page("Workbench", "table", lang, **query)


def player(at: AppTest):
    return at.session_state["players"]["table"]


def upload(at: AppTest, content: bytes, name: str = "own.csv") -> AppTest:
    at.selectbox(key="source").set_value("upload").run()
    at.file_uploader(key="upload").set_value((name, content, "text/csv")).run()
    assert not at.exception
    return at


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_opens_untrained(lang: str) -> None:
    at = page(lang, source="iris")
    assert player(at).run.newest.step == 0 and at.get("bidi_component") and not at.error
    assert at.markdown[0].value == {"en": "### Your table", "zh": "### 你的数据表"}[lang]
    columns = at.dataframe[0].value
    assert columns["use"].tolist()[-1] == {"en": "to predict", "zh": "预测目标"}[lang]


def test_the_network_of_the_tutorial_learns() -> None:
    at = page(stop="epochs", stop_value="10")
    held = player(at)
    assert held.run.learner.model.sizes == (30, 64, 32, 1), "S8: 64–32–1"
    for _ in range(10):
        at.button(key="epoch").click().run()
    assert held.run.outcome == "done" and held.run.newest.metrics["test_accuracy"] > 0.95


@pytest.mark.parametrize("source", ["iris", "wine", "diabetes"])
def test_every_well_known_table_and_its_links(source: str) -> None:
    at = page(source=source, gaps="mean", outliers="clip", scale="robust", augment="smote", valid_share="0.3")
    assert not at.exception and not at.warning
    report = player(at).run.learner.prepared.report
    assert report.n_added == round(report.n_train / 2) and report.n_valid == round(0.3 * report.n_read)
    assert at.slider(key="added_share").value == 1.0


def test_another_table_forgets_the_columns_of_the_one_before() -> None:
    at = page(source="iris", dropped="1", target="4")
    assert at.selectbox(key="target").value == 4
    at.selectbox(key="source").set_value("wine").run()
    assert at.selectbox(key="target").value == 14 and at.multiselect(key="dropped").value == []
    assert not at.exception and not at.warning
    assert "dropped" not in at.query_params and "target" not in at.query_params


def test_choosing_the_target_changes_what_is_learned_and_the_losses_offered() -> None:
    at = page(source="iris")
    assert player(at).run.learner.data.n_classes == 3
    at.selectbox(key="target").set_value(3).run()
    data = player(at).run.learner.data
    assert data.n_classes == 0 and data.target_name == "petal length (cm)"
    assert at.query_params["target"] == "3"
    assert at.selectbox(key="loss").options == ["Automatic", "Mean squared error", "Mean absolute error", "Huber"]


def test_an_uploaded_file_is_read_profiled_and_learned() -> None:
    at = upload(page(), ROWS.encode("cp1252"))
    held = player(at)
    data = held.run.learner.data
    assert data.target_name == "label" and data.class_names == ("no", "yes")
    assert data.input_names == ("größe", "when", "color = blau", "color = rot"), "the row number is left out"
    profile = at.dataframe[0].value
    assert profile["column"].tolist() == ["größe", "color", "when", "id", "label"]
    assert any("CP1252" in caption.value and "semicolon" in caption.value for caption in at.caption)
    query = at.query_params
    assert query["source"] == "upload" and re.fullmatch("[0-9a-f]{16}", query["file"]) and query["dropped"] == "4"
    at.button(key="epoch").click().run()
    assert held.run.newest.step > 0


def test_what_is_no_table_is_told_and_the_old_one_stays() -> None:
    at = upload(page(), ROWS.encode())
    before = at.query_params["file"]
    at.file_uploader(key="upload").set_value(("x.csv", b"PK\x03\x04...", "text/csv")).run()
    assert "spreadsheet" in at.warning[0].value and at.query_params["file"] == before
    assert player(at).run is not None


def test_a_file_read_differently_is_another_table() -> None:
    at = upload(page(), b"1,2\n3,4\n" * 20)
    first = at.query_params["file"]
    assert at.session_state["uploads"][first].table.columns == ("column 1", "column 2")
    at.selectbox(key="asked_header").set_value("names").run()
    second = at.query_params["file"]
    assert second != first and at.session_state["uploads"][second].table.columns == ("1", "2")


def test_a_link_to_a_file_of_another_session_asks_for_it_and_then_keeps_its_settings() -> None:
    owner = upload(page(), ROWS.encode())
    query = {name: value for name, value in owner.query_params.items() if name != "lang"}
    at = page(**query, gaps="mean", target="2")
    assert player(at).run is None and "file that is not here" in at.info[0].value
    assert at.button(key="play").disabled and not at.exception
    held = player(at)
    held.preview("valid_share", "0.3", "0.3")
    assert held.run is None, "nor does a slider open somebody else's file"
    at.file_uploader(key="upload").set_value(("own.csv", ROWS.encode(), "text/csv")).run()
    assert not at.info and at.query_params["gaps"] == "mean" and at.selectbox(key="target").value == 2
    assert player(at).run.learner.data.target_name == "color"
    assert owner.session_state["uploads"]


def test_two_files_at_most_and_none_after_the_session() -> None:
    at = page()
    ids = []
    for i in range(3):
        upload(at, ROWS.replace("rot", f"rot{i}").encode())
        ids.append(at.query_params["file"])
    assert list(at.session_state["uploads"]) == ids[1:]
    del at
    gc.unfreeze()  # app.py, run as a script, froze what was there
    gc.collect()
    assert not set(ids) & set(SHELF)


@pytest.mark.parametrize(
    ("name", "value"), [("file", "../../x"), ("dropped", "a"), ("target", "-1"), ("source", "moons"), ("gaps", "zero")]
)
def test_a_bad_address_is_told(name: str, value: str) -> None:
    at = page(**{name: value})
    assert name in at.warning[0].value and player(at).run is not None


def test_a_column_that_is_not_there_is_explained() -> None:
    at = page(source="iris", dropped="9")
    assert not at.exception


LINKS = re.findall(r"\]\(\?([^)]*)\)", (TEXT / "en" / "table_try.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("query", LINKS)
def test_every_link_of_the_prose_opens_with_its_settings(query: str) -> None:
    pairs = dict(pair.split("=") for pair in query.split("&"))
    at = page(**pairs)
    assert not at.warning and not at.exception and player(at).run is not None
    found = player(at).settings
    assert found == player(page()).settings.replace(**{k: v for k, v in pairs.items() if k != "speed"})
    assert {name for name in at.query_params if name != "lang"} == set(pairs)


def learned(number: int) -> list[dict[str, float]]:
    """The last metrics of a link's run (by its place in the prose), and its best validation ones."""
    pairs = dict(pair.split("=") for pair in LINKS[number].split("&") if not pair.startswith("speed"))
    held = player(page(**pairs))
    while held.run.outcome is None:
        held.run.finish_epoch()
    best = min(held.run.frames(), key=lambda frame: frame.metrics["test_loss"])
    return [held.run.newest.metrics, best.metrics, {"epoch": best.progress}]


def test_the_experiments_do_what_the_prose_says() -> None:
    assert learned(0)[0]["test_accuracy"] > 0.97 and learned(1)[0]["test_accuracy"] > 0.97
    last, best, when = learned(2)
    assert last["train_r2"] > 0.99 and best["test_r2"] == pytest.approx(0.47, abs=0.01) and when["epoch"] < 31
    assert last["test_r2"] == pytest.approx(0.2, abs=0.02)
    assert learned(3)[0]["test_r2"] >= 0.45 and learned(4)[0]["test_r2"] >= 0.45
    assert learned(5)[0]["test_loss"] > 4 and learned(6)[0]["test_loss"] == pytest.approx(0.25, abs=0.02)
    last, noisy, sooner = learned(7)
    assert noisy["test_loss"] == pytest.approx(0.44, abs=0.005) and best["test_loss"] == pytest.approx(0.5, abs=0.005)
    assert sooner["epoch"] < when["epoch"] and last["test_loss"] > 0.5
    assert learned(8)[0]["test_r2"] == pytest.approx(0.6, abs=0.01)
    assert learned(9)[0]["test_r2"] == pytest.approx(0.45, abs=0.01)
    assert learned(10)[0]["test_r2"] == pytest.approx(0.98, abs=0.005)
    last = learned(11)[0]
    assert last["train_r2"] == pytest.approx(0.83, abs=0.01) and last["test_r2"] == pytest.approx(0.18, abs=0.01)


def test_pages_stay_short() -> None:
    lines = Path("pages/workbench/table.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) < 120
