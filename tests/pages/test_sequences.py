"""The page on sequences as Streamlit runs it without a browser."""

import numpy as np
import pytest
import torch
from streamlit.testing.v1 import AppTest

from core.figures.states import GAP
from core.lessons.sequences.script import script
from core.lessons.sequences.settings import OWN
from core.ui.live import pack
from core.ui.player import Player
from core.ui.shell import ROOT, path
from core.ui.stage import message
from core.ui.views.sequences import cell_numbers, sequence_tabs
from core.ui.views.sequences.look import SequenceLook
from tests.pages.opened import open_page

SMALL = {"task": "remember", "hidden_size": "4", "length": "6", "batch_size": "4"}


def sequences(lang: str = "en", **query: str) -> AppTest:
    return open_page("Networks", "sequences", lang, **query)


def held(at: AppTest) -> Player:
    player: Player = at.session_state["players"]["sequences"]
    return player


def look_of(at: AppTest) -> SequenceLook:
    look = cell_numbers.look_of(held(at))
    assert look is not None
    return look


def panels(at: AppTest) -> dict[str, dict]:
    shown = message(held(at), held(at).scene, whole=True)
    pack(shown)
    return shown["figures"]


@pytest.mark.parametrize(("lang", "title"), [("en", "Sequences"), ("zh", "序列")])
def test_it_opens_in_both_languages(lang: str, title: str) -> None:
    at = sequences(lang)
    assert title in at.markdown[0].value and not at.warning
    assert {"answers", "states_a", "states_b", "loss", "accuracy", "reach", "unit_a", "sums_b"} <= panels(at).keys()


def test_a_task_brings_its_own_settings() -> None:
    at = sequences()
    at.selectbox(key="task").set_value("copy").run()
    assert held(at).settings.data.task == at.query_params["task"] == "copy"
    assert held(at).settings.data.length == at.slider(key="length").value == 8
    at.selectbox(key="task").set_value("adding").run()
    at.selectbox(key="task").set_value("reverse").run()  # too short for the length that was there
    assert held(at).settings.data.length == at.slider(key="length").value == OWN["reverse"]["length"]
    assert not at.exception and not at.warning
    assert {"written_a", "written_b"}.isdisjoint(panels(at))


def test_the_view_menu_shows_what_is_drawn_whenever_it_is_opened() -> None:
    """A browser draws the switches of a popover when it is opened, from what the last run said of them."""
    at = sequences(**SMALL, log_axis="False")
    at.button(key="step").click().run()
    switches = {name: at.toggle(key=name).proto for name in ("log_axis", "unit_lines", "sums")}
    assert all(said.set_value for said in switches.values())
    assert [said.value for said in switches.values()] == [False, True, True]


def test_it_opens_after_a_page_whose_settings_have_the_same_names() -> None:
    at = open_page("Foundations", "regression")
    at.switch_page(str(path("Networks", "sequences").relative_to(ROOT.parent))).run()
    assert not at.exception and held(at).settings.data.task == "adding"


@pytest.mark.parametrize("task", ["adding", "sines", "names", "text"])
def test_every_kind_of_task_is_drawn(task: str) -> None:
    at = sequences(task=task, hidden_size="4", n_layers="2", layer="2", cell="gru", versus="lstm", maps="gates")
    held(at).run.advance(60, 1)
    figures = panels(at)
    assert ("written_a" in figures) == (task == "text")
    maps = [item for item in figures["states_a"]["drawing"]["items"] if item["kind"] == "images"]
    assert len(maps) == 2 and maps[0]["pixels"].shape[1:] == (4, look_of(at).example.n_steps)
    assert len(look_of(at).choices()) == look_of(at).example.n_steps


def test_a_cell_that_becomes_the_one_beside_it_changes_places_with_it() -> None:
    at = sequences(**SMALL)
    at.selectbox(key="cell").set_value("rnn").run()
    assert [side.cell for side in look_of(at).sides] == ["rnn", "lstm"]
    at.selectbox(key="versus").set_value("none").run()
    assert [side.cell for side in look_of(at).sides] == ["rnn"]
    assert "states_b" not in panels(at) and "states_a" in panels(at)


