"""The table page as a person uses it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.browser.conftest import Live

pytestmark = pytest.mark.slow
Visit = Callable[..., Live]


def test_plays_a_setting_changes_and_it_goes_on(visit: Visit) -> None:
    live = visit("table")
    live.fits()
    assert live.data()["state"] == "idle"
    live.press("play")
    first = live.until("d.state === 'running' && +d.step > 0")
    later = live.until(f"+d.frame > {int(first['frame']) + 20}")
    assert float(later["trainLoss"]) < float(first["trainLoss"]) and int(later["step"]) > int(first["step"])
    slider = live.page.locator(".st-key-lr input[type=range]")
    slider.focus()
    slider.press("ArrowRight")
    live.page.wait_for_function("() => location.search.includes('lr=')")
    live.until(f"d.state === 'running' && +d.step > {later['step']}")
    assert live.page.get_by_text("validation accuracy").first.is_visible()


def test_a_file_of_ones_own_in_chinese(visit: Visit, tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    rows = [f"{a:.2f};{b:.2f};{'是' if a * b > 0 else '否'}" for a, b in rng.normal(size=(200, 2))]
    file = tmp_path / "数据.csv"
    file.write_bytes("\n".join(["甲;乙;标签", *rows]).encode("gb18030"))
    live = visit("table?source=upload&lang=zh")
    live.page.get_by_text("请上传一个文件").first.wait_for()
    live.page.locator(".st-key-upload input[type=file]").set_input_files(file)
    live.page.get_by_text("GB18030").first.wait_for()
    live.page.wait_for_function("() => location.search.includes('file=')")
    live.press("play")
    live.until("+d.step > 500 && +d.trainLoss < 0.4")


def test_every_tab_opens(visit: Visit) -> None:
    live = visit("table?source=iris")
    live.press("epoch")
    live.until("+d.step > 0")
    for tab, word in {
        "Numbers": "Row of the table",
        "Evaluate": "The test set.",
        "Importance": "column",
        "Predict": "Rows of a file.",
        "Take it with you": "How to load the model",
        "Background": "From a table to a network",
        "Experiments to try": "The tutorial’s network.",
    }.items():
        live.page.get_by_role("tab", name=tab).click()
        live.page.locator("[role=tabpanel]").get_by_text(word.replace("’", "'")).first.wait_for()


def test_nothing_is_cut_off_on_a_phone_in_the_dark(visit: Visit) -> None:
    visit("table", 390, "dark").fits()
