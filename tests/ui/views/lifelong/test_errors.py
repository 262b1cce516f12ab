"""What is seen of networks that are told their errors in different ways."""

import pytest
import torch

from core.figures.theme import LIGHT
from core.learning.error_signals import ERROR_SIGNALS
from core.lessons.lifelong.settings import LifelongSettings, learner
from core.ui.language import speaking
from core.ui.picture import StepsPicture
from core.ui.player import Player
from core.ui.views.lifelong.errors import PANELS, PART
from core.ui.views.lifelong.errors_look import ROLES, SHOWN, ErrorsLook

torch.set_num_threads(1)


def held(n=4, **values):
    found = Player(learner)
    found.hold(LifelongSettings().replace(part="errors").replace(**values))
    found.run.advance(60, n)
    return found


def look(player):
    more = (player.selected, player.point, player.picked, 900)
    return ErrorsLook(player.settings, player.run, player.frame(), player.frames(), LIGHT, StepsPicture(), *more)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "values",
    [{}, {"rules": "-".join(ERROR_SIGNALS), "depth": 4}, {"rules": "backprop", "depth": 1, "width": 8}, {"n_relax": 0}],
)
def test_every_panel_is_drawn(lang, values):
    player = held(**values)
    with speaking(lang):
        for panel in PART.panels(player.settings).values():
            assert panel.figure(look(player))
    assert ROLES.keys() == ERROR_SIGNALS.keys()


@pytest.mark.parametrize("rule", ERROR_SIGNALS)
@pytest.mark.parametrize("layer", [1, 2])
def test_the_numbers_of_a_neuron_are_those_it_is_told(rule, layer):
    player = held(30, rules=rule)
    player.picked |= {"rule": rule, "layer": layer, "unit": 5, "digit": 3}
    seen = look(player)
    blocks = PANELS["neuron"].figure(seen)["text"]
    told, exact = seen.told(rule)
    ends = [float(lines[-1].rpartition("= ")[2].replace("−", "-")) for _, lines in blocks[:-1]]
    assert ends == pytest.approx([float(told[5]), float(exact[5])][-len(ends) :], rel=0.01)
    assert len(ends) == (1 if rule == "backprop" else 2)


def test_clicks_choose_layer_neuron_and_digit():
    player = held()
    ErrorsLook.clicked(player, {"trace": "layer", "custom": [2, 2], "x": 0, "y": 0})
    ErrorsLook.clicked(player, {"trace": "unit", "custom": [], "x": 7.2, "y": 0})
    ErrorsLook.clicked(player, {"trace": "picture", "custom": [SHOWN + 5], "x": 0, "y": 0})
    seen = look(player)
    assert (seen.rule, seen.layer, seen.unit, seen.digit) == ("predictive", 2, 6, SHOWN - 1)
    ErrorsLook.chosen(player, "feedback-1")
    assert look(player).choice() == "feedback-1" and "feedback-1" in dict(look(player).choices())
    player.picked |= {"rule": "gone", "layer": 9, "unit": 999}
    seen = look(player)
    assert (seen.rule, seen.layer, seen.unit) == ("feedback", 2, 63)


def test_what_goes_wrong_is_said():
    assert look(held(40)).notes() == []
    broken = look(held(12, rules="backprop-feedback", neuron="relu", depth=4, back_scale=10.0))
    assert broken.notes() == ["Feedback alignment exploded: lower the learning rate."]
    for panel in PANELS.values():
        assert panel.figure(broken)
    assert "do not settle" in look(held(60, rules="predictive", relax_rate=1.0)).notes()[0]
