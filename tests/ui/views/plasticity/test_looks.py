"""What the scenes of the page say, and what a drag or a click does in them."""

import re
from collections.abc import Iterator

import numpy as np
import pytest

from core.figures.theme import LIGHT
from core.lessons.plasticity.memory import SIDE, N, picture
from core.lessons.plasticity.settings import PlasticitySettings, learner
from core.ui.language import speaking
from core.ui.player import Player
from core.ui.views.plasticity import bcm, hebb, hopfield, stdp
from core.ui.views.plasticity.look import PlasticLook
from core.ui.views.plasticity.scene import LOOKS, PlasticityPicture
from core.ui.views.plasticity.stdp_look import STDPLook


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking("en"):
        yield


def hold(scene: str, steps: int = 0, **values: object) -> Player:
    held = Player(learner)
    held.hold(PlasticitySettings().replace(scene=scene, **values))
    if steps:
        held.run.advance(60, steps)
    return held


def look(held: Player, theme=LIGHT) -> PlasticLook:
    frame, frames, picture = held.frame(), held.frames(), PlasticityPicture()
    cls = LOOKS[held.settings.scene]
    return cls(held.settings, held.run, frame, frames, theme, picture, None, None, held.picked, 900)


def drag(held: Player, panel: str, start: tuple[float, float], *way: tuple[float, float]) -> None:
    cls = LOOKS[held.settings.scene]
    for i, (x, y) in enumerate((start, *way)):
        event = {"panel": panel, "x": x, "y": y, "x0": start[0], "y0": start[1], "start": i == 0}
        cls.dragged(held, event)


def numbers(line: str) -> list[float]:
    return [float(v.replace("−", "-")) for v in re.findall(r"−?\d+\.?\d*(?:e−?\d+)?", line)]


def test_the_cloud_turns_and_stretches_with_its_handle_and_learning_goes_on() -> None:
    held = hold("hebb", 40)
    angle = np.deg2rad(30)
    end = 2 * np.array([np.cos(angle), np.sin(angle)])
    drag(held, "cloud", tuple(end))
    s = held.settings.cloud
    assert (s.angle, s.long, s.short) == (30, 1, 0.35), "a press alone changes nothing"
    drag(held, "cloud", tuple(end), (0.0, 1.0))
    s = held.settings.cloud
    assert (abs(s.angle), s.long, s.short) == (90, 0.5, 0.35) and held.run.newest.step == 40 and held.asked


def test_a_drag_across_the_long_axis_stretches_the_short_one() -> None:
    held = hold("hebb")
    turn = np.deg2rad(120)
    drag(held, "cloud", (0.7 * np.cos(turn), 0.7 * np.sin(turn)), (1.4 * np.cos(turn), 1.4 * np.sin(turn)))
    s = held.settings.cloud
    assert (s.angle, s.long, s.short) == (30, 1, 0.7)


def test_its_middle_moves_it_and_an_arrow_starts_anew() -> None:
    held = hold("hebb", 40)
    drag(held, "cloud", (0.02, 0.0), (0.52, -0.4))
    assert (held.settings.cloud.mean_x, held.settings.cloud.mean_y) == (0.5, -0.4) and held.run.newest.step == 40
    held = hold("hebb", 40)
    tip = held.frame().weights["oja"].tolist()
    drag(held, "cloud", tuple(tip), (1.0, 9.0))
    assert (held.settings.cloud.w1, held.settings.cloud.w2) == (1.0, 2.0) and held.run.newest.step == 0


def test_running_away_is_told_with_its_reason_and_oja_goes_on() -> None:
    held = hold("hebb", 2400)
    (note,) = look(held).notes()
    assert "ran away and was stopped at step 1,791" in note and "1.0048" in note
    assert ("Hebb: |w|", "ran away") in look(held).readout() and held.run.outcome is None
    assert "stopped at step" in str(hebb.rule_panel(look(held)))


