import re

import pytest

from core.figures.theme import DARK
from core.lessons.optimizers.surfaces import SURFACES
from core.optimizers import OPTIMIZERS
from core.ui import live
from core.ui.language import LANGUAGES, speaking
from core.ui.views.optimizers.panels import NETWORK_PANELS, PANELS, rule_panel, standings_panel
from tests.ui.views.optimizers.test_look import ALL, english, hold, look

__all__ = ["english"]  # its language is used by every test here


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_panel_of_every_surface_can_be_sent(surface: str, lang: str) -> None:
    held = hold(30, surface=surface, optimizers=ALL, lr=0.3)
    with speaking(lang):
        seen = look(held, DARK)
        panels = NETWORK_PANELS if surface == "network" else PANELS
        sent = live.pack({id: panel.figure(seen) for id, panel in panels.items()})
        assert 1000 < len(sent) < 250_000
        assert all(isinstance(word, str) for pair in seen.readout() for word in pair)
        assert len(seen.notes()) >= int((held.run.newest.weights["stopped"] >= 0).sum())


def test_the_live_view_tells_numbers_as_the_tab_below_does() -> None:
    held = hold(0, optimizers=("sgd",))
    assert "½·((−5)² + 25·1.5²) = 40.625" in rule_panel(look(held))["text"][0][1][1]
    assert any("40.625" in item.get("text", ()) for item in standings_panel(look(held))["drawing"]["items"])
    held.run.advance(60, 300)
    assert not any("-" in line for line in rule_panel(look(held))["text"][0][1])


@pytest.mark.parametrize("id", ALL)
def test_the_step_that_is_written_is_the_step_that_is_taken(id: str) -> None:
    held = hold(12, surface="beale", optimizers=ALL, noise=0.1)
    held.picked["runner"] = id
    ((title, lines),) = rule_panel(look(held))["text"]
    assert title.endswith("12 → 13") and OPTIMIZERS[id].title in title
    told = [float(v.replace("−", "-")) for v in re.findall(r"\(([^()]+), ([^()]+)\)$", lines[-1])[0]]
    held.run.step()
    assert held.run.newest.weights["positions"][ALL.index(id)].tolist() == pytest.approx(told, rel=1e-3)
