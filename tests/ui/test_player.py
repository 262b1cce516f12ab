"""The player without a page: what each button does to the run."""

import threading

import pytest

from core.experiment import Experiment
from core.trainer import Trainer
from core.ui.pace import SPEEDS
from core.ui.player import Player
from core.ui.views.network.look import NetworkLook

SMALL = Experiment().replace(hidden="3", n_samples=60)


@pytest.fixture
def held() -> Player:
    held = Player(Trainer)
    held.hold(SMALL)
    return held


def test_hot_settings_change_the_run_and_others_start_it_anew(held: Player) -> None:
    held.step()
    run = held.run
    held.hold(SMALL.replace(lr=0.3))
    assert held.run is run and run and run.settings.training.lr == 0.3 and run.newest.step == 1
    held.hold(SMALL.replace(lr=0.3, hidden="4"))
    assert held.run is not run and held.run and held.run.newest.step == 0


@pytest.mark.parametrize(("speed", "steps"), [("step", 1), ("steps", 5), ("epoch", 3)])
def test_speed_is_what_happens_between_two_pictures(held: Player, speed: str, steps: int) -> None:
    held.play()
    held.tick(speed)
    assert held.run and held.run.newest.step == steps


def test_an_epoch_that_takes_long_is_played_to_its_end(held: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.ui.player.EPOCH", 0.0)
    held.epoch()
    assert held.run and held.run.newest.step == 1 and held.state == "running"
    held.refresh = False
    held.tick("slow")
    assert held.run.newest.step == 3 and held.state == "paused" and held.refresh, "whatever the speed"


def test_playing_on_or_pausing_forgets_that_only_an_epoch_was_asked_for(
    held: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.ui.player.EPOCH", 0.0)
    held.epoch()
    held.play(False)
    assert held.state == "paused"
    held.play()
    for _ in range(3):
        held.tick("steps")
    assert held.run and held.run.newest.step == 16 and held.state == "running"
    held.epoch()
    held.step()
    assert held.state == "paused"


def test_every_speed_moves(held: Player) -> None:
    for speed in SPEEDS:
        before = held.run.newest.step if held.run else 0
        held.tick(speed)
        assert held.run and held.run.newest.step > before


def slowly(held: Player) -> None:
    with held.lock:
        held.tick("fastest")


def test_who_presses_a_button_does_not_wait_for_the_slice(held: Player) -> None:
    assert held.run
    training, step = threading.Event(), held.run.learner.step
    held.run.learner.step = lambda: (step(), training.set())[0]  # type: ignore[method-assign]
    held.run.learner.slice = held.pace.rest = 10_000.0  # type: ignore[attr-defined]
    thread = threading.Thread(target=slowly, args=(held,))
    thread.start()
    training.wait()
    held.play()
    thread.join()
    assert held.playing


def test_states(held: Player) -> None:
    assert held.state == "idle"
    held.play()
    assert held.state == "running"
    held.tick("epoch")
    held.play(False)
    assert held.state == "paused"
    held.hold(SMALL.replace(stop="epochs", stop_value=2))
    held.play()
    held.tick("epoch")
    assert held.state == "done" and not held.playing


def test_scrubbing_shows_the_past_and_stepping_goes_on_from_there(held: Player) -> None:
    for _ in range(4):
        held.epoch()
    newest = held.frame()
    held.scrub(2)
    shown = held.frame()
    assert shown and newest and shown.step == 2 and held.run and held.run.newest is newest
    held.step()
    assert held.run.newest.step == 3 and held.index is None
    held.scrub(10_000)
    assert held.index is None


def test_reset_gives_the_same_weights(held: Player) -> None:
    first = held.frame()
    held.epoch()
    held.reset()
    again = held.frame()
    assert first and again and first.weights["flat"].equal(again.weights["flat"])


def test_selecting_knows_which_units_there_are(held: Player) -> None:
    NetworkLook.select(held, (1, 2))
    assert held.selected == (1, 2)
    NetworkLook.select(held, (1, 2))
    assert held.selected is None
    for unknown in [(1, 3), (9, 0), (2, 0), (-1, 0)]:
        NetworkLook.select(held, unknown)
        assert held.selected is None


def test_too_few_own_points_are_a_problem_not_an_error(held: Player) -> None:
    held.hold(SMALL.replace(dataset="own"))
    assert held.run is None and held.problem and held.state == "idle"
    held.hold(SMALL)
    assert held.run is not None and not held.problem


def test_a_page_that_has_not_heard_yet_does_not_undo_what_the_view_changed(held: Player) -> None:
    held.propose(noise=0.4)
    held.hold(SMALL)
    assert held.settings.data.noise == 0.4 == held.run.settings.data.noise
    held.read = held.proposed
    held.hold(SMALL)
    assert held.settings.data.noise == 0.1
