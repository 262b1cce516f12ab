"""Every page, in both languages, as Streamlit runs it without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from core.ui.shell import PAGES, ROOT, path
from tests.pages.opened import open_page

ADDRESSES = [(section, name) for section, pages in PAGES.items() for name in pages]


def playground(**query: str) -> AppTest:
    return open_page("Networks", "playground", **query)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("section", "name"), ADDRESSES)
def test_page_opens_without_an_exception(section: str, name: str, lang: str) -> None:
    at = open_page(section, name, lang)
    assert at.get("bidi_component"), "the live view is there"
    assert not at.error


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("lr", "40", "1e-05 … 10"),
        ("hidden", "8-99", "1 … 32"),
        ("dataset", "nothing", "circle"),
        ("colour", "red", "dataset"),
        ("points", "%%%", "base64"),
        ("discretize", "perhaps", "True, False"),
    ],
)
def test_a_bad_address_is_told_and_the_rest_of_it_counts(name: str, value: str, allowed: str) -> None:
    at = playground(**{name: value, "noise": "0.25"})
    assert len(at.warning) == 1
    assert name in at.warning[0].value and allowed in at.warning[0].value
    assert at.slider(key="noise").value == 0.25
    assert at.run().warning.len == 0, "it is told once"


def test_a_loss_that_does_not_fit_is_refused_in_chinese() -> None:
    at = playground(lang="zh", dataset="plane", loss="bce")
    assert "loss" in at.warning[0].value and "允许" in at.warning[0].value


def test_settings_reach_the_address_and_only_those_that_differ() -> None:
    at = playground()
    assert set(at.query_params) == {"lang"}
    at.slider(key="noise").set_value(0.3)
    at.selectbox(key="activation").set_value("relu")
    at.slider(key="hidden").set_value(3)
    at.run()
    found = {name: value for name, value in at.query_params.items() if name != "lang"}
    assert found == {"noise": "0.3", "activation": "relu", "hidden": "4-2-2"}


def test_each_layer_has_its_own_width() -> None:
    at = playground(hidden="5-6-7")
    assert [at.number_input(key=f"hidden_{i}").value for i in (1, 2, 3)] == [5, 6, 7]
    at.number_input(key="hidden_2").set_value(9).run()
    assert at.query_params["hidden"] == "5-9-7"


def test_settings_survive_a_visit_to_another_page() -> None:
    at = playground(noise="0.4", hidden="3")
    at = at.switch_page(str(path("Start", "home").relative_to(ROOT.parent))).run()
    at = at.switch_page(str(path("Networks", "playground").relative_to(ROOT.parent))).run()
    assert not at.exception
    assert at.slider(key="noise").value == 0.4 and at.slider(key="hidden").value == 1


def test_loss_offers_only_what_fits_numbers() -> None:
    at = playground(dataset="plane")
    assert at.selectbox(key="loss").options == ["Automatic", "Mean squared error", "Mean absolute error", "Huber"]


def test_buttons_move_the_run() -> None:
    at = playground(n_samples="100")
    held = at.session_state["players"]["playground"]
    at.button(key="step").click().run()
    assert held.run.newest.step == 1
    at.button(key="epoch").click().run()
    assert held.run.newest.step == 5
    at.button(key="play").click().run()
    assert held.playing and at.button(key="play").label == "Pause"
    at.button(key="play").click().run()
    assert not held.playing and held.state == "paused"
    at.button(key="reset").click().run()
    assert held.run.newest.step == 0
    at.button(key="new_weights").click().run()
    assert at.query_params["seed"] == "1" and not at.exception


def test_pasted_points_are_taken_and_bad_ones_leave_the_old() -> None:
    at = playground(dataset="own")
    assert at.info and at.button(key="play").disabled
    at.text_area(key="pasted").set_value("x,y,label\n1,1,a\n2,2,a\n-1,-1,b\n-2,-2,b\n")
    at.button(key="take").click().run()
    assert not at.info and not at.exception
    points = at.query_params["points"]
    at.text_area(key="pasted").set_value("1,1,a\n2,oops,b\n")
    at.button(key="take").click().run()
    assert "oops" in at.warning[0].value and at.query_params["points"] == points


def test_an_address_cannot_write_markdown_into_the_page() -> None:
    at = playground(**{"foo[log in](https://example.org)": "![a](b)"})
    assert "](" not in at.warning[0].value.replace("\\]", "") and len(at.warning[0].value) < 600


def test_choosing_a_condition_proposes_a_value_for_it() -> None:
    at = playground()
    at.selectbox(key="stop").set_value("test_accuracy").run()
    assert at.number_input(key="stop_value").value == 0.95
