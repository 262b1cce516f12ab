import numpy as np
import pytest

from core.figures.figure import to_json
from core.figures.theme import DARK, LIGHT
from core.figures.weight_map import weight_map


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_zero_is_the_background_and_both_signs_have_their_colour(theme):
    figure = weight_map(np.array([[1.0, -3.0], [0.0, 2.0]]), theme=theme, labels={"from": "from", "to": "to"})
    heat = figure["data"][0]
    assert (heat["zmin"], heat["zmax"]) == (-3, 3)
    assert [colour for _, colour in heat["colorscale"]] == [theme.negative, theme.background, theme.positive]
    assert figure["layout"]["yaxis"]["range"] == [2.5, 0.5], "row 0 on top"
    assert to_json(figure)


def test_a_map_of_zeros_is_drawn():
    assert weight_map(np.zeros((2, 3)), theme=LIGHT, labels={"from": "", "to": ""})["data"][0]["zmax"] == 1
