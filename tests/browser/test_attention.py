"""The attention page as a person uses it."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Live

pytestmark = pytest.mark.slow
Visit = Callable[..., Live]


def place(live: Live, panel: str, x: float, y: float) -> tuple[float, float]:
    """A place on a panel's canvas, in shares of its width and height."""
    box = live.page.locator(f"[data-panel={panel}] canvas").first.bounding_box()
    assert box
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def test_it_learns_before_ones_eyes_and_keeps_its_nodes(visit: Visit) -> None:
    live = visit("attention?length=8")
    nodes = "[...document.querySelectorAll('[data-testid=live], canvas')]"
    live.page.evaluate(f"() => {nodes}.forEach(e => e.mark = 1)")
    for panel in ("answer", "curve", "heads", "map", "numbers"):
        box = live.page.locator(f"[data-panel={panel}]").bounding_box()
        assert box and box["y"] < 620, "the first screen shows what is read, the curve, the heads, a map, its numbers"
    shown = "() => document.querySelector('[data-panel={}] canvas').toDataURL()"
    before = {panel: live.page.evaluate(shown.format(panel)) for panel in ("answer", "curve", "heads", "map")}
    live.press("play")
    first = live.until("d.state === 'running' && +d.step > 2")
    last = live.until(f"+d.frame > {int(first['frame']) + 8}")
    assert float(last["trainLoss"]) < float(first["trainLoss"])
    assert all(live.page.evaluate(shown.format(panel)) != picture for panel, picture in before.items())
    assert live.page.evaluate(f"() => {nodes}.every(e => e.mark === 1)")
    live.press("play")
    live.until("d.state === 'paused'")


def test_pointing_switching_and_choosing(visit: Visit) -> None:
    live = visit("attention?length=4&n_layers=1&n_heads=1&head=1.1")
    words = live.page.locator("[data-panel=numbers]")
    said = words.inner_text()
    live.page.mouse.move(*place(live, "map", 0.4, 0.3))
    assert "softmax" in live.changed("numbers", said)
    live.page.locator("[data-testid=live] select").select_option("1.r")
    words.get_by_text("Ã").first.wait_for()
    live.page.wait_for_function("() => location.search.includes('head=1.r')")
    live.page.mouse.click(*place(live, "heads", 26 / 298, 176 / 340))  # the switch under the map
    live.page.locator(".notes", has_text="without head 1.1").wait_for()
    live.page.wait_for_function("() => location.search.includes('off=1.1')")


def test_a_text_is_written_in_chinese(visit: Visit) -> None:
    live = visit("attention?lang=zh&task=text&text=chinese&length=16&d_model=32&n_layers=1")
    live.page.get_by_text("它写出的文字").wait_for()
    live.press("play")
    first = live.until("d.state === 'running' && +d.step > 2")
    text = "() => document.querySelector('[data-panel=writing] pre').textContent"
    before = live.page.evaluate(text)
    live.until(f"+d.frame > {int(first['frame']) + 3}")
    live.page.wait_for_function(f"before => ({text})() !== before", arg=before)