def test_oja_running_away_is_told_too() -> None:
    held = hold("hebb", 5000, lr=0.7)
    assert held.run.outcome == "nan" and "ran away too" in look(held).notes()[0]


def test_a_mean_is_told() -> None:
    assert re.search(r"middle is 1\.\d\d from 0", look(hold("hebb", 0, mean_x=-1.2, mean_y=1.0)).notes()[0])
    assert not look(hold("hebb", 0, mean_x=-1.2, mean_y=1.0, centred=True)).notes()


def test_the_step_that_is_written_is_the_step_that_was_taken() -> None:
    held = hold("hebb", 30)
    text = dict(hebb.rule_panel(look(held))["text"])
    for id, name in (("hebb", "Hebb"), ("oja", "Oja")):
        assert numbers(text[name][1])[-2:] == pytest.approx(held.frame().weights[id].tolist(), rel=1e-3)


def test_a_click_takes_a_bar_away_and_brings_it_back_but_one_stays() -> None:
    held = hold("bcm", 20)
    bcm.BCMLook.clicked(held, {"trace": "bar", "custom": [2, 0.0]})
    assert held.settings.bars.shown == ("1", "2", "4", "5", "6", "7", "8") and held.run.newest.step == 20
    bcm.BCMLook.clicked(held, {"trace": "bar", "custom": [2, 0.0]})
    assert len(held.settings.bars.shown) == 8
    held = hold("bcm", 0, shown="5")
    bcm.BCMLook.clicked(held, {"trace": "bar", "custom": [4, 0.0]})
    assert held.settings.bars.shown == ("5",)


def test_selectivity_and_an_explosion_are_told() -> None:
    assert "alone" in look(hold("bcm", 2600)).notes()[0]
    held = hold("bcm", 2000, tau=1000)
    assert held.run.diverged and "exploded" in look(held).notes()[0]


def test_the_bcm_step_is_written_with_its_numbers() -> None:
    held = hold("bcm", 30)
    blocks = bcm.rule_panel(look(held))["text"]
    assert numbers(blocks[2][1][0])[-1] == pytest.approx(float(held.frame().weights["theta"]), rel=1e-3)
    pixel = int(np.abs(held.frame().weights["input"].numpy()).argmax())
    assert numbers(blocks[1][1][0])[-1] == pytest.approx(float(held.frame().weights["w"][pixel]), rel=1e-3)


def test_the_window_follows_the_pointer_by_its_handle_or_its_top() -> None:
    held = hold("stdp", 10)
    drag(held, "window", (20.0, 0.2), (30.0, 0.1))
    s = held.settings.spikes
    assert s.tau_plus == 30 and s.a_plus == pytest.approx(0.1 * np.e, abs=0.02) and held.run.newest.step == 10
    drag(held, "window", (-1.0, -0.5), (-9.0, -0.7))
    s = held.settings.spikes
    assert s.a_minus == 0.7 and s.tau_minus == 20, "close to 0 only its height is dragged"
    drag(held, "window", (-20.0, -0.2), (-10.0, 9.0))
    assert -5 <= held.settings.spikes.a_minus < 0 and look(held).top < 5, "the axis does not run away from the pointer"


def test_a_synapse_can_be_chosen_and_its_step_is_the_one_taken() -> None:
    held = hold("stdp", 5, psp=1.5)
    most = look(held).synapse
    assert most == int(np.abs(look(held).changes).argmax())
    STDPLook.clicked(held, {"trace": "synapse", "custom": [8.0, 0.0, 0.0]})
    assert look(held).synapse == 7 and look(held).choice() == "7"
    ((_, lines),) = stdp.rule_panel(look(held))["text"]
    assert numbers(lines[-1])[-1] == pytest.approx(float(held.frame().weights["w"][7]), abs=1e-4)
    assert len(lines) == 1 + 2 * len(look(held).spikes)
    STDPLook.chosen(held, "-1")
    assert look(held).synapse == most


