"""Sets of images as configs load them."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from core.datasets.image_store import ImageError
from core.datasets.images import IMAGE_SETS, ImagesConfig, digits, signed
from core.settings import choices


def test_the_digits_are_those_of_scikit_learn_split_by_class() -> None:
    from sklearn.datasets import load_digits

    parts = digits()
    counts = [torch.bincount(parts[f"y_{part}"].long(), minlength=10) for part in ("train", "test")]
    assert sum(len(parts[f"y_{part}"]) for part in ("train", "test")) == len(load_digits().target) == 1797
    assert all(abs(test / (test + train) - 0.2) < 0.01 for train, test in zip(*counts, strict=True))
    total = sum(int(parts[f"x_{part}"].long().sum()) for part in ("train", "test"))
    assert total == pytest.approx(load_digits().images.sum() / 16 * 255, rel=1e-3)


def test_no_image_stands_in_both_parts() -> None:
    parts = digits()
    train, test = ({bytes(image.numpy().tobytes()) for image in parts[part]} for part in ("x_train", "x_test"))
    assert len(parts["x_test"]) == 355 and not train & test


@pytest.mark.parametrize("n", [100, 500, 60_000])
def test_the_seed_takes_some_of_the_training_images(n: int) -> None:
    first, again, other = (ImagesConfig(n_train=n, data_seed=s).load() for s in (1, 1, 2))
    assert len(first.x_train) == min(n, 1442) and first.x_train.dtype == torch.uint8
    assert torch.equal(first.x_train, again.x_train)
    assert torch.equal(first.x_train, other.x_train) == (n > 1442)
    assert len(first.x_test) == 355 and first.n_classes == 10


def test_bytes_become_minus_one_to_one() -> None:
    x = torch.tensor([0, 127, 128, 255], dtype=torch.uint8)
    np.testing.assert_allclose(signed(x), [-1, -1 / 255, 1 / 255, 1], atol=1e-7)
    assert x.tolist() == [0, 127, 128, 255]


def test_a_set_that_is_not_here_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("HEBB_DATA", str(tmp_path))
    with pytest.raises(ImageError) as caught:
        ImagesConfig(dataset="mnist").load()
    assert caught.value.id == "absent"


def test_every_set_can_be_chosen() -> None:
    assert choices(ImagesConfig.model_fields["dataset"]) == (*IMAGE_SETS, "own")
    assert all(len(entry.classes) == 10 and entry.title for entry in IMAGE_SETS.values())


@pytest.mark.parametrize("part", ["y_train", "y_test"])
def test_a_label_without_a_class_is_refused(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = digits() | {part: digits()[part] + 9}
    monkeypatch.setitem(IMAGE_SETS, "digits", replace(IMAGE_SETS["digits"], parts=lambda: parts))
    with pytest.raises(ImageError):
        ImagesConfig().load()
