"""Plasticity in Chromium."""

from collections.abc import Callable

import pytest

pytestmark = pytest.mark.slow


def place(live, panel: str, x: float, y: float) -> tuple[float, float]:
    """The point at these shares of a panel's width and height."""
    box = live.page.locator(f"[data-panel={panel}]").bounding_box()
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def drag(live, panel: str, start: tuple[float, float], end: tuple[float, float]) -> None:
    live.page.mouse.move(*place(live, panel, *start))
    live.page.mouse.down()
    live.page.mouse.move(*place(live, panel, *end), steps=8)
    live.page.mouse.up()


def picture(live, panel: str) -> str:
    return live.page.evaluate(
        "id => document.querySelector(`[data-panel=${id}] canvas`).toDataURL().slice(-4000)", panel
    )


def test_both_neurons_learn_and_the_cloud_turns_under_the_pointer(visit: Callable) -> None:
    live = visit("plasticity?lang=en&lr=0.03")
    before = {panel: picture(live, panel) for panel in ("cloud", "length", "angle")}
    live.press("play")
    later = live.until("+d.frame >= 12 && +d.step > 100")
    assert later["state"] == "running" and all(picture(live, panel) != shown for panel, shown in before.items())
    drag(live, "cloud", (0.62, 0.38), (0.45, 0.25))
    live.page.wait_for_url("**angle=*")
    went_on = live.until(f"+d.step > {later['step']}")
    assert went_on["state"] == "running"
    live.page.locator(".live .notes").get_by_text("Hebb ran away").wait_for()
    live.press("play")
    live.until("d.state == 'paused'")


def test_the_window_can_be_dragged_and_a_damaged_digit_heals_in_chinese(visit: Callable) -> None:
    live = visit("plasticity?lang=zh&scene=stdp")
    shown = picture(live, "window")
    drag(live, "window", (0.7, 0.45), (0.85, 0.3))
    live.page.wait_for_url("**tau_plus=*")
    drawn = "before => document.querySelector('[data-panel=window] canvas').toDataURL().slice(-4000) !== before"
    live.page.wait_for_function(drawn, arg=shown)
    live.page.get_by_role("radio", name="Hopfield 记忆").click()
    live.page.wait_for_selector("[data-panel=state] canvas")
    live.page.wait_for_url("**scene=hopfield*")
    drag(live, "state", (0.3, 0.9), (0.4, 0.9))
    live.page.wait_for_url("**start=*")
    live.press("play")
    live.until("d.state == 'done'")
    assert "一个像素也不差" in live.page.locator(".live .notes").inner_text()


def test_a_click_takes_a_bar_away_and_tabs_open(visit: Callable) -> None:
    live = visit("plasticity?lang=en&scene=bcm")
    live.page.mouse.click(*place(live, "tuning", 0.5, 0.6))
    live.page.wait_for_url("**shown=*")
    live.press("play")
    live.until("+d.step > 60")
    live.press("play")
    for tab, wanted in enumerate(("stDataFrame", "stCode", "stMarkdown", "stMarkdown")):
        live.page.locator("[data-testid=stTab]").nth(tab).click()
        live.page.wait_for_selector(f"[data-testid={wanted}]")
    assert live.page.locator("[data-testid=stException]").count() == 0
