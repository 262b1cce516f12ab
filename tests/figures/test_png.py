import base64
import io

import numpy as np
import pytest
from PIL import Image

from core.figures.png import data_url, encode


@pytest.mark.parametrize("shape", [(1, 1), (3, 7), (64, 48)])
@pytest.mark.parametrize("channels", [3, 4])
def test_pillow_reads_what_was_written(shape: tuple[int, int], channels: int) -> None:
    generator = np.random.default_rng(0)
    indices = generator.integers(0, 256, shape, dtype=np.uint8)
    palette = generator.integers(0, 256, (256, channels), dtype=np.uint8)
    image = Image.open(io.BytesIO(encode(indices, palette)))
    assert image.mode == "P"
    decoded = np.asarray(image.convert("RGBA" if channels == 4 else "RGB"))
    np.testing.assert_array_equal(decoded, palette[indices])


def test_data_url() -> None:
    png = encode(np.zeros((2, 2), np.uint8), np.zeros((1, 3), np.uint8))
    head, _, body = data_url(png).partition(",")
    assert head == "data:image/png;base64"
    assert base64.b64decode(body) == png


@pytest.mark.parametrize("indices", [np.zeros(3, np.uint8), np.zeros((2, 2), np.int64)])
def test_other_arrays_are_refused(indices: np.ndarray) -> None:
    with pytest.raises(ValueError, match="uint8"):
        encode(indices, np.zeros((256, 3), np.uint8))
