"""The imagination page as Streamlit runs it without a browser."""

import pytest

from core.lessons.imagination.makers import MAKERS
from core.ui.language import speaking
from core.ui.views.imagination.look import SHELF, ImaginationLook
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


def test_a_way_leads_from_one_drawn_digit_to_another():
    at = open_page("Brain", "imagination")
    held = at.session_state["players"]["imagination"]

    def stroke(*path):
        ImaginationLook.dragged(held, {"panel": "pad", "x": 0, "y": 0, "path": [None, *path]})

    stroke([0.5, 0.1], [0.5, 0.9])
    stroke([0.4, 0.9], [0.6, 0.9])
    assert look(held).ends == (8, SHELF) and len(look(held).drawings) == 1, "both strokes are one digit"
    seven = at.session_state["players"]["imagination"].picked["drawings"][0]
    for n, down in enumerate((0.5, 0.9)):
        at.button(key="clear").click().run()
        assert held.picked["empty"] and not at.exception
        stroke([0.2, 0.1], [0.8, 0.1], [0.4, down])
        assert look(held).ends == (SHELF, SHELF + 1), "from the drawing before to this one"
        assert (seven in look(held).drawings) == (n == 0), "the last two are kept"
    shown = look(held)
    first, last = shown.learner.code_of(shown.frame, shown.shelf[list(shown.ends)].flatten(1))
    assert shown.shelf.shape == (SHELF + 2, 8, 8) and shown.shelf[-1].max() > 0.9
    assert (shown.way[0] == first).all() and (shown.way[-1] == last).all()
    held.follow(held.settings.replace(maker="gan"))
    assert look(held).shelf.shape == (SHELF, 8, 8) and max(look(held).ends) < SHELF
