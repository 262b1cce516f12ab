"""Learners side by side."""

from typing import Any

import pytest
import torch

from core.learner import Frame
from core.lessons.pitfalls import deep_net, digit_nets, nets
from core.lessons.pitfalls.program import ProgramSettings
from core.pair import Pair, PairFrame
from core.run import Run
from core.settings import SettingError

SETTINGS = ProgramSettings(seed=5)


class Falling:
    """Loss 1 / step until it raises or turns to NaN at a given step."""

    settings = SETTINGS
    stops = False

    def __init__(self, error_at: int = -1, nan_at: int = -1) -> None:
        self.step_count, self.error_at, self.nan_at = 0, error_at, nan_at

    @property
    def epoch_ended(self) -> bool:
        return self.step_count % 3 == 0

    def step(self) -> None:
        if self.step_count + 1 == self.error_at:
            raise IndexError("no such place")
        self.step_count += 1

    def frame(self) -> Frame:
        loss = float("nan") if 0 <= self.nan_at <= self.step_count else 1 / (1 + self.step_count)
        state = {"w": torch.tensor(float(self.step_count))}
        return Frame(self.step_count, self.step_count / 3, {"train_loss": loss}, state)

    def restore(self, frame: Frame) -> None:
        self.step_count = frame.step

    def change(self, **values: Any) -> None:
        raise SettingError("lr", 1, "nothing")

    def verdict(self, frame: Frame, first: Frame) -> str | None:
        return "nan" if frame.metrics["train_loss"] != frame.metrics["train_loss"] else None


def test_both_step_on_one_clock_and_metrics_carry_the_sides_name() -> None:
    pair = Pair(SETTINGS, {"a": Falling(), "b": Falling()})
    pair.step()
    pair.step()
    frame = pair.frame()
    assert frame.step == 2 and frame.metrics == {"a.train_loss": 1 / 3, "b.train_loss": 1 / 3}
    assert set(frame.weights) == {"a.w", "b.w"} and frame.progress == pytest.approx(2 / 3)


def test_an_error_stops_one_side_and_keeps_its_message_while_the_other_goes_on() -> None:
    pair = Pair(SETTINGS, {"a": Falling(error_at=3), "b": Falling()})
    for _ in range(6):
        pair.step()
    frame = pair.frame()
    assert frame.errors == {"a": "IndexError: no such place"}
    assert frame.sides["a"].step == 2 and frame.sides["b"].step == 6
    assert pair.epoch_ended and pair.verdict(frame, frame) is None


def test_errors_raised_after_a_frame_are_forgotten_with_it() -> None:
    pair = Pair(SETTINGS, {"a": Falling(error_at=3), "b": Falling()})
    pair.step()
    early = pair.frame()
    for _ in range(4):
        pair.step()
    pair.restore(early)
    assert pair.step_count == 1 and not pair.frame().errors
    for _ in range(4):
        pair.step()
    assert pair.frame().errors == {"a": "IndexError: no such place"}


def test_a_side_whose_loss_breaks_ends_the_pair_only_when_the_other_has_ended_too() -> None:
    one, both = (Run(Pair(SETTINGS, {"a": Falling(nan_at=2), "b": Falling(nan_at=later)})) for later in (-1, 5))
    one.advance(10, 40)
    both.advance(10, 40)
    assert one.outcome is None and one.newest.step == 40
    assert both.outcome == "nan" and both.newest.step == 5


def test_a_pair_of_errors_is_done() -> None:
    run = Run(Pair(SETTINGS, {"a": Falling(error_at=1), "b": Falling(error_at=2)}))
    run.advance(10, 40)
    assert run.outcome == "done" and run.newest.step == 2


def test_a_side_that_cannot_even_be_looked_at_is_left_out_until_it_raises() -> None:
    pair = Pair(SETTINGS, {"a": digit_nets.TwoOutputs(SETTINGS), "b": digit_nets.TenOutputs(SETTINGS)})
    first = pair.frame()
    assert set(first.sides) == {"b"} and not first.errors
    pair.step()
    assert "out of bounds" in pair.frame().errors["a"]


def test_restore_and_step_repeat_the_run_exactly() -> None:
    pair = Pair(SETTINGS, {"a": nets.StackedRows(SETTINGS), "b": deep_net.WithDerivative(SETTINGS)})
    for _ in range(7):
        pair.step()
    kept = pair.frame()
    for _ in range(20):
        pair.step()
    there = pair.frame()
    pair.restore(kept)
    assert all(torch.equal(value, kept.weights[name]) for name, value in pair.frame().weights.items())
    for _ in range(20):
        pair.step()
    again = pair.frame()
    assert again.metrics == there.metrics
    assert all(torch.equal(value, again.weights[name]) for name, value in there.weights.items())


def test_pairs_nest() -> None:
    inner = Pair(SETTINGS, {"1": Falling(), "2": Falling()})
    pair = Pair(SETTINGS, {"a": inner, "b": Falling()})
    pair.step()
    frame = pair.frame()
    assert set(frame.metrics) == {"a.1.train_loss", "a.2.train_loss", "b.train_loss"}
    assert isinstance(frame.sides["a"], PairFrame)
    pair.step()
    pair.restore(frame)
    assert inner.step_count == 1


def test_a_setting_that_no_side_can_change_is_refused() -> None:
    with pytest.raises(SettingError):
        Pair(SETTINGS, {"a": Falling()}).change(lr=1)


def test_a_frame_without_weights_keeps_none_in_its_sides() -> None:
    frame = Pair(SETTINGS, {"a": Falling(), "b": Falling()}).frame()
    light = frame.light()
    assert not light.weights and all(not side.weights for side in light.sides.values())
    assert light.metrics == frame.metrics and light.sides["a"].metrics == frame.sides["a"].metrics
    assert frame.weights and frame.sides["b"].weights, "the frame itself stays"
