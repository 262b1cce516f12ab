"""The regression page as a person uses it."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Live

pytestmark = pytest.mark.slow
Visit = Callable[..., Live]


def drag(live: Live, panel: str, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag over a panel's canvas, in shares of its width and height."""
    box = live.page.locator(f"[data-panel={panel}] canvas").first.bounding_box()
    assert box
    mouse = live.page.mouse
    mouse.move(box["x"] + start[0] * box["width"], box["y"] + start[1] * box["height"])
    mouse.down()
    mouse.move(box["x"] + end[0] * box["width"], box["y"] + end[1] * box["height"], steps=4)
    mouse.up()


def test_it_plays_and_keeps_its_nodes(visit: Visit) -> None:
    live = visit("regression?dataset=wave&degree=5")
    nodes = "[...document.querySelectorAll('[data-testid=live], canvas')]"
    live.page.evaluate(f"() => {nodes}.forEach(e => e.mark = 1)")
    live.press("play")
    first = live.until("d.state === 'running' && +d.step > 2")
    live.until(f"+d.frame > {int(first['frame']) + 12}")
    assert float(live.data()["trainLoss"]) < float(first["trainLoss"])
    assert live.page.evaluate(f"() => {nodes}.every(e => e.mark === 1)")
    text = "() => document.querySelector('[data-panel=numbers]').textContent"
    before = live.page.evaluate(text)
    live.page.wait_for_function(f"() => ({text})() !== {before!r}")
    live.press("play")
    live.until("d.state === 'paused'")


def test_the_articles_run_ends_at_the_answer(visit: Visit) -> None:
    live = visit("regression?speed=fastest")
    live.press("play")
    done = live.until("d.state === 'done'")
    assert done["step"] == "1000" and float(done["trainLoss"]) == pytest.approx(0.7911773, abs=1e-5)


def test_dragging_a_point_and_a_start_reaches_the_address(visit: Visit) -> None:
    live = visit("regression?n_samples=10")
    loss = live.data()["trainLoss"]
    drag(live, "fit", (0.75, 0.75), (0.8, 0.8))
    live.until(f"d.trainLoss !== '{loss}'")
    live.page.wait_for_function("() => location.search.includes('dataset=own')")
    live.page.locator(".st-key-clear button").wait_for()
    drag(live, "bowl", (0.5, 0.5), (0.7, 0.3))
    live.page.wait_for_function("() => location.search.includes('start_w=')")


def test_the_task_changes_in_chinese(visit: Visit) -> None:
    live = visit("regression?lang=zh&task=logistic&lr=0.3")
    live.page.get_by_text("它有多确信").wait_for()
    live.press("play")
    first = live.until("d.state === 'running' && +d.step > 2")
    live.until(f"+d.step > {int(first['step']) + 10}")
    assert "第" in live.page.locator("[data-panel=numbers]").inner_text()
