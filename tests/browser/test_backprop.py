"""The page of backpropagation as a person uses it."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Live

pytestmark = pytest.mark.slow
Visit = Callable[..., Live]


def panel(live: Live, id: str) -> dict[str, float]:
    box = live.page.locator(f"[data-panel={id}]").bounding_box()
    assert box
    return dict(box)


def test_it_plays_phase_by_phase_and_nothing_is_rebuilt(visit: Visit) -> None:
    live = visit("backprop?speed=step")
    live.page.evaluate("() => document.querySelectorAll('canvas, pre').forEach(e => e.mark = 1)")
    live.press("play")
    live.until("d.state === 'running' && +d.step > 0")
    later = live.until("+d.frame > 20")
    assert int(later["step"]) > 10
    kept = "() => [...document.querySelectorAll('[data-panel=network] canvas')].every(e => e.mark === 1)"
    assert live.page.evaluate(kept)
    live.press("play")
    live.until("d.state === 'paused'")


def test_step_pass_and_back(visit: Visit) -> None:
    live = visit("backprop")
    chain = live.page.locator("[data-panel=chain]")
    assert "?" in chain.inner_text()
    live.press("step")
    live.until("d.step === '1'")
    live.press("epoch")
    live.until("d.step === '14'")
    assert "?" not in chain.inner_text()
    live.page.get_by_text("The loss went from 0.5621 to 0.4656").wait_for()
    scrub = live.page.locator("[data-testid=live] input[type=range]")
    scrub.focus()
    scrub.press("ArrowLeft")
    live.until("d.step === '13'")
    scrub.press("Home")
    live.until("d.step === '0'")
    live.page.wait_for_function("() => document.querySelector('[data-panel=chain]').innerText.includes('?')")


def test_the_sample_is_moved_in_the_plane_and_by_a_slider(visit: Visit) -> None:
    live = visit("backprop")
    live.press("epoch")
    live.until("d.step === '14'")
    before = live.page.locator("[data-panel=now]").inner_text()
    box = panel(live, "plane")
    x, y = box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.3
    live.page.mouse.move(x, y)
    live.page.mouse.down()
    live.page.mouse.move(x + 40, y + 30, steps=6)
    live.changed("now", before)
    assert live.data()["step"] == "14", "the same phase of the same pass"
    live.page.mouse.up()
    live.page.wait_for_function("() => location.search.includes('x1=')")
    before = live.page.locator("[data-panel=now]").inner_text()
    slider = live.page.locator(".st-key-x1 [role=slider], .st-key-x1 input[type=range]").first.bounding_box()
    assert slider
    middle = slider["y"] + slider["height"] / 2
    live.page.mouse.move(slider["x"] + slider["width"] * 0.6, middle)
    live.page.mouse.down()
    live.page.mouse.move(slider["x"] + slider["width"] * 0.85, middle, steps=5)
    live.changed("now", before)
    live.page.mouse.up()


def test_a_weight_is_chosen_by_click_and_by_keyboard(visit: Visit) -> None:
    live = visit("backprop?hidden=2")
    choice = live.page.locator("[data-testid=live] select")
    choice.select_option("2-1-2")
    live.page.wait_for_function("() => location.search.includes('weight=2-1-2')")
    live.page.locator("[data-panel=chain]").get_by_text("w₁₂⁽²⁾").first.wait_for()
    box = panel(live, "network")
    live.page.mouse.click(box["x"] + 0.24 * box["width"], box["y"] + 0.36 * box["height"])
    live.page.wait_for_function("() => !location.search.includes('weight=2-1-2')")


def test_chinese_settings_and_tabs(visit: Visit) -> None:
    live = visit("backprop?feed=batch&dataset=pinwheel3&hidden=4-4-4&lang=zh")
    live.fits()
    live.page.get_by_text("反向传播", exact=True).first.wait_for()
    live.press("epoch")
    live.until("d.step === '18'")
    live.page.locator("[data-panel=difference]").get_by_text("检验").first.wait_for()
    for tab in ("代码", "原理", "动手实验"):
        live.page.get_by_role("tab", name=tab).click()
    live.page.get_by_text("四个沉睡的神经元").wait_for()
    live.page.locator(".st-key-lr input[type=range]").focus()
    live.page.keyboard.press("ArrowRight")
    live.page.wait_for_function("() => location.search.includes('lr=')")


def test_nothing_is_cut_off_on_a_phone(visit: Visit) -> None:
    visit("backprop?hidden=4-4-4&feed=batch", 390).fits()
