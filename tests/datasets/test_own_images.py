"""A person's own archive as a data set."""

import gc
import io
import zipfile

import numpy as np
import pytest
import torch
from PIL import Image

from core.datasets.image_store import ImageError
from core.datasets.images import ImagesConfig
from core.datasets.own_images import SHELF, SIDE, read_own


def archive(n: int = 10, *, grey: bool = True) -> bytes:
    """Two classes of n pictures, light and dark."""
    rng, file = np.random.default_rng(0), io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, level in (("dark", 40), ("light", 200)):
            for i in range(n):
                pixels = rng.integers(level - 30, level + 30, (20, 20, 1 if grey else 3), np.uint8)
                picture = io.BytesIO()
                Image.fromarray(np.broadcast_to(pixels, (20, 20, 3)).copy()).save(picture, "PNG")
                packed.writestr(f"{name}/{i}.png", picture.getvalue())
    return file.getvalue()


@pytest.mark.parametrize("grey", [True, False])
def test_an_archive_is_a_set(grey: bool) -> None:
    own = read_own(archive(grey=grey))
    config = ImagesConfig(dataset="own", file=own.id)
    assert config.shape == (1 if grey else 3, SIDE, SIDE) and config.classes == ("dark", "light")
    data = config.load()
    assert len(data.x_train) == 16 and len(data.x_test) == 4 and data.class_names == ("dark", "light")
    assert data.x_train.dtype == torch.uint8 and torch.bincount(data.y_test).tolist() == [2, 2]
    assert [(float(x.float().mean()) > 120) == bool(y) for x, y in zip(data.x_train, data.y_train, strict=True)]


def test_the_seed_splits_anew_and_the_same_archive_is_held_once() -> None:
    own, again = read_own(archive()), read_own(archive())
    assert own is again
    first, same, other = (ImagesConfig(dataset="own", file=own.id, data_seed=s).load() for s in (0, 0, 1))
    assert torch.equal(first.x_test, same.x_test) and not torch.equal(first.x_test, other.x_test)


def test_it_is_gone_with_the_session() -> None:
    own = read_own(archive())
    config = ImagesConfig(dataset="own", file=own.id)
    del own
    gc.collect()
    assert config.file not in SHELF and config.n_classes == 2 and config.shape == (3, SIDE, SIDE)
    with pytest.raises(ImageError) as caught:
        config.load()
    assert caught.value.id == "missing_file"
    with pytest.raises(ImageError) as caught:
        ImagesConfig(dataset="own").load()
    assert caught.value.id == "no_file"


@pytest.mark.parametrize("file", ["x", "0123456789abcdeg", "../../etc/passwd"])
def test_a_file_is_named_by_a_hash_alone(file: str) -> None:
    with pytest.raises(ValueError):
        ImagesConfig(file=file)
