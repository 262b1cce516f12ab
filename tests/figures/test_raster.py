"""Raster: one stroke a spike, in its own row and step."""

import numpy as np
import pytest

from core.figures.raster import Band, raster
from core.figures.theme import LIGHT


def test_a_spike_fills_the_middle_third_of_its_step():
    spikes = np.zeros((4, 2))
    spikes[1, 0] = 1  # the upper row's, in the second step
    drawn = raster([Band("a", spikes)], theme=LIGHT, x_title="step")["drawing"]
    (image,) = (item for item in drawn["items"] if item["kind"] == "images")
    rows, columns = np.nonzero(image["pixels"][0])
    assert (rows.tolist(), columns.tolist()) == ([1], [4]) and image["name"] == "units"


def test_a_current_fills_its_step():
    drawn = raster([Band("a", np.full((3, 1), 0.5), current=True)], theme=LIGHT)["drawing"]
    assert (drawn["items"][0]["pixels"] == 128).all()


def test_the_plane_counts_the_rows_of_the_layer_that_is_clicked():
    bands = [Band("a", np.zeros((5, 3))), Band("b", np.zeros((5, 10)))]
    drawn = raster(bands, theme=LIGHT, click=1, height_px=300)["drawing"]
    images = [item for item in drawn["items"] if item["kind"] == "images"]
    top, tall = images[1]["at"][0, [1, 3]]
    plane = drawn["plane"]
    low, high = plane["y_range"]

    def row(y):
        return high + (low - high) * (y - plane["y"]) / plane["height"]

    assert row(top) == pytest.approx(-0.5, abs=1e-4) and row(top + tall) == pytest.approx(9.5, abs=1e-4)
    assert "name" not in images[0] and images[1]["name"] == "units"


def test_layers_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match=r"\[5, 4\]"):
        raster([Band("a", np.zeros((5, 3))), Band("b", np.zeros((4, 3)))], theme=LIGHT)
