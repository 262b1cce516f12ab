"""The page of losses as a person uses it."""

from collections.abc import Callable

import pytest

from core.lessons.losses.settings import SCENES
from tests.browser.conftest import Live

pytestmark = pytest.mark.slow
Visit = Callable[..., Live]


def words(live: Live) -> str:
    return live.page.locator("[data-panel=words]").inner_text()


def drag(live: Live, panel: str, way: list[tuple[float, float]]) -> None:
    """Drag over a panel through points given as shares of its size; each of them is drawn."""
    box = live.page.locator(f"[data-panel={panel}]").bounding_box()
    assert box
    mouse = live.page.mouse
    places = [(box["x"] + u * box["width"], box["y"] + v * box["height"]) for u, v in way]
    mouse.move(*places[0])
    mouse.down()
    for place in places[1:]:
        drawn = live.data()["frame"]
        mouse.move(*place, steps=5)
        live.until(f"+d.frame > {drawn}")
    mouse.up()


def test_the_ball_is_dragged_and_the_numbers_follow(visit: Visit) -> None:
    live = visit("losses?loss=bce")
    before = words(live)
    assert "−4" in before or "exp 4" in before
    drag(live, "of_z", [(0.3, 0.5), (0.5, 0.5), (0.7, 0.5), (0.9, 0.5)])
    live.page.wait_for_function("() => /[?&]z=/.test(location.search)")
    assert words(live) != before
    live.page.wait_for_function("() => +document.querySelector('.st-key-z input[type=range]').value > 3")


def test_the_sidebar_slider_moves_the_picture_before_it_is_let_go(visit: Visit) -> None:
    live = visit("losses")
    before = words(live)
    slider = live.page.locator(".st-key-z [role=slider], .st-key-z input[type=range]").first.bounding_box()
    assert slider
    mouse = live.page.mouse
    mouse.move(slider["x"] + 0.25 * slider["width"], slider["y"] + slider["height"] / 2)
    mouse.down()
    mouse.move(slider["x"] + 0.75 * slider["width"], slider["y"] + slider["height"] / 2, steps=10)
    live.changed("words", before)
    assert "z=" not in live.page.url
    mouse.up()
    live.page.wait_for_function("() => /[?&]z=/.test(location.search)")


def test_the_race_runs_and_squared_error_is_last(visit: Visit) -> None:
    live = visit("losses?scene=race&speed=steps")
    live.press("play")
    first = live.until("+d.step > 0")
    last = live.until("d.state === 'done'")
    assert last["step"] == "141" and int(last["frame"]) > int(first["frame"])
    live.press("reset")
    live.until("d.state === 'idle' && d.step === '0'")


def test_rows_the_prediction_and_the_outlier_are_dragged(visit: Visit) -> None:
    live = visit("losses?scene=rows")
    drag(live, "total", [(0.5, 0.5), (0.3, 0.5)])
    live.page.wait_for_function("() => location.search.includes('height=')")
    before = words(live)
    drag(live, "rows", [(0.865, 0.222), (0.865, 0.7)])  # the ringed row
    live.page.wait_for_function("() => location.search.includes('stretch=')")
    assert words(live) != before


def test_a_bar_is_dragged(visit: Visit) -> None:
    live = visit("losses?scene=three")
    drag(live, "three_bars", [(0.5, 0.6), (0.5, 0.3)])
    live.page.wait_for_function("() => location.search.includes('z2=')")


def test_scenes_are_changed_in_chinese(visit: Visit) -> None:
    live = visit("losses?lang=zh")
    live.page.get_by_text("损失函数").first.wait_for()
    live.page.get_by_text("三个名字，同一个损失").click()
    live.page.get_by_text("同一个损失，四种写法").wait_for()
    live.page.wait_for_function("() => location.search.includes('scene=same')")


def test_nothing_is_cut_off_on_a_phone(visit: Visit) -> None:
    live = visit("losses", 390)
    live.fits()
    for scene, title in list(SCENES.items())[1:]:
        live.page.get_by_text(title, exact=True).click()
        live.page.wait_for_function(f"() => location.search.includes('scene={scene}')")
        live.fits()
