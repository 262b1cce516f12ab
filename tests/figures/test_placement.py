import base64
import io

import numpy as np
import pytest
from PIL import Image

from core.figures.placement import crosses, picture, place, squares
from core.figures.theme import LIGHT, palette


@pytest.mark.parametrize("sizes", [(1, 1), (2, 8, 8, 1), (7, *[8] * 6, 3), (2, *[32] * 8, 8)])
@pytest.mark.parametrize("maps", [1, 10, 16, 40])
def test_units_lie_inside_and_apart(sizes: tuple[int, ...], maps: int) -> None:
    at = place(sizes, 500, 340, 30, 20, maps)
    assert at.sizes == sizes
    half = at.side / 2
    assert at.units[:, 0].min() - half >= 29
    assert at.units[:, 0].max() + half <= 481
    assert at.units[:, 1].min() - half >= -at.pixel
    assert at.units[:, 1].max() + half <= 340 + at.pixel
    for centres in at.centres:
        assert np.ptp(centres[:, 0]) == 0
        assert np.all(-np.diff(centres[:, 1]) > at.side)
    assert np.all(np.diff([c[0, 0] for c in at.centres]) > at.side)


def test_units_shrink_with_their_number() -> None:
    sides = [place((2, n, 1), 500, 340, 30, 20, 16).side for n in (2, 8, 16, 32)]
    assert sides == sorted(sides, reverse=True)


def test_ids_name_layer_and_unit() -> None:
    at = place((2, 3, 1), 500, 340, 30, 20, 16)
    np.testing.assert_array_equal(at.ids, [[0, 0], [0, 1], [1, 0], [1, 1], [1, 2], [2, 0]])
    assert len(at.gauges) == 4


def test_the_picture_shows_each_map_at_its_unit() -> None:
    at = place((1, 2), 500, 340, 30, 20, 16)
    maps = [np.full((1, 16, 16), 255, np.uint8), np.zeros((2, 16, 16), np.uint8)]
    maps[1][1, 0] = 255  # the lowest row of the lower unit
    image = picture(at, maps, LIGHT)
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(image["source"].partition(",")[2]))).convert("RGBA"))
    assert image["sizex"] == pytest.approx(pixels.shape[1] * at.pixel)

    def look(x: float, y: float) -> list[int]:
        return pixels[int((340 - y) / at.pixel), int(x / at.pixel)].tolist()

    blue, orange = palette(LIGHT)[255].tolist(), palette(LIGHT)[1].tolist()
    x, y = at.centres[1][1]
    low = y - at.side / 2 + at.pixel / 2
    assert look(*at.centres[0][0]) == [*blue, 255]
    assert look(*at.centres[1][0]) == [*orange, 255]
    assert look(x, low) == [*blue, 255]
    assert look(x, low + at.pixel) == [*orange, 255]
    assert look(x - at.side, y)[3] == 0
    assert (pixels[..., 3] > 0).sum() == 3 * at.resolution**2


def test_squares_and_crosses() -> None:
    x, y = squares(np.array([[1.0, 2.0]], np.float32), 2)
    np.testing.assert_array_equal(x, [[0, 2, 2, 0, 0, np.nan]])
    np.testing.assert_array_equal(y, [[1, 1, 3, 3, 1, np.nan]])
    x, y = crosses(np.array([[0.0, 0.0]], np.float32), 2)
    np.testing.assert_array_equal(y, [[-1, 1, np.nan, 1, -1, np.nan]])
