"""Drawn digits and photos: centred and scaled as the sets are."""

import io

import numpy as np
import pytest
from PIL import Image

from core.datasets.drawn_digit import CANVAS, as_digit, from_photo, ink, ink_of
from core.datasets.image_zip import ImageZipError

LINE = [[(0.2, 0.1), (0.2, 0.5)]]
CORNER = [[(0.7, 0.1), (0.9, 0.1), (0.9, 0.4)]]


def centre(image: np.ndarray) -> tuple[float, float]:
    """Centre of mass (row, column), in pixels from the upper left corner."""
    mass = image.astype(float) / image.sum()
    place = np.arange(len(image)) + 0.5
    return float(mass.sum(1) @ place), float(mass.sum(0) @ place)


def extent(image: np.ndarray) -> tuple[int, int]:
    rows, columns = np.flatnonzero(image.max(1) > 51), np.flatnonzero(image.max(0) > 51)
    return rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1


def photo(pixels: np.ndarray, form: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, form)
    return file.getvalue()


def test_ink_is_where_the_pen_went() -> None:
    drawn = ink(LINE)
    assert drawn.shape == (CANVAS, CANVAS) and drawn.dtype == np.uint8
    assert drawn[int(0.3 * CANVAS), int(0.2 * CANVAS)] == 255 and drawn[int(0.3 * CANVAS), int(0.5 * CANVAS)] == 0
    assert ink([[(0.5, 0.5)]]).max() == 255, "a dot is ink too"
    assert ink([]).max() == 0


@pytest.mark.parametrize("strokes", [LINE, CORNER, [[(0.1, 0.9), (0.9, 0.1)]]])
def test_a_digit_fills_mnists_box_with_its_mass_in_the_middle(strokes: list) -> None:
    made = as_digit(ink(strokes), 28)
    assert made.shape == (1, 28, 28) and made.dtype == np.uint8
    assert max(extent(made[0])) == pytest.approx(20, abs=1)
    assert np.allclose(centre(made[0]), 14, atol=0.51)


def test_where_and_how_large_it_was_drawn_does_not_matter() -> None:
    near = as_digit(ink([[(0.1, 0.1), (0.5, 0.1), (0.3, 0.5)]]), 28).astype(int)
    far = as_digit(ink([[(0.45, 0.42), (0.85, 0.42), (0.65, 0.82)]]), 28).astype(int)
    assert np.abs(near - far).mean() < 3


def test_digits_of_8_pixels_fill_their_whole_height_as_the_set_does() -> None:
    made = as_digit(ink([[(0.5, 0.2), (0.4, 0.7)]]), 8)
    assert made.shape == (1, 8, 8) and extent(made[0])[0] == 8


@pytest.mark.parametrize("side", [8, 28])
def test_an_empty_canvas_is_an_empty_picture(side: int) -> None:
    assert not as_digit(ink([]), side).any()


@pytest.mark.parametrize("ground", [250, 5])
def test_ink_on_bright_or_dark_paper(ground: int) -> None:
    paper = np.full((60, 50), ground, np.uint8)
    paper[10:50, 20:26] = 255 - ground
    found = ink_of(paper)
    assert found[30, 22] == 255 and found[30, 40] == 0
    assert not ink_of(np.full((9, 9), ground, np.uint8)).any()


@pytest.mark.parametrize("dataset", ["digits", "mnist"])
def test_a_photo_of_a_digit_becomes_one(dataset: str) -> None:
    side = {"digits": 8, "mnist": 28}[dataset]
    paper = np.full((300, 400, 3), 230, np.uint8)
    paper[40:240, 100:130] = (30, 40, 120)
    made = from_photo(photo(paper, "JPEG"), dataset, (1, side, side))
    assert made.shape == (1, side, side) and made.max() > 200
    assert made[0, :, 0].max() == made[0, :, -1].max() == 0


def test_other_photos_fill_the_picture() -> None:
    red = np.zeros((20, 40, 3), np.uint8)
    red[..., 0] = 200
    made = from_photo(photo(red), "cifar10", (3, 32, 32))
    assert made.shape == (3, 32, 32) and abs(int(made[0].mean()) - 200) < 5 and made[1].max() < 5
    shirt = np.full((40, 40, 3), 255, np.uint8)
    shirt[10:30, 10:30] = 40
    worn = from_photo(photo(shirt), "fashion_mnist", (1, 28, 28))
    assert worn[0, 14, 14] > 200 and worn[0, 0, 0] == 0, "bright ground turns dark"


@pytest.mark.parametrize("content", [b"", b"no picture", photo(np.zeros((9, 9, 3), np.uint8))[:40]])
def test_what_no_picture_is_is_refused(content: bytes) -> None:
    with pytest.raises(ImageZipError) as caught:
        from_photo(content, "mnist", (1, 28, 28))
    assert caught.value.id == "picture"
