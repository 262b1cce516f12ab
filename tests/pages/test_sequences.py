"""The page on sequences as Streamlit runs it without a browser."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.ui.player import Player
from core.ui.views.sequences import sequence_tabs
from core.ui.views.sequences.look import SequenceLook
from tests.pages.opened import open_page


def sequences(lang: str = "en", **query: str) -> AppTest:
    return open_page("Networks", "sequences", lang, **query)


def held(at: AppTest) -> Player:
    player: Player = at.session_state["players"]["sequences"]
    return player


def look_of(at: AppTest) -> SequenceLook:
    look = sequence_tabs.look_of(held(at))
    assert look is not None
    return look


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_opens_in_both_languages(lang: str) -> None:
    at = sequences(lang, hidden_size="4", length="6")
    assert not at.exception and not at.warning
    assert held(at).run is not None


def test_the_table_of_products_adds_up_to_the_sums_before_the_gates() -> None:
    for cell in ("rnn", "lstm", "gru"):
        at = sequences(cell=cell, versus="none", hidden_size="4", length="6", n_layers="2")
        held(at).run.advance(60, 3)
        for layer in (1, 2):
            look = look_of(at)
            look.picture = look.picture.model_copy(update={"layer": layer})
            look.picked["step"] = 3
            side = look.sides[0]
            table = sequence_tabs.terms(side)
            for gate in side.model.cell.gates:
                total = side.values[f"a_{gate}"][3, look.unit].item()
                products = table[f"product, {gate}"]
                assert products.iloc[-1] == pytest.approx(total, abs=1e-5)
                assert products[:-1].sum() == pytest.approx(total, abs=1e-5)
                assert np.isfinite(table["value"][:-1]).all()
