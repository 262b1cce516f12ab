"""The race of optimisers in Chromium."""

from collections.abc import Callable

import pytest

pytestmark = pytest.mark.slow


def middle(live, panel: str) -> tuple[float, float]:
    box = live.page.locator(f"[data-panel={panel}]").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def picture(live, panel: str) -> str:
    return live.page.evaluate(
        "id => document.querySelector(`[data-panel=${id}] canvas`).toDataURL().slice(-4000)", panel
    )


def test_it_plays_turns_starts_elsewhere_and_obeys_a_slider(visit: Callable) -> None:
    live = visit("optimizers?lang=en&n_steps=3000")
    before = {panel: picture(live, panel) for panel in ("contour", "relief", "descent")}
    live.press("play")
    first = live.until("+d.step > 20")
    later = live.until(f"+d.frame >= {int(first['frame']) + 8} && +d.step > {first['step']}")
    assert later["state"] == "running"
    assert all(picture(live, panel) != shown for panel, shown in before.items())
    live.press("play")
    live.until("d.state == 'paused'")

    x, y = middle(live, "relief")
    shown, at = picture(live, "relief"), live.data()["step"]
    live.page.mouse.move(x, y)
    live.page.mouse.down()
    live.page.mouse.move(x + 60, y + 20, steps=6)
    live.page.mouse.up()
    drawn = "before => document.querySelector('[data-panel=relief] canvas').toDataURL().slice(-4000) !== before"
    live.page.wait_for_function(drawn, arg=shown)
    assert live.data()["step"] == at

    x, y = middle(live, "contour")
    live.page.mouse.click(x + 60, y - 60)
    live.until("d.state == 'idle' && d.step == '0'")
    live.page.wait_for_url("**x=*")
    words = live.page.locator("[data-panel=rule]").inner_text()
    assert "The next step of Adam: 0 → 1" in words and "m̂" in words

    live.page.locator(".st-key-adaptive_lr input[type=range]").focus()
    live.page.keyboard.press("ArrowRight")
    live.page.wait_for_url("**adaptive_lr=0.15*")
    live.until("d.step == '0'")
    live.page.wait_for_function("() => document.querySelector('[data-panel=rule]').innerText.includes('0.15·')")


def test_who_leaves_is_named_in_chinese(visit: Callable) -> None:
    live = visit("optimizers?lang=zh&lr=0.2&surface=ravine")
    live.press("play")
    live.page.locator(".live .notes").get_by_text("离开了地图").wait_for()
    assert live.page.locator("[data-panel=answers]").count() == 0


def test_every_tab_opens(visit: Callable) -> None:
    live = visit("optimizers?lang=en&surface=network")
    for tab, wanted in enumerate(("stCode", "stPlotlyChart", "stCode", "stMarkdown", "stMarkdown")):
        live.page.locator("[data-testid=stTab]").nth(tab).click()
        live.page.locator(f"[role=tabpanel] [data-testid={wanted}]").locator("visible=true").first.wait_for()
    assert live.page.locator("[data-testid=stException]").count() == 0
