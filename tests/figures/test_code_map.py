import numpy as np
import pytest

from core.figures.code_map import code_map
from core.figures.theme import CLASS, LIGHT

MOSAIC = np.zeros((3, 3, 2, 2))
MOSAIC[0, 2] = 1  # the picture at the top right


def test_every_picture_stands_at_its_code():
    items = code_map(MOSAIC, 3, theme=LIGHT)["drawing"]["items"]
    pixels = items[0]["pixels"][0]
    assert pixels.shape == (6, 6)
    assert (pixels[4:, 4:] == 255).all() and pixels.sum() == 4 * 255


def test_dots_the_ring_and_the_way():
    codes = np.array([[0.0, 0.0], [1.0, 1.0], [9.0, 9.0]])
    made = code_map(MOSAIC, 3, theme=LIGHT, codes=codes, classes=np.array([0, 3, 3]), here=(1.0, 1.0), way=codes[:2])
    items = made["drawing"]["items"]
    dots = [item for item in items if item.get("hover")]
    assert [(dot["fill"], len(dot["xy"])) for dot in dots] == [(CLASS, 1), (CLASS + 3, 1)]
    ring = items[-1]
    assert ring["xy"][0].tolist() == pytest.approx(dots[1]["xy"][0].tolist())
    assert items[-2]["ends"][0, 2:].tolist() == pytest.approx(ring["xy"][0].tolist())
