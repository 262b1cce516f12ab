import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.datasets.row_augmentation import AUGMENTATIONS, mixup, noise, smote

RNG = np.random.default_rng(0)
X = np.concatenate([RNG.normal(0, 1, (60, 3)), RNG.normal(6, 1, (20, 3)), RNG.normal(-6, 1, (5, 3))])
Y = np.repeat([0, 1, 2], [60, 20, 5])


@pytest.mark.parametrize("method", AUGMENTATIONS)
@pytest.mark.parametrize("y", [Y, Y.astype(float)], ids=["classes", "numbers"])
def test_gives_as_many_rows_as_asked_and_the_same_again(method: str, y: np.ndarray) -> None:
    extra = {"size": 0.1} if method == "noise" else {}
    first, second = (AUGMENTATIONS[method](X, y, 50, np.random.default_rng(3), **extra) for _ in range(2))
    assert first[0].shape == (50, 3) and first[1].shape == (50,) and first[1].dtype == y.dtype
    assert np.array_equal(first[0], second[0]) and np.array_equal(first[1], second[1])
    assert set(np.unique(first[1])) <= set(Y) or y.dtype == float


def test_noise_has_the_size_asked_for_in_each_input() -> None:
    x = RNG.normal(size=(500, 2)) * [1, 50]
    new, y = noise(x, np.arange(500.0), 20_000, np.random.default_rng(0), 0.2)
    off = new - x[y.astype(int)]
    assert off.std(0) == pytest.approx(0.2 * x.std(0), rel=0.05)
    assert np.abs(off.mean(0)) == pytest.approx([0, 0], abs=0.5)


def test_mixup_lies_between_two_rows_and_mixes_numbers_alike() -> None:
    x = RNG.normal(size=(40, 2))
    new, y = mixup(x, x @ [2.0, -1.0] + 3, 200, np.random.default_rng(0))
    assert y == pytest.approx(new @ [2.0, -1.0] + 3), "a straight relation stays straight"
    assert (new.min(0) >= x.min(0)).all() and (new.max(0) <= x.max(0)).all()


def test_mixup_draws_a_class_as_often_as_it_is_mixed_in() -> None:
    x, y = np.array([[0.0], [1.0]]), np.array([0, 1])
    new, drawn = mixup(x, y, 40_000, np.random.default_rng(0), 1.0)
    middle = (new[:, 0] > 0.65) & (new[:, 0] < 0.75)
    assert drawn[middle].mean() == pytest.approx(0.7, abs=0.03)


def test_smote_fills_up_the_smallest_classes_first() -> None:
    for n_added, counts in [(10, [60, 20, 15]), (15, [60, 20, 20]), (35, [60, 30, 30]), (95, [60, 60, 60])]:
        _, y = smote(X, Y, n_added, np.random.default_rng(0))
        assert np.bincount(np.concatenate([Y, y])).tolist() == counts
    _, y = smote(X, Y, 98, np.random.default_rng(0))
    assert np.bincount(np.concatenate([Y, y])).tolist() == [61, 61, 61]


def test_smote_stays_on_the_lines_to_near_neighbours_of_the_class() -> None:
    new, y = smote(X, Y, 60, np.random.default_rng(0), 5)
    for point, label in zip(new, y, strict=True):
        own = X[label == Y]
        ends = own[:, None], own[None]
        way = ends[1] - ends[0]
        along = ((point - ends[0]) * way).sum(-1) / np.maximum((way**2).sum(-1), 1e-12)
        off = np.linalg.norm(ends[0] + along[..., None] * way - point, axis=-1)
        far = np.linalg.norm(ends[0] - ends[1], axis=-1)
        rank = far.argsort(1).argsort(1)
        assert ((off < 1e-9) & (along >= -1e-9) & (along <= 1 + 1e-9) & (rank <= 5)).any()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=20), st.integers(1, 60))
def test_smote_adds_exactly_as_many_as_asked(labels: list[int], n_added: int) -> None:
    y = np.array(labels)
    x = np.random.default_rng(0).normal(size=(len(y), 2))
    new, added = smote(x, y, n_added, np.random.default_rng(1))
    assert len(new) == len(added) == n_added and set(added) <= set(y) and np.isfinite(new).all()
