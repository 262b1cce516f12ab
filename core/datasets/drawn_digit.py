"""Drawn digit: strokes or a photo of a digit, centred and scaled as MNIST's are."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.datasets.image_zip import fitted, opened

Pixels = NDArray[np.uint8]
Stroke = Sequence[tuple[float, float]]  # places (x, y) in 0…1 from the upper left corner

CANVAS = 140  # px, the side on which strokes are drawn
PEN = 0.12  # width of a stroke, as a share of the canvas
BOXES = {8: 1.0}  # side of the box that holds the ink, as a share of the picture's: those of 8 × 8 px fill it,
BOX = 20 / 28  # in MNIST's it is 20 of 28 px (LeCun et al. 1998)
FAINT = 0.2  # of the darkest ink: what is fainter is paper


def ink(strokes: Sequence[Stroke]) -> Pixels:
    """Strokes as a round pen draws them, (CANVAS, CANVAS), 255 where there is ink."""
    from PIL import Image, ImageDraw

    image = Image.new("L", (2 * CANVAS, 2 * CANVAS))
    pen, width = ImageDraw.Draw(image), 2 * CANVAS * PEN
    for stroke in strokes:
        places = [(2 * CANVAS * x, 2 * CANVAS * y) for x, y in stroke]
        pen.line(places, fill=255, width=round(width))
        for x, y in places:
            pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=255)
    return np.asarray(image.resize((CANVAS, CANVAS), Image.Resampling.BOX))


def as_digit(drawn: Pixels, side: int) -> Pixels:
    """Ink (h, w) → (1, side, side): scaled into the box, as near as it fits with its centre of mass in the middle."""
    from PIL import Image

    made = np.zeros((1, side, side), np.uint8)
    rows, columns = (np.flatnonzero(drawn.max(axis) > FAINT * 255) for axis in (1, 0))
    if not len(rows):
        return made
    cut = drawn[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    box = BOXES.get(side, BOX) * side
    height, width = (max(1, round(box * n / max(cut.shape))) for n in cut.shape)
    small = np.asarray(Image.fromarray(cut).resize((width, height), Image.Resampling.BOX))
    mass = small / max(1, int(small.sum()))
    down = round(side / 2 - float((mass.sum(1) * (np.arange(height) + 0.5)).sum()))
    right = round(side / 2 - float((mass.sum(0) * (np.arange(width) + 0.5)).sum()))
    top, left = (min(max(0, at), side - n) for at, n in ((down, height), (right, width)))
    made[0, top : top + height, left : left + width] = small
    return made


def ink_of(photo: Pixels) -> Pixels:
    """The ink on a grey photo (h, w): how far a pixel is from the ground, which is the rim's median."""
    rim = np.concatenate([photo[0], photo[-1], photo[:, 0], photo[:, -1]])
    ground = float(np.median(rim))
    away = np.clip((ground - photo) if ground > 127 else (photo - ground), 0, None)
    strongest = float(away.max())
    if strongest < 1:
        return np.zeros_like(photo)
    away = away / strongest
    return (255 * np.where(away < FAINT, 0, away)).round().astype(np.uint8)


def from_photo(content: bytes, dataset: str, shape: tuple[int, int, int]) -> Pixels:
    """A photo's file as a data set has its pictures, (c, h, w): a digit is cut out, other things fill the picture.

    Raises `ImageZipError` where the file is no picture.
    """
    photo = opened(content, "")
    if dataset in ("digits", "mnist"):
        grey = photo.convert("L")
        grey.thumbnail((CANVAS, CANVAS))
        return as_digit(ink_of(np.asarray(grey)), shape[1])
    pixels = fitted(photo, shape[1], shape[0] == 3)
    bright = np.median(np.concatenate([pixels[0, 0], pixels[0, -1], pixels[0, :, 0], pixels[0, :, -1]])) > 127
    return 255 - pixels if dataset == "fashion_mnist" and bright else pixels
