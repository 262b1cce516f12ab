import re
from collections.abc import Iterator

import numpy as np
import pytest

from core.figures.theme import LIGHT
from core.lessons.optimizers.race import Race
from core.lessons.optimizers.settings import RaceSettings
from core.optimizers import OPTIMIZERS
from core.ui.language import speaking
from core.ui.player import Player
from core.ui.views.optimizers.look import AHEAD, RaceLook, RacePicture
from core.ui.views.optimizers.panels import rule_panel

ALL = tuple(OPTIMIZERS)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking("en"):
        yield


def hold(steps: int = 0, **values: object) -> Player:
    held = Player(Race)
    held.hold(RaceSettings().replace(**values))
    if steps:
        held.run.advance(60, steps)
    return held


def look(held: Player, theme=LIGHT, **picture: object) -> RaceLook:
    frame, frames = held.frame(), held.frames()
    view = RacePicture(**picture)
    return RaceLook(held.settings, held.run, frame, frames, theme, view, None, None, held.picked, 900)


def drag(held: Player, panel: str, x: float, y: float, start: bool = True, **more: float) -> None:
    RaceLook.dragged(held, {"panel": panel, "x": x, "y": y, "x0": x, "y0": y, "start": start} | more)


def test_the_way_ahead_comes_true_and_is_kept_while_it_does() -> None:
    held = hold(0, optimizers=ALL)
    first = look(held).course.copy()
    assert len(first) == AHEAD + 1
    held.run.advance(60, 40)
    later = look(held)
    np.testing.assert_array_equal(first[:41], later.path)
    np.testing.assert_array_equal(later.course, first[40:])
    held.run.advance(60, 80)
    before = look(held).course
    assert len(before) == AHEAD + 1, "it is run on before it ends"
    held.propose(lr=0.01)
    assert not np.array_equal(look(held).course[1], before[1])
    held.run.advance(60)
    assert held.run.outcome == "done" and len(look(held).course) == 1
    assert len(look(held, ahead=False).course) == 1


def test_a_press_on_the_map_becomes_the_start_within_the_map() -> None:
    held = hold(5)
    drag(held, "contour", 1.234, -2.5)
    assert (held.settings.x, held.settings.y) == (1.23, -2.5) and held.run.newest.step == 0
    drag(held, "contour", 99.0, -99.0, start=False)
    assert (held.settings.x, held.settings.y) == (6.0, -4.5) and held.asked


def test_a_press_on_an_optimiser_selects_it_and_moves_nothing() -> None:
    held = hold(5)
    x, y = held.run.newest.weights["positions"][1].tolist()
    drag(held, "contour", x, y)
    drag(held, "contour", 0.0, 0.0, start=False)
    assert held.picked["runner"] == held.settings.optimizers[1]
    assert held.run.newest.step == 5 and look(held).index == 1


def test_the_relief_turns_with_the_pointer() -> None:
    held = hold()
    drag(held, "relief", 10.0, 0.0)
    azimuth, elevation = held.picked["turn"]
    drag(held, "relief", 50.0, -20.0, start=False, x0=10.0, y0=0.0)
    assert held.picked["turn"] == (azimuth - 40, elevation + 10)
    drag(held, "relief", 10.0, 1000.0, start=False, x0=10.0, y0=0.0)
    assert held.picked["turn"][1] == 10
    assert held.run.newest.step == 0 and not held.asked


def test_a_click_or_a_choice_selects() -> None:
    held = hold(2)
    RaceLook.clicked(held, {"panel": "standings", "trace": "runner", "custom": [0]})
    assert look(held).id == "sgd" and look(held).choice() == "sgd"
    RaceLook.chosen(held, "rmsprop")
    assert look(held).id == "rmsprop"
    RaceLook.chosen(held, "nobody")
    assert look(held).id == held.settings.optimizers[-1]


def test_who_leaves_is_named_with_the_rate_that_was_too_large() -> None:
    held = hold(60, optimizers=("sgd", "adam"), lr=0.2)
    (note,) = look(held).notes()
    assert re.match(r"SGD left the plane at step \d+: α = 0.2 is more than 0.08,.* 25\.", note)
    assert look(held).standing(0).startswith("left at step")
    held.picked["runner"] = "sgd"
    assert "takes no more steps" in rule_panel(look(held))["text"][0][1][-1]


def test_the_end_is_told() -> None:
    assert "over" in look(hold(10, n_steps=10)).notes()[-1]
    assert "All have left" in look(hold(50, optimizers=("sgd",), lr=10)).notes()[-1]
