"""Frames, and how a run breaks."""

import math

import pytest

from core.learner import EXPLODED, Frame, broken


def frame(**metrics: float) -> Frame:
    return Frame(1, 0.5, metrics, {})


def test_only_losses_have_to_be_finite() -> None:
    assert frame(train_loss=1.0, test_r2=math.nan).finite
    assert not frame(train_loss=1.0, test_loss=math.inf).finite


@pytest.mark.parametrize(
    ("first", "loss", "verdict"),
    [
        (0.5, 0.1, None),
        (0.5, math.nan, "nan"),
        (0.5, math.inf, "infinite"),
        (0.5, EXPLODED, None),
        (0.5, EXPLODED + 1, "exploded"),
        (20.0, EXPLODED + 1, None),
        (20.0, 20 * EXPLODED + 1, "exploded"),
    ],
)
def test_how_a_loss_breaks(first: float, loss: float, verdict: str | None) -> None:
    assert broken(frame(train_loss=loss), frame(train_loss=first)) == verdict


def test_a_broken_test_loss_is_infinite_too() -> None:
    assert broken(frame(train_loss=1.0, test_loss=math.nan), frame(train_loss=1.0)) == "infinite"
