"""Two answers: bars as long as their values, the decision framed, the truth ticked."""

import numpy as np
import pytest

from core.figures.theme import COLOUR, LIGHT
from core.figures.two_answers import Answers, two_answers


def test_bars_are_as_long_as_their_values():
    sides = (
        Answers("spikes", np.array([0, 10]), 20, ["0", "10"], "positive"),
        Answers("p", np.array([0.25, 0.75]), 1, ["25%", "75%"], "negative"),
    )
    items = two_answers(["a", "b"], sides, theme=LIGHT, truth=1, decided=(1, 1))["drawing"]["items"]
    grounds = [item["ends"] for item in items if item.get("colour") == COLOUR["grid"]]
    bars = [
        item["ends"]
        for item in items
        if item["kind"] == "links" and item["colour"] in (COLOUR["positive"], COLOUR["negative"])
    ]
    for ground, bar, share in zip(grounds, bars, ([0, 0.5], [0.25, 0.75]), strict=True):
        lengths = (bar[:, 2] - bar[:, 0]) / (ground[:, 2] - ground[:, 0])
        assert lengths == pytest.approx(share, abs=0.01)
    assert items[0]["text"] == ["a", "✓ b"]
    assert sum(item.get("colour") == COLOUR["outline"] for item in items) == 2


def test_every_class_needs_a_value():
    with pytest.raises(ValueError, match="3 classes"):
        two_answers(["a", "b", "c"], [Answers("p", np.ones(2), 1, ["", ""], "positive")], theme=LIGHT)
