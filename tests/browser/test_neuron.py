"""The neuron as a person uses it."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Live

pytestmark = pytest.mark.slow
Visit = Callable[..., Live]


def read(live: Live, panel: str) -> str:
    return live.page.locator(f"[data-panel={panel}]").inner_text()


def test_the_perceptron_learns_and_while_done_rests(visit: Visit) -> None:
    live = visit("neuron?speed=steps")
    assert live.data()["state"] == "idle"
    live.press("play")
    done = live.until("d.state === 'done'")
    assert done["step"] == "56" and float(done["trainLoss"]) == 0
    live.page.get_by_text("A whole pass without a mistake").wait_for()
    assert read(live, "lesson").count("✓") == 4


def test_xor_never_ends(visit: Visit) -> None:
    live = visit("neuron?gate=xor&speed=fastest")
    live.press("play")
    live.until("+d.step > 2000 && d.state === 'running'")
    live.page.get_by_text("at most 3 of 4 right").wait_for()
    live.page.get_by_text("this goes on for ever").wait_for()


def test_the_input_is_dragged_and_the_page_follows(visit: Visit) -> None:
    live = visit("neuron")
    before, mouse = read(live, "sums"), live.page.mouse
    for panel, (x, y) in {"plane": (0.4, 0.4), "curve": (0.4, 0.5)}.items():
        box = live.page.locator(f"[data-panel={panel}]").bounding_box()
        assert box
        mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
        mouse.down()
        mouse.move(box["x"] + (x + 0.1) * box["width"], box["y"] + (y + 0.1) * box["height"], steps=8)
        before = live.changed("sums", before)
        mouse.up()
    live.page.wait_for_function("() => location.search.includes('x1=') && location.search.includes('x2=')")
    assert live.data()["step"] == "0"


def test_a_slider_moves_the_neuron_before_it_is_let_go(visit: Visit) -> None:
    live = visit("neuron")
    thumb = live.page.locator(".st-key-x1 [data-testid=stSliderThumbValue]").bounding_box()
    assert thumb
    mouse, x, y = live.page.mouse, thumb["x"] + thumb["width"] / 2, thumb["y"] + thumb["height"] + 8
    before = read(live, "sums")
    mouse.move(x, y)
    mouse.down()
    mouse.move(x - 50, y, steps=6)
    live.changed("sums", before)
    assert "x1=" not in live.page.url
    mouse.up()
    live.page.wait_for_function("() => location.search.includes('x1=')")


def test_a_click_on_a_row_chooses_its_activation(visit: Visit) -> None:
    live = visit("neuron", height=1700)
    panel = live.page.locator("[data-panel=table]")
    box = panel.bounding_box()
    assert box
    panel.click(position={"x": 100, "y": box["height"] * 0.5})
    live.page.wait_for_function("() => location.search.includes('activation=')")
    assert "Sigmoid" not in read(live, "sums")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_chinese_and_nothing_is_cut_off(visit: Visit, width: int, scheme: str) -> None:
    live = visit("neuron?lang=zh", width, scheme)
    live.page.get_by_text("一个神经元").first.wait_for()
    assert "神经元" in read(live, "sums")
    live.fits()