def test_a_persons_own_example_is_read_or_explained() -> None:
    at = sequences(**SMALL)
    at.text_input(key="prompt").set_value("1abcd").run()
    assert (
        look_of(at).example.read == [*"1abcd", "→"]
        and look_of(at).example.due[-1] == "1"
        and at.query_params["prompt"] == "1abcd"
    )
    panels(at)
    at.text_input(key="prompt").set_value("hello").run()
    assert "hello" in look_of(at).notes()[0] and len(look_of(at).example.read) == 8, "the example stays"
    at.number_input(key="example").set_value(3).run()
    assert look_of(at).example.read == look_of(at).example.shown(look_of(at).sequences.held.x[2])
    at = sequences(task="dates", prompt="march 3, 1998", hidden_size="4")
    assert set(look_of(at).example.due) == {""} and "LSTM" in look_of(at).notes()[0]
    panels(at)


def test_the_pointer_chooses_the_step_and_a_click_the_unit() -> None:
    at = sequences(**SMALL)
    look = look_of(at)
    assert (look.step, look.unit) == (7, 0), "at first the step of the answer"
    SequenceLook.hovered(held(at), {"panel": "states_a", "x": 3.2, "y": 0.1})
    assert (look_of(at).step, look_of(at).unit) == (2, 0)
    SequenceLook.clicked(held(at), {"panel": "states_a", "trace": "units", "x": 5.0, "y": 1 + GAP + 0.6, "custom": []})
    assert (look_of(at).step, look_of(at).unit) == (4, 2)
    SequenceLook.chosen(held(at), "99")
    assert look_of(at).step == 7
    assert "h₈" in "".join(panels(at)["sums_a"]["text"][0][1])


def test_the_table_of_products_adds_up_to_the_sums_before_the_gates() -> None:
    for cell in ("rnn", "lstm", "gru"):
        at = sequences(cell=cell, versus="none", n_layers="2", **SMALL)
        held(at).run.advance(60, 3)
        for layer in (1, 2):
            look = look_of(at)
            look.picture = look.picture.model_copy(update={"layer": layer})
            look.picked["step"] = 3
            side = look.sides[0]
            table = cell_numbers.terms(look, side)
            for gate in side.model.cell.gates:
                total = side.values[f"a_{gate}"][3, look.unit].item()
                products = table[f"product, {gate}"]
                assert products.iloc[-1] == pytest.approx(total, abs=1e-5)
                assert products[:-1].sum() == pytest.approx(total, abs=1e-5)
                assert np.isfinite(table["value"][:-1]).all()


def test_a_cell_whose_weights_break_is_told_and_the_other_goes_on() -> None:
    at = sequences(**SMALL)
    player = held(at)
    with torch.no_grad():
        player.run.learner.sides["a"].model.readout.weight.fill_(torch.nan)
    player.run.advance(60, 2)
    at.run()
    assert not at.exception and player.run.outcome is None
    assert ("LSTM", "diverged") in look_of(at).readout() and "RNN: test loss" in dict(look_of(at).readout())
    panels(at)


def test_a_run_that_blows_up_ends_and_says_so() -> None:
    at = sequences(optimizer="sgd", lr="4", clip="0", activation="relu", task="sines", hidden_size="8")
    held(at).run.advance(60, 200)
    at.run()
    assert held(at).run.outcome == "exploded" and len(at.error) == 1
    panels(at)


def test_a_persons_text_is_learned_in_their_session_alone() -> None:
    at = sequences(task="text", text="own", hidden_size="4", length="8")
    assert held(at).run is None and len(at.info) == 1
    at.text_area(key="pasted_text").set_value("🙂 עברית and\nenglish, " * 9)
    at.button(key="take_text").click().run()
    player = held(at)
    assert player.run is not None and not at.info and not at.exception
    player.run.advance(60, 2)
    assert "▏" in panels(at)["written_a"]["text"][0][1][0]
    other = sequences(task="text", text="own", file=player.settings.data.file)
    assert held(other).run is None and len(other.info) == 1


@pytest.mark.parametrize(
    "bad", [{"length": "1"}, {"cell": "brain"}, {"example": "0"}, {"maps": "?"}, {"task": "depth", "length": "99"}]
)
def test_an_address_that_asks_for_what_is_not_there_is_explained(bad: dict[str, str]) -> None:
    at = sequences(**bad)
    assert len(at.warning) == 1 and list(bad.values())[-1] in at.warning[0].value
    assert held(at).run is not None


def test_the_learning_rate_test_and_the_script_are_of_each_cell() -> None:
    settings = held(sequences(**SMALL)).settings
    for own in settings.sides.values():
        found = sequence_tabs.tested(own)
        assert found.steepest is not None and np.isfinite(found.losses[:10]).all()
        assert found.rates[-1] <= sequence_tabs.HIGH
    at = sequences(**SMALL)
    assert "nn.LSTM(7, 4" in script(held(at).run, "a") and "nn.RNN(7, 4" in script(held(at).run, "b")
