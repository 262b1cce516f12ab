"""One line, or one for each sample."""

import numpy as np
import pytest

from core.figures.own_lines import own_lines
from core.figures.theme import LIGHT

POINTS = np.array([-1.0, 0.0, 1.0]), np.array([0.0, 9.0, 50.0])
RANGES = {"x_range": (-2.0, 2.0), "y_range": (-10.0, 10.0)}


def item(drawing: dict, name: str) -> dict:
    return next(found for found in drawing["drawing"]["items"] if found.get("name") == name)


def test_a_line_goes_through_its_two_ends() -> None:
    drawing = own_lines(POINTS, np.array([2.0]), np.array([1.0]), theme=LIGHT, **RANGES)
    plane, lines = drawing["drawing"]["plane"], item(drawing, "lines")
    x0, y0, x1, y1 = lines["ends"][0]
    assert (x0, x1) == (plane["x"], plane["x"] + plane["width"])
    middle = plane["y"] + plane["height"] / 2
    assert y0 == pytest.approx(middle + 3 / 20 * plane["height"]) and y1 == pytest.approx(
        middle - 5 / 20 * plane["height"]
    )
    assert lines["data"].tolist() == [[0, 2, 1]] and lines["width"] == 3


def test_many_lines_are_thin_and_those_out_of_sight_or_not_finite_are_left_out() -> None:
    w, b = np.array([1.0, 0.0, np.nan, 2.0]), np.array([0.0, 99.0, 0.0, 0.0])
    lines = item(own_lines(POINTS, w, b, theme=LIGHT, **RANGES), "lines")
    assert lines["data"][:, 0].tolist() == [0, 3] and len(lines["ends"]) == 2 and lines["width"] == 1


def test_no_line_at_all_is_no_error() -> None:
    lines = item(own_lines(POINTS, np.array([np.nan]), np.array([0.0]), theme=LIGHT, **RANGES), "lines")
    assert lines["ends"].shape == (0, 4)


def test_points_beyond_the_picture_are_left_out() -> None:
    points = item(own_lines(POINTS, np.array([1.0]), np.array([0.0]), theme=LIGHT, **RANGES), "points")
    assert points["data"][:, 0].tolist() == [0, 1]
