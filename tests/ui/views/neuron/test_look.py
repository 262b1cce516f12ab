from typing import Any

import pytest
import torch

from core.activations import ACTIVATIONS
from core.figures.theme import DARK
from core.lessons.neuron.perceptron import Perceptron
from core.lessons.neuron.settings import NeuronSettings
from core.ui.language import speaking
from core.ui.live import pack
from core.ui.picture import Picture
from core.ui.player import Player
from core.ui.views.neuron.look import NeuronLook
from core.ui.views.neuron.panels import PANELS


@pytest.fixture
def held() -> Player:
    return hold()


def hold(**values: Any) -> Player:
    player = Player(Perceptron)
    player.hold(NeuronSettings().replace(**values))
    return player


def look(held: Player) -> NeuronLook:
    frame = held.frame()
    return NeuronLook(
        held.settings, held.run, frame, held.frames(), DARK, Picture(), None, None, held.picked, held.width
    )


def drag(held: Player, panel: str, x: float, y: float) -> None:
    with speaking("en"):
        NeuronLook.dragged(held, {"panel": panel, "x": x, "y": y, "x0": x, "y0": y, "start": True})


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("n_inputs", [2, 3])
@pytest.mark.parametrize("steps", [0, 1, 70])
def test_every_panel_can_be_sent(lang: str, n_inputs: int, steps: int) -> None:
    held = hold(n_inputs=n_inputs, gate="xor")
    for _ in range(steps):
        held.step()
    with speaking(lang):
        seen = look(held)
        figures = [panel.figure(seen) for panel in PANELS.values()]
        assert pack({"figures": figures, "notes": seen.notes(), "line": seen.readout()})
        assert all(figure.keys() & {"drawing", "text", "data"} for figure in figures) and seen.readout()


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_can_be_drawn_with_zero_weights(activation: str) -> None:
    with speaking("en"):
        seen = look(hold(activation=activation, w1=0, w2=0, b=0))
        figures = [panel.figure(seen) for panel in PANELS.values()]
    assert pack(figures) and "nan" not in str([figure["text"] for figure in figures if "text" in figure])


def test_dragging_on_the_plane_moves_the_input_and_stays_on_it(held: Player) -> None:
    drag(held, "plane", -1.234, 0.51)
    assert (held.settings.x1, held.settings.x2) == (-1.25, 0.5)
    drag(held, "plane", 9, -9)
    assert (held.settings.x1, held.settings.x2) == (2, -2)
    assert held.asked and held.run and held.run.newest.step == 0


@pytest.mark.parametrize("n_inputs", [2, 3])
@pytest.mark.parametrize("z", [-0.7, 0.0, 0.9])
def test_dragging_along_the_curve_moves_the_input_along_w(n_inputs: int, z: float) -> None:
    held = hold(n_inputs=n_inputs, x1=0.2, x2=0.1, x3=-0.3)
    before = held.settings.x
    drag(held, "curve", z, 0.0)
    with speaking("en"):
        assert look(held).z == pytest.approx(z, abs=0.02)
    moved = held.settings.x - before
    w = held.settings.w
    cosine = (moved @ w / (moved.norm() * w.norm())).item()
    assert abs(cosine) > 0.99


def test_dragging_along_the_curve_without_weights_leaves_the_input() -> None:
    held = hold(w1=0, w2=0)
    drag(held, "curve", 3.0, 0.0)
    assert (held.settings.x1, held.settings.x2) == (1.0, 0.5)


def test_an_input_of_ones_own_neither_ends_nor_rewinds_the_run(held: Player) -> None:
    while held.run and held.run.outcome is None:
        held.step()
    last = held.run.newest.step
    held.scrub(3)
    drag(held, "plane", 0.5, 0.5)
    assert held.run.outcome == "done" and held.run.newest.step == last and held.index == 3
    with speaking("en"):
        assert look(held).x.tolist() == [0.5, 0.5]


def test_a_weight_moved_by_hand_starts_anew_from_the_sliders(held: Player) -> None:
    held.step()
    held.hold(held.settings.replace(w1=1.5))
    assert held.run and held.run.newest.step == 0 and held.run.learner.w.tolist() == [1.5, -0.6]


def test_a_click_chooses_an_activation(held: Player) -> None:
    NeuronLook.clicked(held, {"panel": "table", "trace": "activation", "custom": [4], "x": 0, "y": 0})
    assert held.settings.activation == list(ACTIVATIONS)[4]
    with pytest.raises(IndexError):
        NeuronLook.clicked(held, {"panel": "table", "trace": "activation", "custom": [99], "x": 0, "y": 0})


def test_what_is_noted(held: Player) -> None:
    with speaking("en"):
        assert look(held).notes() == []
        assert "dead" in look(hold(activation="relu", b=-3)).notes()[0]
        assert "saturated" in look(hold(w1=3, w2=3, b=1)).notes()[0]
        xor = hold(gate="xor")
        assert look(xor).notes() == []
        xor.step()
        assert "at most 3 of 4" in look(xor).notes()[0]
        for _ in range(99):
            xor.step()
        assert "for ever" in look(xor).notes()[0]


def text(seen: NeuronLook, panel: str) -> str:
    return "\n".join(line for _, lines in PANELS[panel].figure(seen)["text"] for line in lines)


def test_formulas_carry_the_numbers(held: Player) -> None:
    with speaking("en"):
        written = text(look(held), "sums")
        assert "z = 0.8·1 + (−0.6)·0.5 + 0.3 = 0.8" in written
        assert "y = f(z) = 1 / (1 + e^(−0.8)) = 0.69" in written
        assert "|z| / ‖w‖ = 0.8 / 1 = 0.8" in written
        held.step()
        held.step()
        lesson = text(look(held), "lesson")
    assert "ŷ = 0  (−0.4 < 0)" in lesson and "y − ŷ = 0 − 0 = 0" in lesson
    assert "w₁ ← 0.8 + 0.1·0·0 = 0.8" in lesson


def test_the_lesson_shows_the_rate_that_was_used(held: Player) -> None:
    held.step()  # (0, 0) was answered 1: b falls by the rate of then
    held.hold(held.settings.replace(lr=1.0))
    with speaking("en"):
        assert "b  ← 0.3 + 0.1·(−1) = 0.2" in text(look(held), "lesson")


def test_the_distance_is_that_in_the_plane(held: Player) -> None:
    with speaking("en"):
        seen = look(held)
    w = seen.w
    foot = seen.x - seen.z * w / (w @ w)
    assert float(w @ foot + seen.b) == pytest.approx(0, abs=1e-9)
    assert torch.dist(seen.x, foot).item() == pytest.approx(abs(seen.z) / float(w.norm()))
