"""Judging a table's network, and asking it, in a browser."""

import pytest

pytestmark = pytest.mark.slow


def open_tab(live, number: int) -> None:
    live.page.locator("[data-testid=stTab]").nth(number).click()


def test_a_network_is_judged_and_the_test_set_opened_once(visit) -> None:
    live = visit("table?source=wine")
    live.press("epoch")
    live.until("d.epoch >= 1")
    open_tab(live, 2)
    table = live.page.locator("[data-testid=stTable]").first
    table.wait_for()
    assert "closed" in table.inner_text()
    live.page.locator(".st-key-judge_roc .js-plotly-plot").wait_for()
    live.press("judge_test")
    live.page.get_by_text("Opened once with this split").wait_for()
    assert "closed" not in table.inner_text()
    live.press("epoch")
    live.until("d.epoch >= 2")
    live.page.get_by_text("Test (step").first.wait_for()


def test_new_rows_are_answered_in_chinese(visit, tmp_path) -> None:
    live = visit("table?source=iris&lang=zh")
    open_tab(live, 4)
    live.page.locator("[data-testid=stMetric]").wait_for()
    file = tmp_path / "花.csv"
    names = ("sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)")
    file.write_bytes("\n".join([";".join(names), "5,1;3,5;1,4;0,2", "6,7;3;5,2;"]).encode("gb18030"))
    live.page.locator(".st-key-new_rows input[type=file]").set_input_files(file)
    live.page.get_by_text("已预测的行：2").wait_for()
    with live.page.expect_download() as download:
        live.press("save_predictions")
    lines = download.value.path().read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("sepal length (cm),") and "target (predicted),P(setosa)" in lines[0]
    assert len(lines) == 3
