"""The page of mistakes and cures, without a browser."""

import re
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from core.lessons.pitfalls.learner import PitfallSettings
from core.lessons.pitfalls.messages import CASES
from core.lessons.pitfalls.table import PITFALLS
from core.ui import stage
from core.ui.language import read_prose
from core.ui.shell import ROOT, path
from core.ui.views.pitfalls.panels import PANELS
from tests.pages.opened import open_page


def pitfalls(lang: str = "en", **query: str) -> AppTest:
    return open_page("Problems", "pitfalls", lang, **query)


def held(at: AppTest):
    return at.session_state["players"]["pitfalls"]


def texts(at: AppTest) -> str:
    return "\n".join(element.value for element in (*at.markdown, *at.caption, *at.info, *at.success, *at.error))


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("pitfall", PITFALLS)
def test_every_mistake_is_asked_answered_and_explained(pitfall: str, lang: str) -> None:
    at, entry = pitfalls(lang, pitfall=pitfall), PITFALLS[pitfall]
    player = held(at)
    assert not at.success and not at.error and at.code[0].value.count("\n") >= 1
    asked = stage.message(player, player.scene, whole=True)
    assert asked["notes"] == [] and set(asked["figures"]) == set(PANELS)
    player.run.advance(60, 8)
    player.run.learner.pitfall = type(entry)(**{**vars(entry), "ripe": 1})
    with stage.speaking(lang):  # the names of choices are looked up here, outside the page
        at.button(key=f"answer_{player.run.learner.wrong}").click().run()
    assert not at.exception and len(at.success) == 1
    chinese = bool(re.search("[一-鿿]", texts(at)))
    assert chinese == (lang == "zh")
    with stage.speaking(lang):
        told = stage.message(player, player.scene, whole=True)
    assert len(told["notes"]) == 1 and "{" not in told["notes"][0] and re.search(r"\d", told["notes"][0])
    assert bool(re.search("[一-鿿]", told["notes"][0])) == (lang == "zh")
    assert at.button(key="answer_a").disabled and at.button(key="answer_b").disabled


def test_the_wrong_answer_is_told_and_another_seed_asks_again() -> None:
    at = pitfalls()
    at.button(key=f"answer_{held(at).run.learner.right}").click().run()
    assert len(at.error) == 1 and held(at).run.learner.wrong.upper() in at.error[0].value
    at.button(key="new_weights").click().run()
    assert not at.error and not at.button(key="answer_a").disabled and at.query_params["seed"] == "1"


def test_before_the_answer_nothing_tells_which_is_which() -> None:
    at = pitfalls(pitfall="own_lines")
    assert not re.search(r"[AB] (makes|·)", texts(at))
    figures = stage.message(held(at), held(at).scene, whole=True)["figures"]
    assert figures["a"]["drawing"]["title"] == "A" and figures["b"]["drawing"]["title"] == "B"
    assert "Answer first" in figures["numbers_a"]["text"][0][1][0]


def test_an_error_is_shown_where_it_happened_and_read() -> None:
    at = pitfalls(pitfall="two_outputs")
    at.button(key="step").click().run()
    player = held(at)
    side = player.run.learner.wrong
    with stage.speaking("en"):
        shown = stage.message(player, player.scene, whole=True)
    words = "\n".join(shown["figures"][side]["text"][0][1])
    assert "IndexError: Target" in words and "out of bounds" in words
    assert [code.value for code in at.code if code.value.startswith("IndexError")]
    assert "the output with this number was looked for" in texts(at)


@pytest.mark.parametrize("pitfall", ["silent_log", "label_deleted"])
def test_messages_are_shown_where_there_are_any(pitfall: str) -> None:
    at = pitfalls(pitfall=pitfall)
    said = [code.value for code in at.code if re.match(r"\w+Error: ", code.value)]
    assert len(said) == len(CASES.get(pitfall, ()))
    assert ("never ends in an error" in texts(at)) == (not said)


