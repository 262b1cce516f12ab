"""Images as a person uses the page."""

from collections.abc import Callable, Sequence

import pytest

from tests.browser.conftest import Live

pytestmark = pytest.mark.slow
Visit = Callable[..., Live]
STEP_AS_THE_PAGE_FOLLOWS = """(wait) => {
  document.querySelector("input.scrub").dispatchEvent(new Event("change"))
  setTimeout(() => document.querySelector(".st-key-step button").click(), wait)
}"""  # 150 ms after the slider stopped, the view asks the page to follow
ANSWER = "[...document.querySelectorAll('.live .number')].at(-1).textContent"


def learn(live: Live, condition: str) -> None:
    """Play until the condition holds, then pause."""
    live.press("play")
    live.until(f"d.state === 'running' && {condition}", timeout=60_000)
    live.press("play")
    live.until("d.state === 'paused'")


def stroke(live: Live, places: Sequence[tuple[float, float]]) -> None:
    """Draw on the pad through places in 0…1."""
    box = live.page.locator("[data-panel=pad] canvas").first.bounding_box()
    assert box
    side = min(box["width"], box["height"] - 60)
    left, top = box["x"] + (box["width"] - side) / 2, box["y"] + 30
    mouse = live.page.mouse
    mouse.move(left + side * places[0][0], top + side * places[0][1])
    mouse.down()
    for x, y in places[1:]:
        mouse.move(left + side * x, top + side * y, steps=8)
    mouse.up()


def test_draws_a_digit_and_reads_the_answer_then_looks_at_a_map(visit: Visit) -> None:
    live = visit("images?speed=epoch")
    learn(live, "+d.epoch >= 12")
    before = live.page.evaluate(f"() => {ANSWER}")
    stroke(live, [(0.5, 0.12), (0.5, 0.5), (0.5, 0.88)])
    live.page.wait_for_function(f"(before) => {ANSWER} !== before && {ANSWER}.includes('1,')", arg=before)
    live.page.locator("[data-panel=pad] .title").get_by_text("Your drawing").wait_for()
    canvas = live.page.locator("[data-panel=journey] canvas").first.bounding_box()
    assert canvas
    seen: set[str] = set()
    for share in (0.3, 0.4, 0.5, 0.6, 0.7):
        live.page.mouse.click(canvas["x"] + canvas["width"] * share, canvas["y"] + 50)
        live.page.wait_for_timeout(200)
        seen.add(live.page.locator("[data-panel=map] .title").inner_text())
    assert len(seen) >= 3, "each click shows another map large"


def test_plays_pauses_goes_back_and_on(visit: Visit) -> None:
    live = visit("images?lang=zh", viewport={"width": 1280, "height": 800})
    for panel in ("pad", "journey"):
        box = live.page.locator(f"[data-panel={panel}]").bounding_box()
        assert box and box["y"] + box["height"] <= 800, "filters, maps and probabilities need no scrolling"
    live.press("play")
    first = live.until("d.state === 'running' && +d.step > 0")
    later = live.until(f"+d.frame > {int(first['frame']) + 12}")
    assert float(later["trainLoss"]) < float(first["trainLoss"])
    live.press("play")
    paused = live.until("d.state === 'paused'")
    scrub = live.page.locator("input.scrub")
    scrub.focus()
    back = paused
    for _ in range(3):
        scrub.press("ArrowLeft")
        back = live.until(f"+d.step < {back['step']}")
    for n, wait in enumerate((140, 143, 145, 146, 147, 148, 149, 150), 1):
        live.page.evaluate(STEP_AS_THE_PAGE_FOLLOWS, wait)
        live.until(f"+d.step === {int(back['step']) + n}")


def test_a_cell_of_the_confusion_matrix_shows_its_pictures(visit: Visit) -> None:
    live = visit("images?view=answers&speed=epoch")
    learn(live, "+d.epoch >= 2")
    box = live.page.locator("[data-panel=confusion] canvas").first.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    live.page.mouse.move(x, y, steps=2)
    live.page.locator(".live .tip").wait_for()
    true, said = live.page.locator(".live .tip").inner_text().split(":")[0].split(" → ")
    live.page.mouse.click(x, y)
    live.page.locator("[data-panel=cell] .title").get_by_text(f"True {true}, answered {said}").wait_for()
