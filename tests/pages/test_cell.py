"""The page of a nerve cell as Streamlit runs it without a browser."""

import re
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from core.lessons.cell.settings import DIFFERENCES, CellSettings
from core.ui.language import TEXT, speaking
from core.ui.player import Player
from core.ui.views.cell.look import CellLook
from tests.pages.opened import open_page


def cell(lang: str = "en", **query: str) -> AppTest:
    at = open_page("Brain", "cell", lang, **query)
    assert at.get("bidi_component"), "the live view is there"
    return at


def held(at: AppTest) -> Player:
    return at.session_state["players"]["cell"]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "query",
    [
        {},
        {"neuron": "lif", "waveform": "noise"},
        {"neuron": "izhikevich", "pattern": "bistability"},
        {"waveform": "pairs", "current": "150"},
    ],
    ids=lambda q: "-".join(q),
)
def test_it_opens_alive(lang: str, query: dict[str, str]) -> None:
    at = cell(lang, **query)
    assert not at.error and not at.warning and held(at).playing
    asked = {k: v for k, v in at.query_params.items() if k != "lang"}
    assert {**query, **asked}.keys() == query.keys(), "what came is kept, and nothing else"


def test_it_pauses_steps_and_shows_no_loss() -> None:
    at = cell(neuron="lif")
    at.button(key="play").click().run()
    assert not held(at).playing
    at.button(key="epoch").click().run()
    at.button(key="step").click().run()
    assert held(at).run.newest.step == 5 and not at.exception
    held(at).run.advance(60, 200)
    with speaking("en"):
        readout = dict(CellLook(*parts(at)).readout())
    assert "train loss" not in readout and readout["spikes"] != "0"


def parts(at: AppTest) -> tuple:
    player = held(at)
    scene, frame = player.scene, player.frame()
    state = (player.selected, player.point, player.picked, player.width)
    return player.settings, player.run, frame, player.frames(), scene.theme, scene.picture, *state


def test_a_slider_acts_on_the_living_cell() -> None:
    at = cell()
    held(at).run.advance(60, 30)
    at.slider(key="current").set_value(25.0).run()
    assert held(at).run.newest.step == 30 and held(at).run.settings.input.current == 25
    assert at.query_params["current"] == "25.0"
    at.slider(key="g_k").set_value(20.0).run()
    assert held(at).run.newest.step == 30 and held(at).run.settings.cell.g_k == 20


def test_a_dragged_current_reaches_the_address() -> None:
    at = cell()
    CellLook.dragged(held(at), {"panel": "scope", "x": 5, "y": 4.0, "x0": 5, "y0": 9.0, "start": True})
    at.run()
    assert at.query_params["current"] == "4.0" and at.slider(key="current").value == 4


def test_another_neuron_and_pattern_bring_their_own() -> None:
    at = cell()
    at.selectbox(key="neuron").set_value("izhikevich").run()
    assert {k: v for k, v in at.query_params.items() if k != "lang"} == {"neuron": "izhikevich"}
    assert at.slider(key="current").value == 14 and at.slider(key="a").value == 0.02
    at.selectbox(key="pattern").set_value("resonator").run()
    assert at.slider(key="gap").value == 40 and held(at).settings.izhikevich.a == 0.1
    at.selectbox(key="waveform").set_value("step").run()
    assert "gap" not in {slider.key for slider in at.slider} and at.query_params["waveform"] == "step"
    assert held(at).playing and not at.exception


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("difference", DIFFERENCES)
def test_each_difference_is_said_drawn_and_sourced(difference: str, lang: str) -> None:
    at = cell(lang, difference=difference, neuron="lif")
    assert len(at.get("plotly_chart")) == 2 and not at.exception
    texts = [element.value for element in at.markdown]
    assert any(text.startswith("**The sum:**" if lang == "en" else "**加权和：**") for text in texts)
    assert any(c.value.startswith("Source:" if lang == "en" else "来源：") for c in at.caption)


def test_a_difference_is_moved_and_shown_on_the_living_cell() -> None:
    at = cell(neuron="lif", difference="refractory")
    before = at.get("plotly_chart")[0].proto.spec
    at.slider(key="after").set_value(2.0).run()
    assert at.query_params["after"] == "2.0" and at.get("plotly_chart")[0].proto.spec != before
    assert any("lost" in element.value for element in at.markdown)
    at.button(key="show").click().run()
    assert held(at).run.settings.input.waveform == "pairs" and at.query_params["gap"] == "2.0"
    at.segmented_control(key="difference").set_value("dendrites").run()
    at.slider(key="x2").set_value(1.5).run()
    assert at.query_params["x2"] == "1.5" and not at.exception


def test_a_cell_without_rest_says_why_it_has_no_threshold() -> None:
    at = cell(neuron="lif", base="1.0")
    assert at.info and "fires without a pulse" in at.info[0].value


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [("neuron", "squid", "lif"), ("current", "1e9", "-200"), ("tau", "0", "1"), ("colour", "red", "neuron")],
)
def test_a_bad_address_is_told_and_the_rest_of_it_counts(name: str, value: str, allowed: str) -> None:
    at = cell(**{name: value, "onset": "7.5"})
    assert len(at.warning) == 1 and name in at.warning[0].value and allowed in at.warning[0].value.replace("\\", "")
    assert at.slider(key="onset").value == 7.5


def test_a_state_that_is_no_number_is_explained() -> None:
    at = cell()
    held(at).run.learner.state[1] = float("nan")
    held(at).run.step()
    at.run()
    assert at.error and "no number" in at.error[0].value and not at.exception
    at.button(key="reset").click().run()
    assert not at.error and held(at).run.newest.step == 0


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_experiment_to_try_is_an_address_that_is_possible(lang: str) -> None:
    links = re.findall(r"\]\(\?([^)]*)\)", (TEXT / lang / "cell_try.md").read_text("utf-8"))
    assert len(links) > 12
    for link in links:
        query = dict(parse_qsl(link))
        settings, errors = CellSettings().from_query(query)
        assert not errors and settings.to_query(CellSettings()).keys() == query.keys(), link
