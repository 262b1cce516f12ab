"""The page on brain and network as Streamlit runs it without a browser."""

import pytest

from core.lessons.compare.quantities import BRAINS, MACHINES
from core.ui.views.compare.look import CompareLook
from tests.pages.opened import open_page


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("query", [{}, {"brain": "fly", "machine": "alexnet"}, {"removed": "0.5", "order": "most"}])
def test_it_opens(lang, query):
    at = open_page("Brain", "compare", lang, **query)
    assert at.get("bidi_component") and not at.error and not at.warning and len(at.table) == 2
    assert {"en": "Brain and network", "zh": "大脑与网络"}[lang] in at.markdown[0].value


@pytest.mark.parametrize("brain", BRAINS)
@pytest.mark.parametrize("machine", ["own", *MACHINES])
def test_every_pair_has_something_in_common(brain, machine):
    at = open_page("Brain", "compare", brain=brain, machine=machine)
    held = at.session_state["players"]["compare"]
    figure = held.scene.panels["sides"].figure(look(held))
    roles = [item for item in figure["drawing"]["items"] if item["kind"] == "marks"]
    assert len(roles) == 2


def look(held):
    more = (held.selected, held.point, held.picked, held.width)
    return CompareLook(
        held.settings, held.run, held.frame(), held.frames(), held.scene.theme, held.scene.picture, *more
    )


def test_a_click_takes_a_neuron_away_and_back():
    at = open_page("Brain", "compare")
    at.button(key="step").click().run()
    held = at.session_state["players"]["compare"]
    for expected in (63, 64):
        CompareLook.clicked(held, {"panel": "units", "trace": "neuron", "custom": [5]})
        assert int(look(held).mask.sum()) == expected
    assert not at.exception and look(held).readout()[-2][1] == "64 / 64"
