"""The imagination page as Streamlit runs it without a browser."""

import pytest

from core.lessons.imagination.makers import MAKERS
from core.ui.language import speaking
from core.ui.views.imagination.look import ImaginationLook
from tests.pages.opened import open_page


def look(held):
    scene, more = held.scene, (held.selected, held.point, held.picked, held.width)
    return ImaginationLook(held.settings, held.run, held.frame(), held.frames(), scene.theme, scene.picture, *more)


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("code", ["2", "5"])
def test_it_opens_steps_and_explains(maker, code):
    at = open_page("Brain", "imagination", maker=maker, code=code)
    assert at.get("bidi_component") and not at.error and not at.warning
    at.button(key="step").click().run()
    held = at.session_state["players"]["imagination"]
    assert not at.exception and held.run.newest.step == 1 and at.code


def test_it_speaks_chinese():
    at = open_page("Brain", "imagination", "zh")
    assert not at.error and "想象" in at.markdown[0].value
    held = at.session_state["players"]["imagination"]
    with speaking("zh"):
        assert "数值" in held.scene.panels["words"].figure(look(held))["text"][0][0]


def test_one_walks_in_the_map_and_picks_ends():
    at = open_page("Brain", "imagination")
    held = at.session_state["players"]["imagination"]
    ImaginationLook.dragged(held, {"panel": "map", "x": 1.5, "y": -0.5})
    assert look(held).here.tolist() == [1.5, -0.5]
    ImaginationLook.clicked(held, {"panel": "ways", "trace": "picture", "custom": [0, 5]})
    assert look(held).ends == (8, 5)
    ImaginationLook.clicked(held, {"panel": "ways", "trace": "picture", "custom": [1, 2]})
    assert look(held).ends == (8, 5), "only the shelf can be picked from"
