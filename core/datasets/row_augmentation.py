"""Augmentation: further training rows made from those there are. Never from held-out ones.

Each takes x (n, n_inputs) and y (n,), classes as whole numbers or targets as floats, and returns `n_added` new rows of
both. Exported scripts carry the source of these functions.
"""

from collections.abc import Callable

import numpy as np

Array = np.ndarray


# fmt: off
def noise(x: Array, y: Array, n_added: int, rng: np.random.Generator, size: float) -> tuple[Array, Array]:
    """Copies with noise: x̃ = x + size · std(x) · N(0, 1), each input with its own spread (Bishop 1995)."""
    rows = rng.integers(len(x), size=n_added)
    return x[rows] + size * x.std(axis=0) * rng.standard_normal((n_added, x.shape[1])), y[rows]


def mixup(x: Array, y: Array, n_added: int, rng: np.random.Generator, size: float = 0.2) -> tuple[Array, Array]:
    """Mixtures of two rows: x̃ = λ x_i + (1 − λ) x_j, λ ~ Beta(size, size) (Zhang et al. 2018).

    Numbers are mixed alike. A class is drawn, y_i with probability λ: since cross-entropy is linear in the targets,
    that is the loss of the mixed label on average.
    """
    i, j = rng.integers(len(x), size=(2, n_added))
    share = rng.beta(size, size, n_added)
    x_new = share[:, None] * x[i] + (1 - share[:, None]) * x[j]
    if np.issubdtype(y.dtype, np.floating):
        return x_new, share * y[i] + (1 - share) * y[j]
    return x_new, np.where(rng.random(n_added) < share, y[i], y[j])


def smote(x: Array, y: Array, n_added: int, rng: np.random.Generator, size: int = 5) -> tuple[Array, Array]:
    """Points between a row and one of its `size` nearest neighbours of the same class (SMOTE, Chawla et al. 2002).

    x̃ = x_i + u (x_j − x_i), u ~ U(0, 1). The smallest classes are filled up first. Numbers to predict are
    interpolated alike, among all rows. Neighbours are looked for among 5,000 rows of a class.
    """
    from sklearn.neighbors import NearestNeighbors

    numbers = np.issubdtype(y.dtype, np.floating)
    groups = [np.arange(len(y))] if numbers else [np.flatnonzero(y == k) for k in np.unique(y)]
    added = np.zeros(len(groups), int)
    while added.sum() < n_added:  # one round: raise the smallest groups to the next larger size
        sizes = np.array([len(group) for group in groups]) + added
        smallest = np.flatnonzero(sizes == sizes.min())
        larger = sizes[sizes > sizes.min()]
        gap = larger.min() - sizes.min() if len(larger) else n_added
        left = n_added - added.sum()
        step = max(1, min(gap, left // len(smallest)))
        added[smallest[:left]] += step
    parts_x, parts_y = [], []
    for group, count in zip(groups, added, strict=True):
        if count == 0:
            continue
        near = rng.permutation(group)[:5000]
        k = min(size, len(near) - 1)
        i = rng.choice(near, count)
        neighbours = NearestNeighbors(n_neighbors=k + 1).fit(x[near]).kneighbors(x[i], return_distance=False)
        j = near[neighbours[np.arange(count), rng.integers(min(1, k), k + 1, count)]] if count else i
        u = rng.random(count)
        parts_x.append(x[i] + u[:, None] * (x[j] - x[i]))
        parts_y.append(y[i] + u * (y[j] - y[i]) if numbers else y[i])
    return np.concatenate(parts_x), np.concatenate(parts_y)
# fmt: on


AUGMENTATIONS: dict[str, Callable[..., tuple[Array, Array]]] = {"noise": noise, "mixup": mixup, "smote": smote}
