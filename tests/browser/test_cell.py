"""A nerve cell in Chromium."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Live

pytestmark = pytest.mark.slow
Visit = Callable[..., Live]


def place(live: Live, panel: str, across: float, down: float) -> tuple[float, float]:
    box = live.page.locator(f"[data-panel={panel}] canvas").first.bounding_box()
    assert box
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


def text(live: Live, panel: str) -> str:
    return live.page.locator(f"[data-panel={panel}]").inner_text()


def test_it_lives_at_once_scrolls_and_obeys_the_pointer(visit: Visit) -> None:
    live = visit("cell?lang=en")
    first = live.until("d.state === 'running' && +d.step > 10")
    nodes = "[...document.querySelectorAll('[data-testid=live], canvas')]"
    live.page.evaluate(f"() => {nodes}.forEach(e => e.mark = 1)")
    later = live.until(f"+d.frame > {int(first['frame']) + 16} && +d.step > 120")
    assert later["trainLoss"] == "" and live.page.evaluate(f"() => {nodes}.every(e => e.mark === 1)")

    mouse = live.page.mouse
    mouse.move(*place(live, "scope", 0.5, 0.75))
    mouse.down()
    mouse.move(*place(live, "scope", 0.5, 0.82), steps=5)
    step = live.data()["step"]
    assert live.until(f"+d.step > {step}")["state"] == "running", "it lives on while the current is dragged"
    mouse.up()
    live.page.wait_for_url("**current=*")

    live.press("play")
    live.until("d.state === 'paused'")
    mouse.move(*place(live, "inside", 0.4, 0.5))
    live.page.wait_for_function(
        "() => document.querySelector('[data-panel=equations]').innerText.includes('under the pointer')"
    )
    before = text(live, "equations")
    mouse.move(*place(live, "scope", 0.6, 0.4))
    live.changed("equations", before)
    live.press("reset")
    live.until("d.step === '0' && d.state === 'idle'")


def test_a_slider_acts_while_it_is_moved_and_the_rest_follows_in_chinese(visit: Visit) -> None:
    live = visit("cell?lang=zh&neuron=lif&current=0.2&speed=fastest")
    live.page.get_by_text("恒定电流下的放电率").wait_for()
    live.until("+d.step > 100")
    live.press("play")
    live.until("d.state === 'paused'")
    assert "不会放电" in text(live, "equations")
    slider = live.page.locator(".st-key-current [role=slider], .st-key-current input[type=range]").first.bounding_box()
    assert slider
    mouse, middle = live.page.mouse, slider["y"] + slider["height"] / 2
    mouse.move(slider["x"] + 0.28 * slider["width"], middle)
    mouse.down()
    mouse.move(slider["x"] + 0.8 * slider["width"], middle, steps=6)
    live.page.wait_for_function("() => document.querySelector('[data-panel=equations]').innerText.includes('1000/T')")
    mouse.up()
    live.page.wait_for_url("**current=*")
    step = live.data()["step"]
    live.press("play")
    live.until(f"+d.step > {int(step) + 200}")


def test_every_tab_opens(visit: Visit) -> None:
    live = visit("cell?lang=en&neuron=izhikevich&pattern=ch&difference=dendrites")
    live.until("+d.step > 40")
    live.press("play")
    tabs = {"stPlotlyChart": 0, "stDataFrame": 1, "stCode": 2, "stMarkdownContainer": 4}
    for element, number in tabs.items():
        live.page.locator("[data-testid=stTab]").nth(number).click()
        live.page.locator(f"[data-testid={element}]").last.wait_for()
    assert "Fugu" in live.page.locator("[data-testid=stMain]").inner_text()
    assert live.page.locator("[data-testid=stException]").count() == 0
