from urllib.parse import unquote
from xml.etree import ElementTree

import numpy as np
import pytest

from core.figures.points import PATHS, points
from core.figures.theme import LIGHT, SYMBOLS

SVG = "{http://www.w3.org/2000/svg}"
NONE = np.empty((0, 2)), np.empty(0)


def parse(url: str) -> ElementTree.Element:
    head, _, body = url.partition(",")
    assert head == "data:image/svg+xml"
    return ElementTree.fromstring(unquote(body))


def test_each_class_has_its_own_path() -> None:
    assert PATHS.keys() == set(SYMBOLS)
    assert len(set(PATHS.values())) == 8


def test_points_stand_where_they_should() -> None:
    svg = parse(points((np.array([[-6, 6], [0, 0], [6, -6]]), np.array([0, 0, 1])), NONE, 6, 2, LIGHT))
    lines = [line.get("points") for line in svg.iter(SVG + "polyline")]
    assert lines == ["0.0,0.0 180.0,180.0", "360.0,360.0"]
    fills = [path.get("fill") for path in svg.iter(SVG + "path")]
    assert fills == list(LIGHT.classes[:2])


def test_test_points_are_hollow() -> None:
    svg = parse(points(NONE, (np.zeros((1, 2)), np.array([1])), 6, 2, LIGHT))
    (path,) = svg.iter(SVG + "path")
    assert path.get("fill") == LIGHT.background
    assert path.get("stroke") == LIGHT.classes[1]


def test_targets_are_coloured_by_value() -> None:
    svg = parse(points((np.zeros((3, 2)), np.array([-1.0, 0.0, 7.0])), NONE, 6, 0, LIGHT))
    fills = [path.get("fill") for path in svg.iter(SVG + "path")]
    assert fills == ["rgb(242,142,28)", "rgb(255,255,255)", "rgb(11,120,194)"]


def test_wrong_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="points"):
        points((np.zeros((3, 2)), np.zeros(2)), NONE, 6, 2, LIGHT)
