import numpy as np
import pytest

from core.figures.strength import NAMED, strength
from core.figures.theme import LIGHT


def test_bars_in_the_order_given_on_an_axis_that_snaps() -> None:
    drawn = strength(np.array([1.2, 0.0, 3.1]), names=["a", "b", "c"], theme=LIGHT)
    bars = drawn["data"][0]
    assert bars["y"].tolist() == pytest.approx([1.2, 0, 3.1]) and bars["text"] == ["a", "b", "c"]
    assert drawn["layout"]["yaxis"]["range"] == [0, 4] and drawn["layout"]["xaxis"]["ticktext"] == ["a", "b", "c"]


def test_many_or_long_names_are_left_to_the_hover() -> None:
    names = [f"a very long name {i}" for i in range(NAMED + 1)]
    many = strength(np.ones(len(names)), names=names, theme=LIGHT)
    assert many["layout"]["xaxis"]["tickvals"] == [] and many["data"][0]["text"] == names
    few = strength(np.ones(2), names=names[:2], theme=LIGHT)
    assert all(len(text) <= 12 for text in few["layout"]["xaxis"]["ticktext"])


def test_a_broken_weight_leaves_the_axis_alone() -> None:
    drawn = strength(np.array([np.nan, np.inf, 2.0]), names=["a", "b", "c"], theme=LIGHT)
    assert drawn["layout"]["yaxis"]["range"] == [0, 2]
