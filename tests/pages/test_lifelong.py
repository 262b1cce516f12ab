"""The page on lifelong learning as Streamlit runs it without a browser."""

import pytest

from core.ui.views.lifelong.few_look import FewLook
from core.ui.views.lifelong.parts import VIEWS
from tests.pages.opened import open_page


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("part", VIEWS)
def test_every_part_opens(lang, part):
    at = open_page("Brain", "lifelong", lang, part=part)
    assert at.get("bidi_component") and not at.error and not at.warning
    assert {"en": "Lifelong learning", "zh": "终身学习"}[lang] in at.markdown[0].value
    if lang == "en":
        at.button(key="step").click().run()
        assert at.session_state["players"]["lifelong"].run.newest.step == 1 and not at.exception


@pytest.mark.parametrize(
    "query", [{"task_list": "points", "methods": "joint"}, {"task_list": "split", "scenario": "class"}]
)
def test_tasks_have_their_settings(query):
    at = open_page("Brain", "lifelong", **query)
    held = at.session_state["players"]["lifelong"]
    assert not at.error and not at.warning and at.selectbox(key="task_list").value == query["task_list"]
    assert len(held.scene.panels) == 3 * len(held.settings.tasks.methods)


def test_a_click_shows_other_examples():
    at = open_page("Brain", "lifelong", part="few")
    held = at.session_state["players"]["lifelong"]
    FewLook.clicked(held, {"panel": "examples", "trace": "example"})
    assert held.picked["draw"] == 1


def test_features_are_trained_on_at_a_click():
    at = open_page("Brain", "lifelong", part="few")
    assert len(at.dataframe[0].value) == 3
    at.button(key="train_on").click().run()
    assert len(at.dataframe[0].value) == 4 and not at.exception


def test_another_part_brings_its_network():
    at = open_page("Brain", "lifelong")
    at.segmented_control(key="part").set_value("few").run()
    held = at.session_state["players"]["lifelong"]
    assert held.settings.part == "few" and held.settings.model.width == 128 and not at.exception


def test_numbers_of_the_errors_claim_no_more_than_is_so():
    at = open_page("Brain", "lifelong", part="errors", optimizer="adam")
    written = " ".join(m.value for m in at.markdown)
    assert "G_l" in written and "Delta W_l = " not in written  # Adam's change is no multiple of the gradient
    assert (at.dataframe[0].value["Backpropagation"].iloc[-2:] == "–").all()  # no feedback weights
