"""The page of mistakes and cures as a person uses it."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Live

pytestmark = pytest.mark.slow
Visit = Callable[..., Live]


def test_both_sides_move_and_the_answer_tells_them_apart(visit: Visit) -> None:
    live = visit("pitfalls?pitfall=stacked_rows")
    live.fits()
    assert live.data()["state"] == "idle"
    live.press("play")
    first = live.until("d.state === 'running' && +d.step > 0")
    live.until(f"+d.frame > {int(first['frame']) + 20}")
    live.press("answer_a")
    live.page.get_by_text("makes the mistake.").first.wait_for()
    title = live.page.locator("[data-panel=a] .title", has_text="·")
    assert title.text_content() in ("A · the mistake", "A · the cure")
    live.until("+d.step > 320")
    live.page.get_by_text("different ones").first.wait_for()
    live.press("play")
    live.until("d.state === 'paused'")


def test_an_error_stops_one_side_and_is_read(visit: Visit) -> None:
    live = visit("pitfalls?pitfall=not_flattened")
    live.press("play")
    live.page.get_by_text("mat1 and mat2 shapes cannot be multiplied (160x8 and 64x32)").first.wait_for()
    live.page.get_by_text("160 rows of 8 numbers").first.wait_for()
    step = int(live.data()["step"])
    later = live.until(f"+d.step > {step + 20} && d.state === 'running'")
    assert later["frame"] and live.page.locator(".st-key-answer_a button").is_enabled()


def test_another_mistake_starts_another_pair(visit: Visit) -> None:
    live = visit("pitfalls")
    live.press("step")
    live.until("d.step === '1'")
    live.page.locator(".st-key-pitfall [data-baseweb=select], .st-key-pitfall input").first.click()
    live.page.get_by_text("M12 ·").first.click()
    live.page.wait_for_function("() => location.search.includes('pitfall=silent_log')")
    live.until("d.step === '0'")
    live.page.get_by_text("$ python train.py").first.wait_for()


def test_going_back_forgets_the_error(visit: Visit) -> None:
    live = visit("pitfalls?pitfall=two_outputs")
    for step in "12":
        live.press("step")
        live.until(f"d.step === '{step}'")
    live.page.get_by_text("IndexError: Target").first.wait_for()
    scrub = live.page.locator("[data-testid=live] input[type=range]")
    scrub.focus()
    scrub.press("Home")
    live.until("d.step === '0'")
    live.page.locator("[data-testid=live]").get_by_text("Press play.").first.wait_for()


def test_chinese_on_a_phone_in_the_dark(visit: Visit) -> None:
    live = visit("pitfalls?pitfall=own_lines&lang=zh", 390, "dark")
    live.page.get_by_text("梯度没有取平均").first.wait_for()
    live.fits()
    live.press("play")
    live.until("+d.step > 10")
    live.press("answer_b")
    live.page.get_by_text("犯错的是").first.wait_for()


def test_nothing_is_cut_off_on_a_phone(visit: Visit) -> None:
    visit("pitfalls?pitfall=rows_as_samples", 390).fits()
