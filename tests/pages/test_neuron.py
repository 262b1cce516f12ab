"""The neuron page in both languages, as Streamlit runs it without a browser."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from core.activations import ACTIVATIONS
from core.datasets.gates import GATES
from core.lessons.neuron.perceptron import Perceptron
from core.lessons.neuron.settings import NeuronSettings
from core.ui.language import LANGUAGES, read_prose
from core.ui.player import Player
from core.ui.views.neuron.tools import learned
from tests.pages.opened import open_page

DEFAULT = NeuronSettings()


def neuron(lang: str = "en", **query: str) -> AppTest:
    return open_page("Foundations", "neuron", lang, **query)


def held(at: AppTest) -> Player:
    return at.session_state["players"]["neuron"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_opens_with_its_tables(lang: str) -> None:
    at = neuron(lang)
    assert at.get("bidi_component") and not at.error and not at.warning
    table = at.dataframe[0].value
    assert table.shape[0] == len(ACTIVATIONS)
    assert table.columns[0] == {"en": "Activation", "zh": "激活函数"}[lang]


def test_buttons_move_the_run_and_fill_the_table() -> None:
    at = neuron()
    at.button(key="step").click().run()
    at.button(key="epoch").click().run()
    assert held(at).run.newest.step == 4
    assert at.dataframe[0].value.shape[0] == 4, "the steps so far"
    at.button(key="reset").click().run()
    assert held(at).run.newest.step == 0 and not at.exception


def test_learned_weights_go_to_the_sliders() -> None:
    at = neuron(gate="nand")
    assert at.button(key="keep").disabled
    at.button(key="epoch").click().run()
    learner = held(at).run.learner
    at.button(key="keep").click().run()
    assert [at.slider(key=key).value for key in ("w1", "w2", "b")] == [*learner.w.tolist(), learner.b]
    assert held(at).run.newest.step == 0 and held(at).run.learner.w.tolist() == learner.w.tolist()


def test_weights_beyond_a_slider_keep_their_line() -> None:
    player = Player(Perceptron)
    player.hold(DEFAULT.replace(w1=5, w2=-5, b=-3, lr=1.0, gate="or"))
    player.epoch()
    assert (player.run.learner.w.tolist(), player.run.learner.b) == ([6, -3], -1)
    assert learned(player) == {"w1": 5, "w2": pytest.approx(-2.5), "b": pytest.approx(-5 / 6)}


def test_play_learns_and_is_told_to_stop_by_itself() -> None:
    at = neuron()
    at.button(key="play").click().run()
    player = held(at)
    assert player.playing
    while player.playing:
        player.tick("fastest")
    assert player.state == "done"
    at.run()
    assert at.button(key="play").disabled and not at.exception


def test_settings_reach_the_neuron_and_the_address() -> None:
    at = neuron()
    at.slider(key="w1").set_value(1.5)
    at.slider(key="x2").set_value(-0.25)
    at.selectbox(key="activation").set_value("gelu")
    at.selectbox(key="gate").set_value("xor")
    at.run()
    found = {name: value for name, value in at.query_params.items() if name != "lang"}
    assert found == {"w1": "1.5", "x2": "-0.25", "activation": "gelu", "gate": "xor"}
    assert held(at).run.learner.w.tolist() == [1.5, -0.6]


def test_a_third_input_comes_with_its_own_sliders() -> None:
    at = neuron()
    assert not [s for s in at.slider if s.key in ("x3", "w3")]
    at.slider(key="n_inputs").set_value(3).run()
    assert (at.slider(key="x3").value, at.slider(key="w3").value) == (DEFAULT.x3, DEFAULT.w3)
    at.slider(key="w3").set_value(-1.5).run()
    assert held(at).run.learner.w.tolist() == [0.8, -0.6, -1.5]
    at.slider(key="n_inputs").set_value(2).run()
    at.slider(key="n_inputs").set_value(3).run()
    assert at.slider(key="w3").value == -1.5 and not at.exception


def test_the_order_has_a_seed_only_where_it_is_drawn() -> None:
    at = neuron()
    assert not [n for n in at.number_input if n.key == "seed"]
    at.toggle(key="shuffle").set_value(True).run()
    at.number_input(key="seed").set_value(7).run()
    assert at.query_params["seed"] == "7" and held(at).settings.seed == 7


@pytest.mark.parametrize(("name", "value"), [("w1", "99"), ("gate", "maybe"), ("n_inputs", "5"), ("speed", "warp")])
def test_a_bad_address_is_told_and_the_rest_counts(name: str, value: str) -> None:
    at = neuron(**{name: value, "b": "-0.5"})
    assert len(at.warning) == 1 and name in at.warning[0].value.replace("\\", "")
    assert at.slider(key="b").value == -0.5


def links(lang: str) -> list[str]:
    return re.findall(r"\]\(\?([^)]*)\)", read_prose(lang, "neuron_try"))


def opened(query: str) -> Perceptron:
    settings, errors = DEFAULT.from_query(dict(part.split("=") for part in query.split("&")))
    assert not errors
    return Perceptron(settings)


def right(learner: Perceptron) -> int:
    return round(learner.frame().metrics["train_accuracy"] * len(learner.x))


def test_every_experiment_can_be_opened_and_does_what_its_text_says() -> None:
    for query in links("en"):
        opened(query)
    assert right(opened("w1=1&w2=1&b=-1.5&gate=or")) == 2
    assert right(opened("w1=1&w2=1&b=-0.5&gate=or")) == 4
    assert right(opened("w1=1&w2=1&b=-1.5&gate=nand")) == 0
    assert right(opened("w1=-1&w2=-1&b=1.5&gate=nand")) == 4
    assert right(opened("n_inputs=3&gate=and&w1=1&w2=1&w3=1&b=-2.5")) == 8
    dead = opened("activation=relu&b=-1.5").settings
    assert dead.w @ dead.x + dead.b < 0 < dead.w.abs().sum() * 2 + dead.b, "it can be woken within the plane"
    wide = opened("w1=3&w2=3&b=1").settings
    assert wide.w @ wide.x + wide.b > 5
    for gate in GATES:
        learner = opened(f"gate={gate}")
        for _ in range(200):
            if learner.stops:
                break
            learner.step()
        assert learner.stops == (gate not in ("xor", "xnor")) and bool(learner.cycle) != learner.stops
