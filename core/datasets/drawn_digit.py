"""Drawn digit: strokes or a photo of a digit, centred and scaled as MNIST's are."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.datasets.image_zip import fitted, opened

Pixels = NDArray[np.uint8]
Stroke = Sequence[tuple[float, float]]  # places (x, y) in 0…1 from the upper left corner

CANVAS = 140  # px, the side on which strokes are drawn
PEN = 0.12  # width of a stroke on the pad, as a share of the canvas
STROKE = {8: 1.6 / 8, 28: 2.6 / 20}  # width of a stroke as a share of the box, as it is in the sets of digits
BOXES = {8: 1.0}  # side of the box that holds the ink, as a share of the picture's: those of 8 × 8 px fill it,
BOX = 20 / 28  # in MNIST's it is 20 of 28 px (LeCun et al. 1998)
DOT = 0.02  # of the canvas: what is smaller is a dot
FAINT = 0.2  # of the darkest ink: what is fainter is paper


def from_strokes(strokes: Sequence[Stroke], side: int) -> Pixels:
    """A drawing as a digit (1, side, side), its strokes as thick as a set's whether it was drawn large or small."""
    drawn = [np.asarray(stroke, np.float64) for stroke in strokes if len(stroke)]
    if not drawn:
        return np.zeros((1, side, side), np.uint8)
    places, pen = np.concatenate(drawn), STROKE.get(side, STROKE[28])
    low, high = places.min(0), places.max(0)
    scale = (1 - pen) / max(float((high - low).max()), DOT)
    moved = [((stroke - (low + high) / 2) * scale + 0.5).tolist() for stroke in drawn]
    return as_digit(ink(moved, pen), side)


def ink(strokes: Sequence[Stroke], pen: float = PEN) -> Pixels:
    """Strokes as a round pen draws them, (CANVAS, CANVAS), 255 where there is ink."""
    from PIL import Image, ImageDraw

    image = Image.new("L", (2 * CANVAS, 2 * CANVAS))
    draw, width = ImageDraw.Draw(image), 2 * CANVAS * pen
    for stroke in strokes:
        places = [(2 * CANVAS * x, 2 * CANVAS * y) for x, y in stroke]
        draw.line(places, fill=255, width=round(width))
        for x, y in places:
            draw.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=255)
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
