"""The page of losses as a person uses it."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Live

pytestmark = pytest.mark.slow
Visit = Callable[..., Live]


def words(live: Live) -> str:
    return live.page.locator("[data-panel=words]").inner_text()


def drag(live: Live, panel: str, way: list[tuple[float, float]], steps: int = 15) -> int:
    """Drag over a panel through points given as shares of its size; returns how many pictures were drawn meanwhile."""
    box = live.page.locator(f"[data-panel={panel}]").bounding_box()
    assert box
    mouse, first = live.page.mouse, int(live.data()["frame"])
    places = [(box["x"] + u * box["width"], box["y"] + v * box["height"]) for u, v in way]
    mouse.move(*places[0])
    mouse.down()
    for place in places[1:]:
        mouse.move(*place, steps=steps)
        live.page.wait_for_timeout(150)
    drawn = int(live.data()["frame"]) - first
    mouse.up()
    return drawn


def test_the_ball_is_dragged_and_the_numbers_follow(visit: Visit) -> None:
    live = visit("losses?loss=bce")
    before = words(live)
    assert "−4" in before or "exp 4" in before
    assert drag(live, "of_z", [(0.3, 0.5), (0.9, 0.5)]) >= 3
    live.page.wait_for_function("() => /[?&]z=/.test(location.search)")
    assert words(live) != before
    live.page.wait_for_function("() => +document.querySelector('.st-key-z input[type=range]').value > 3")


def test_the_sidebar_slider_moves_the_picture_before_it_is_let_go(visit: Visit) -> None:
    live = visit("losses")
    before = words(live)
    thumb = live.page.locator(".st-key-z [role=slider], .st-key-z input[type=range]").first.bounding_box()
    assert thumb
    mouse = live.page.mouse
    mouse.move(thumb["x"] + 0.25 * thumb["width"], thumb["y"] + thumb["height"] / 2)
    mouse.down()
    mouse.move(thumb["x"] + 0.75 * thumb["width"], thumb["y"] + thumb["height"] / 2, steps=10)
    live.page.wait_for_function(
        "before => document.querySelector('[data-panel=words]').innerText !== before", arg=before
    )
    assert "z=" not in live.page.url
    mouse.up()
    live.page.wait_for_function("() => /[?&]z=/.test(location.search)")


def test_the_race_runs_and_squared_error_is_last(visit: Visit) -> None:
    live = visit("losses?scene=race&speed=steps")
    live.press("play")
    first = live.until("d.state === 'running' && +d.step > 0")
    later = live.until("+d.step > 60")
    assert int(later["frame"]) > int(first["frame"])
    assert live.until("d.state === 'done'")["step"] == "141"
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
    live = visit("losses", locale="zh-CN")
    live.page.get_by_text("损失函数").first.wait_for()
    live.page.get_by_text("三个名字，同一个损失").click()
    live.page.get_by_text("同一个损失，四种写法").wait_for()
    live.page.wait_for_function("() => location.search.includes('scene=same')")


@pytest.mark.parametrize("scene", ["one", "race", "rows", "same", "three"])
def test_nothing_is_cut_off_on_a_phone(visit: Visit, scene: str) -> None:
    live = visit(f"losses?scene={scene}", 390)
    live.page.wait_for_timeout(400)
    assert live.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
