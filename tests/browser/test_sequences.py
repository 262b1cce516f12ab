"""The page on sequences as a person uses it."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Live

pytestmark = pytest.mark.slow
Visit = Callable[..., Live]
PICTURE = "id => document.querySelector(`[data-panel=${id}] canvas`).toDataURL().slice(-4000)"


def test_both_cells_move_while_they_learn_and_the_pointer_reads_a_step(visit: Visit) -> None:
    live = visit("sequences?task=remember&length=12&hidden_size=8")
    moving = ("states_a", "states_b", "loss", "accuracy", "reach", "unit_a")
    before = {panel: live.page.evaluate(PICTURE, panel) for panel in moving}
    nodes = "[...document.querySelectorAll('[data-testid=live], canvas')]"
    live.page.evaluate(f"() => {nodes}.forEach(e => e.mark = 1)")
    live.press("play")
    first = live.until("d.state === 'running' && +d.step > 40")
    live.until(f"+d.frame > {int(first['frame']) + 12}")
    assert all(live.page.evaluate(PICTURE, panel) != shown for panel, shown in before.items())
    assert live.page.evaluate(f"() => {nodes}.every(e => e.mark === 1)")
    live.press("play")
    live.until("d.state === 'paused'")

    box = live.page.locator("[data-panel=states_b]").bounding_box()
    assert box
    live.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 0.6 * box["height"])
    sums = "document.querySelector('[data-panel=sums_a]').textContent"
    live.page.wait_for_function(f"() => {sums}.includes('h₇ =')")
    live.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 0.7 * box["height"])
    live.page.wait_for_function(f"() => !{sums}.includes('unit 1,')")


def test_a_pasted_text_is_learned_and_written_in_chinese(visit: Visit) -> None:
    live = visit("sequences?lang=zh&task=text&text=own&hidden_size=16&length=16")
    live.page.get_by_role("button", name="你的文本").click()
    live.page.locator(".st-key-pasted_text textarea").fill("床前明月光，疑是地上霜。举头望明月，低头思故乡。" * 8)
    live.page.locator(".st-key-take_text button").click()
    live.page.locator("[data-panel=written_a]").wait_for()
    live.page.keyboard.press("Escape")
    written = "document.querySelector('[data-panel=written_a]').textContent"
    before = live.page.evaluate(f"() => {written}")
    live.press("play")
    live.until("+d.step > 20")
    live.page.wait_for_function(f"() => {written} !== {before!r}")