def test_each_mistake_shows_its_own_settings_with_their_defaults() -> None:
    at = pitfalls(pitfall="no_derivative")
    assert at.slider(key="depth").value == 4 and at.selectbox(key="activation").value == "tanh"
    at.selectbox(key="pitfall").set_value("stacked_rows").run()
    assert at.slider(key="n_samples").value == 40 and not [s for s in at.slider if s.key == "depth"]
    at.selectbox(key="pitfall").set_value("no_derivative").run()
    assert at.slider(key="depth").value == 4
    found = {name: value for name, value in at.query_params.items() if name != "lang"}
    assert found in ({"pitfall": "no_derivative"}, {"pitfall": ["no_derivative"]})


@pytest.mark.parametrize(
    ("name", "value"), [("pitfall", "nothing"), ("depth", "99"), ("seed", "-1"), ("lr_factor", "x")]
)
def test_a_bad_address_is_told_and_the_rest_of_it_counts(name: str, value: str) -> None:
    at = pitfalls(**{name: value, "n_samples": "60"})
    assert len(at.warning) == 1 and name in at.warning[0].value.replace("\\", "")
    assert held(at).settings.n_samples == 60


def test_the_answer_survives_a_visit_to_another_page() -> None:
    at = pitfalls(pitfall="wrong_sign", seed="3")
    at.button(key="answer_a").click().run()
    at = at.switch_page(str(path("Start", "home").relative_to(ROOT.parent))).run()
    at = at.switch_page(str(path("Problems", "pitfalls").relative_to(ROOT.parent))).run()
    assert not at.exception and at.selectbox(key="pitfall").value == "wrong_sign"
    assert at.button(key="answer_a").disabled


def test_a_diverged_side_is_marked_and_the_other_goes_on() -> None:
    at = pitfalls(pitfall="own_lines", lr_factor="5")
    player = held(at)
    player.run.advance(60, 400)
    at.button(key="answer_a").click().run()
    with stage.speaking("en"):
        shown = stage.message(player, player.scene, whole=True)
    state = dict(shown["readout"])
    wrong = player.run.learner.wrong.upper()
    assert state[wrong] == "diverged" and "diverged" not in state["B" if wrong == "A" else "A"]
    assert "diverged" in shown["figures"][wrong.lower()]["drawing"]["title"] and not player.run.outcome


def test_every_link_to_try_is_possible() -> None:
    links = re.findall(r"\]\(\?([^)]*)\)", read_prose("en", "pitfalls_try"))
    assert len(links) >= 9
    for link in links:
        query = dict(parse_qsl(link))
        settings, errors = PitfallSettings().from_query({k: v for k, v in query.items() if k != "speed"})
        assert not errors and settings != PitfallSettings() and query.get("speed", "fastest") == "fastest"
        assert set(query) - {"pitfall", "speed"} <= {*PITFALLS[settings.pitfall].settings, "lr_factor", "seed"}


@pytest.mark.parametrize("pitfall", [id for id, entry in PITFALLS.items() if entry.loud])
def test_before_the_first_step_neither_side_shows_more_than_the_other(pitfall: str) -> None:
    at = pitfalls(pitfall=pitfall)
    player = held(at)
    with stage.speaking("en"):
        shown = stage.message(player, player.scene, whole=True)
    figures, state = shown["figures"], dict(shown["readout"])
    assert figures["a"]["text"][0][1] == figures["b"]["text"][0][1] and state["A"] == state["B"] == "–"
    assert figures["numbers_a"]["text"][0][1] == figures["numbers_b"]["text"][0][1]
    player.run.advance(60, 1)
    at.button(key="answer_a").click().run()
    assert at.button(key="answer_a").label == ("A ✓" if player.run.learner.wrong == "a" else "A ✗")
    with stage.speaking("en"):
        notes = stage.message(player, player.scene, whole=True)["notes"]
    assert "Error: " in notes[0] and "%" not in notes[0], "after one step the cure has learned nothing yet"


def test_first_weights_are_the_same_but_where_the_background_says_otherwise() -> None:
    different = {"two_outputs", "two_outputs_silent", "rows_as_samples", "label_deleted", "not_reproducible"}
    for id, entry in PITFALLS.items():
        wrong, right = (program(PitfallSettings(), clock=1).state() for program in (entry.mistake, entry.cure))
        same = all(wrong[name].shape == right[name].shape and wrong[name].equal(right[name]) for name in wrong)
        assert same == (id not in different), id
