"""Convolution as a person uses it."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Live

pytestmark = pytest.mark.slow


def test_the_window_walks_and_follows_the_pointer_and_a_weight_is_dragged(visit: Callable[..., Live]) -> None:
    live = visit("convolution?kernel=identity")
    live.press("play")
    drawn = int(live.until("d.state === 'done' && d.step === '35'")["frame"])
    box = live.page.locator("[data-panel=map]").bounding_box()
    assert box
    mouse = live.page.mouse
    mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5, steps=4)
    live.until(f"+d.frame > {drawn}")
    kernel = live.page.locator("[data-panel=kernel]").bounding_box()
    assert kernel
    x, y = kernel["x"] + kernel["width"] * 0.5, kernel["y"] + kernel["height"] * 0.26
    mouse.move(x, y)
    mouse.down()
    mouse.move(x, y - 60, steps=6)
    mouse.up()
    live.page.wait_for_function("() => location.search.includes('own=')")


def test_chinese(visit: Callable[..., Live]) -> None:
    live = visit("convolution?lang=zh&picture=photo")
    live.page.get_by_text("特征图边长").first.wait_for()
    assert (
        live.page.locator("[data-panel]").count() == 4
        and live.page.evaluate("document.documentElement.lang") == "zh-CN"
    )


def test_a_long_sum_makes_room_for_itself(visit: Callable[..., Live]) -> None:
    live = visit("convolution?picture=photo", 390)
    words = "document.querySelector('[data-panel=sum] .words')"
    live.page.wait_for_function(f"() => {words}?.textContent.includes('=')")
    assert live.page.evaluate(f"() => {words}.scrollHeight <= {words}.clientHeight")