def test_what_the_window_does_is_told() -> None:
    assert "instead of" in look(hold("stdp", 150, a_plus=2.0, a_minus=2.1)).notes()[0]
    assert "did not fire" in look(hold("stdp", 3, psp=0.1)).notes()[0]
    assert "late synapses gain" in look(hold("stdp", 100, a_plus=-0.6, a_minus=-1.2)).notes()[0]


def test_the_pen_turns_pixels_and_the_network_starts_from_there() -> None:
    held = hold("hopfield", 6)
    before = held.frame().weights["s"].numpy().reshape(SIDE, SIDE).copy()
    ink = -before[0, 0]
    drag(held, "state", (0.5, 0.5), (4.5, 0.5), (4.5, 2.2))
    after = held.frame().weights["s"].numpy().reshape(SIDE, SIDE)
    assert (after[0, :5] == ink).all() and (after[:3, 4] == ink).all() and held.run.newest.step == 0
    rest = np.ones((SIDE, SIDE), bool)
    rest[0, :5] = rest[:3, 4] = False
    assert (after[rest] == before[rest]).all() and held.asked
    drag(held, "state", (99.0, -5.0))
    assert len(held.settings.memory.start) == N // 4


def test_a_click_on_a_memory_damages_it() -> None:
    held = hold("hopfield", 0, start="0f" * 8)
    hopfield.HopfieldLook.clicked(held, {"trace": "memory", "custom": [2]})
    assert held.settings.memory.cue == "7" and held.settings.memory.start == ""
    assert (held.frame().weights["s"].numpy() != picture("7")).sum() == round(0.2 * N)


@pytest.mark.parametrize(
    ("values", "word"),
    [({"damage": 0.1}, "pixel for pixel"), ({"start": "e797e7e7f3f9d9e3"}, "negative"), ({"cue": "9"}, "spurious")],
)
def test_where_the_memory_settles_is_told(values: dict, word: str) -> None:
    held = hold("hopfield", 2000, **values)
    assert held.run.outcome == "done" and word in look(held).notes()[0]


@pytest.mark.parametrize("storage", ["hebb", "projection"])
def test_the_field_and_the_energy_are_written_as_they_are(storage: str) -> None:
    held = hold("hopfield", 0, storage=storage, damage=0.3)
    for _ in range(12):
        before = held.frame().metrics["energy"]
        held.run.step()
        seen = look(held)
        (_, lines), (_, change) = hopfield.rule_panel(seen)["text"]
        _, field, _ = seen.state("last").tolist()
        assert numbers(lines[0])[-1] == pytest.approx(field, rel=1e-3, abs=1e-6)
        assert numbers(change[0])[-1] == pytest.approx(held.frame().metrics["energy"] - before, rel=2e-3, abs=1e-3)


def test_votes_of_the_memories_add_up_to_the_field() -> None:
    held = hold("hopfield", 3, damage=0.3)
    (_, lines), _ = hopfield.rule_panel(look(held))["text"]
    *_, terms, field = lines[0].split(" = ")
    total = eval(terms.replace("−", "-").replace("·", "*"))
    assert total == pytest.approx(numbers(field)[-1], abs=2e-3)


def test_the_measured_capacity_is_told_at_the_end() -> None:
    held = hold("capacity", 10_000, n_neurons=200, repeats=5)
    assert held.run.outcome == "done"
    told = dict(look(held).readout())
    assert told["theory, N → ∞"] == "0.138 N" and re.fullmatch(r"0\.1\d\d N", told["capacity measured"])
    assert "200 neurons hold about" in look(held).notes()[0]


@pytest.mark.parametrize("panel", ["cloud", "window", "state"])
def test_a_drag_that_is_no_place_changes_nothing(panel: str) -> None:
    scene = {"cloud": "hebb", "window": "stdp", "state": "hopfield"}[panel]
    held = hold(scene)
    drag(held, panel, (float("nan"), float("inf")))
    assert not held.asked
