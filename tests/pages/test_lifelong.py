"""The page on lifelong learning as Streamlit runs it without a browser."""

import pytest

from core.ui.views.lifelong.few_look import FewLook
from core.ui.views.lifelong.parts import VIEWS
from core.ui.views.lifelong.tasks_look import TasksLook
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


def test_too_many_new_digits_are_not_taken_and_the_other_settings_stay_alive():
    at = open_page("Brain", "lifelong", part="few", new_digits="0-1-2-3-4-5")
    at.pills(key="new_digits").set_value(list("0123456")).run()
    assert at.pills(key="new_digits").value == list("012345") and "0-1-2-3-4-5-6" in at.warning[0].value
    at.slider(key="width").set_value(64).run()
    assert at.session_state["players"]["lifelong"].settings.model.width == 64 and not at.warning
    at.pills(key="new_digits").set_value([]).run()
    assert at.pills(key="new_digits").value == list("012345") and not at.warning


def test_pictures_of_many_new_digits_can_be_seen():
    at = open_page("Brain", "lifelong", part="few", new_digits="0-1-2-3-4-5", shots="10")
    held = at.session_state["players"]["lifelong"]
    scene, frame = held.scene, held.frame()
    view = (scene.theme, scene.picture, None, None, {}, 970)
    look = FewLook(held.settings, held.run, frame, held.frames(), *view)
    drawn = scene.panels["test"].figure(look)
    assert scene.panels["test"].height > 350 and drawn["drawing"]["items"][0]["at"][0, 2] >= 24


@pytest.mark.parametrize("width", [360, 970])
def test_panels_below_each_other_name_their_network(width):
    at = open_page("Brain", "lifelong")
    held = at.session_state["players"]["lifelong"]
    view = (held.scene.theme, held.scene.picture, None, None, {}, width)
    look = TasksLook(held.settings, held.run, held.frame(), held.frames(), *view)
    for id in ("curves_ewc", "answers_ewc"):
        assert ("EWC" in str(held.scene.panels[id].figure(look))) == (width < 640)


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
