import numpy as np
import pytest

from core.figures.theme import LIGHT
from core.figures.unit_tiles import unit_tiles


@pytest.mark.parametrize("n", [1, 8, 64, 256])
def test_every_neuron_has_a_tile_inside_the_panel(n):
    made = unit_tiles(np.ones((n, 8, 8)), np.zeros(n, bool), theme=LIGHT)["drawing"]
    image, marks = made["items"]
    left, top, side = image["at"].T
    assert len(image["at"]) == len(marks["data"]) == n
    assert (left + side <= made["width"]).all() and (top + side <= made["height"] + 1).all()


def test_those_taken_away_are_struck_out_and_empty():
    gone = np.array([True, False, True])
    items = unit_tiles(np.ones((3, 8, 8)), gone, theme=LIGHT)["drawing"]["items"]
    assert items[2]["shape"] == "strike" and len(items[2]["xy"]) == 2
    assert (items[0]["pixels"][gone] != 255).all() and (items[0]["pixels"][~gone] == 255).all()
