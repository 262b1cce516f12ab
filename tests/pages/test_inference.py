"""The inference page as Streamlit runs it without a browser."""

import pytest

from core.figures.theme import LIGHT
from core.lessons.inference.facts import WORLDS
from core.ui.language import speaking
from core.ui.picture import StepsPicture
from core.ui.views.inference.look import InferenceLook
from core.ui.views.inference.panels import words_panel
from tests.pages.opened import open_page


@pytest.mark.parametrize("world", WORLDS)
def test_it_opens_in_every_world_steps_and_explains(world):
    at = open_page("Brain", "inference", world=world)
    assert at.get("bidi_component") and not at.error and not at.warning
    at.button(key="step").click().run()
    held = at.session_state["players"]["inference"]
    assert not at.exception and held.run.newest.step == 1 and at.code


@pytest.mark.parametrize("world", ["order", "family"])
def test_it_speaks_chinese(world):
    at = open_page("Brain", "inference", "zh", world=world)
    assert not at.error and not at.warning and "推断" in at.markdown[0].value
    held = at.session_state["players"]["inference"]
    with speaking("zh"):
        look = InferenceLook(
            held.settings, held.run, held.frame(), held.frames(), LIGHT, StepsPicture(), None, None, held.picked, 900
        )
        blocks = [words_panel(look)["text"], look.readout()]
    assert "类比" in blocks[0][1][0] and blocks[1][1][0].startswith("答对")


def test_a_new_world_brings_its_own_size_and_decay_to_the_controls():
    at = open_page("Brain", "inference")
    at.selectbox(key="world").select("modular").run()
    assert not at.exception
    assert at.slider(key="n").value == 23 and at.select_slider(key="l2").value == 1
    assert at.slider(key="held_out").value == 0.2


def test_too_many_things_are_refused_in_a_sentence():
    at = open_page("Brain", "inference", n="20")
    assert at.warning and "4 … 12" in at.warning[0].value


def test_a_click_looks_into_its_question():
    at = open_page("Brain", "inference")
    held = at.session_state["players"]["inference"]
    InferenceLook.clicked(held, {"panel": "grid", "trace": "question", "custom": [2, 7 + 4, 50]})
    assert held.picked["question"] == (2, 4)
    InferenceLook.chosen(held, "1-3")
    assert held.picked["question"] == (1, 3)
    with pytest.raises(ValueError, match="no question"):
        InferenceLook.chosen(held, "1-30")
