"""The playground as a person uses it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Route

from tests.browser.conftest import Live

pytestmark = pytest.mark.slow
Visit = Callable[..., Live]


def test_play_moves_follows_its_settings_and_pause_stands_still(visit: Visit) -> None:
    live = visit("playground?hidden=8-8")
    live.fits()
    assert live.data()["state"] == "idle"
    nodes = "[...document.querySelectorAll('[data-testid=live], .js-plotly-plot, canvas')]"
    live.page.evaluate(f"() => {nodes}.forEach(e => e.mark = 1)")
    live.press("play")
    first = live.until("d.state === 'running' && +d.step > 0")
    later = live.until(f"+d.frame > {int(first['frame']) + 10}")
    assert int(later["step"]) > int(first["step"])
    assert float(later["trainLoss"]) < 0.8
    assert live.page.evaluate(f"() => {nodes}.every(e => e.mark === 1)"), "no node is rebuilt while it moves"
    slider = live.page.locator(".st-key-lr input[type=range]")
    slider.focus()
    slider.press("ArrowRight")
    live.page.wait_for_function("() => location.search.includes('lr=')")
    step = live.data()["step"]
    assert live.until(f"+d.step > {step}")["state"] == "running", "it goes on from where it is"
    with live.page.expect_request(lambda request: '"pause"' in (request.post_data or "")):
        live.press("play")
    step = live.until("d.state === 'paused'")["step"]
    live.page.locator(".st-key-play", has_text="Play").wait_for()
    live.page.wait_for_timeout(600)
    assert live.data()["step"] == step


def test_play_goes_on_though_the_pause_before_it_is_answered_late(visit: Visit) -> None:
    live = visit("playground")
    live.press("play")
    live.until("d.state === 'running'")

    late = []

    def keep(route: Route) -> None:
        if '"pause"' in (route.request.post_data or ""):
            late.append((route, route.fetch()))
        else:
            route.continue_()

    live.page.route("**/hebb/run/*", keep)
    live.press("play")
    live.until("d.state === 'paused'")
    live.press("play")
    step = live.until("d.state === 'running'")["step"]
    for route, answer in late:
        route.fulfill(response=answer)
    live.until(f"+d.step > {int(step) + 20}")
    live.page.unroute("**/hebb/run/*")
    assert len(late) == 1


def test_step_epoch_reset_and_new_weights(visit: Visit) -> None:
    live = visit("playground")
    untrained = live.data()["trainLoss"]
    live.press("step")
    live.until("d.step === '1'")
    live.press("epoch")
    assert live.until("+d.step > 1")["step"] == "25"
    live.press("reset")
    assert live.until("d.step === '0'")["trainLoss"] == untrained
    live.press("new_weights")
    live.until(f"d.trainLoss !== '{untrained}'")
    live.page.wait_for_function("() => location.search.includes('seed=1')")


def test_the_same_address_gives_the_same_numbers(visit: Visit) -> None:
    address = "playground?dataset=moons&hidden=5-3&optimizer=adam&lr=0.02&seed=7&stop=epochs&stop_value=4"
    losses = []
    for _ in range(2):
        live = visit(address)
        live.press("play")
        losses.append(live.until("d.state === 'done'")["testLoss"])
    assert losses[0] == losses[1]


def test_scrub_goes_back_and_play_goes_on_from_there(visit: Visit) -> None:
    live = visit("playground?stop=epochs&stop_value=20")
    live.press("play")
    end = live.until("d.state === 'done'")
    scrub = live.page.locator("[data-testid=live] input[type=range]")
    scrub.focus()
    scrub.press("Home")
    first = live.until("d.step === '0'")
    assert float(first["trainLoss"]) > float(end["trainLoss"])
    for step in "123":
        scrub.press("ArrowRight")
        live.until(f"d.step === '{step}'")
    live.press("step")
    live.until("d.step === '4' && d.state === 'paused'")


def test_divergence_is_named_and_leaves_a_way_out(visit: Visit) -> None:
    live = visit("playground?dataset=plane&activation=linear&lr=10")
    live.press("play")
    live.until("d.state === 'diverged'")
    live.page.get_by_text(re.compile("smaller learning rate")).first.wait_for()
    live.press("reset")
    assert float(live.until("d.state === 'idle' && d.step === '0'")["trainLoss"]) < 10


def test_own_points_are_drawn_learned_and_kept_in_the_address(visit: Visit) -> None:
    live = visit("playground?dataset=own")
    panel = live.page.locator("[data-panel=boundary]")
    box = panel.bounding_box()
    assert box
    mouse = live.page.mouse

    def stroke(fraction: float) -> None:
        x, y = box["x"] + box["width"] * fraction, box["y"] + box["height"] * 0.35
        mouse.move(x, y)
        mouse.down()
        mouse.move(x, y + box["height"] * 0.3, steps=12)
        mouse.up()

    stroke(0.35)
    live.page.wait_for_function("() => location.search.includes('points=')")
    live.page.locator(".st-key-pen").get_by_text("class 1").click()
    live.page.locator(".st-key-pen [aria-checked=true], .st-key-pen :has(> input:checked)").get_by_text(
        "class 1"
    ).wait_for()
    stroke(0.65)
    live.page.locator("[data-panel=network]").wait_for()
    live.press("play")
    assert float(live.until("+d.step > 500")["trainLoss"]) < 0.7


def test_a_bad_address_is_told_in_a_sentence(visit: Visit) -> None:
    live = visit("playground?points=%25")
    live.page.get_by_text("is not possible; allowed is").first.wait_for()
    assert live.page.get_by_test_id("stAlert").count() == 1
    live.press("step")
    live.until("d.step === '1'")


def test_chinese_by_the_browser(visit: Visit) -> None:
    live = visit("playground", locale="zh-CN")
    live.page.get_by_text("演练场").first.wait_for()


def test_nothing_is_cut_off_on_a_phone_in_the_dark(visit: Visit) -> None:
    visit("playground", 390, "dark").fits()


def test_home_moves_at_once(visit: Visit) -> None:
    live = visit("")
    first = live.until("d.state === 'running' && +d.frame > 5")
    later = live.until(f"+d.frame > {first['frame']} + 10")
    assert float(later["trainLoss"]) < float(first["trainLoss"])


def test_a_slider_is_followed_before_it_is_let_go(visit: Visit) -> None:
    live = visit("playground?lr=0.001")
    loss = live.data()["trainLoss"]
    thumb = live.page.locator(".st-key-noise [data-testid=stSliderThumbValue]").bounding_box()
    assert thumb
    x, y = thumb["x"] + thumb["width"] / 2, thumb["y"] + thumb["height"] + 8
    live.page.mouse.move(x, y)
    live.page.mouse.down()
    live.page.mouse.move(x + 60, y, steps=4)
    live.until(f"d.trainLoss !== '{loss}'")
    assert "noise" not in live.page.url, "the page itself has not run yet"
    live.page.mouse.up()
    live.page.wait_for_function("() => location.search.includes('noise=')")


def test_the_language_changes_and_nothing_else(visit: Visit) -> None:
    live = visit("playground?dataset=moons&activation=relu&speed=step&n_samples=60&hidden=3")
    live.press("step")
    live.until("d.step === '1'")
    live.page.get_by_text("中文", exact=True).click()
    live.page.get_by_text("演练场").first.wait_for()
    live.page.wait_for_function("() => document.documentElement.lang === 'zh-CN'")
    live.press("step")
    live.until("d.step === '2'")
    found = live.page.evaluate("() => Object.fromEntries(new URLSearchParams(location.search))")
    assert found == {
        "dataset": "moons",
        "activation": "relu",
        "speed": "step",
        "n_samples": "60",
        "hidden": "3",
        "lang": "zh",
    }
    assert live.page.locator(".st-key-speed input").input_value() == "每帧 1 步"
