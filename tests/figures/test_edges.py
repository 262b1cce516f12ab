from itertools import pairwise

import numpy as np
import pytest

from core.figures.edges import FULL, MOST, handles, ribbons, strong, strongest, width
from core.figures.placement import place


def random_weights(sizes: tuple[int, ...]) -> list[np.ndarray]:
    generator = np.random.default_rng(0)
    return [generator.normal(size=(b, a)).astype(np.float32) for a, b in pairwise(sizes)]


def test_every_edge_is_known_by_its_ends() -> None:
    sizes = (2, 3, 1)
    at = place(sizes, 500, 340, 30, 20, 16)
    weights = random_weights(sizes)
    edges = strongest(at, weights, None)
    assert len(edges.weight) == 9
    for (layer, to, source), w, (x0, y0, x1, y1) in zip(edges.ids, edges.weight, edges.ends, strict=True):
        assert w == weights[layer - 1][to, source]
        assert (x0, y0) == pytest.approx(at.centres[layer - 1][source] + [at.side / 2, 0])
        assert (x1, y1) == pytest.approx(at.centres[layer][to] - [at.side / 2, 0])


def test_only_the_strongest_of_very_many_are_drawn() -> None:
    sizes = (2, 32, 32, 32, 32, 1)
    weights = random_weights(sizes)
    edges = strongest(place(sizes, 500, 340, 30, 20, 16), weights, weights)
    every = np.sort(np.abs(np.concatenate([w.ravel() for w in weights])))
    assert len(edges.weight) == MOST
    assert edges.n_hidden == len(every) - MOST
    np.testing.assert_array_equal(np.sort(np.abs(edges.weight)), every[-MOST:])
    np.testing.assert_array_equal(edges.gradient, edges.weight)


def test_wrong_shapes_are_named() -> None:
    with pytest.raises(ValueError, match=r"weights\[0\]"):
        strongest(place((2, 3, 1), 500, 340, 30, 20, 16), [np.zeros((2, 3)), np.zeros((1, 3))], None)


def test_width_grows_with_the_weight() -> None:
    np.testing.assert_allclose(width(np.array([0, FULL / 2, -FULL, 99, np.nan])), [0.5, 4.25, 8, 8, 0.5])
    np.testing.assert_array_equal(strong(np.array([0.1, -2, 0.7])), [False, True, True])


@pytest.mark.parametrize("curved", [True, False])
def test_a_ribbon_has_its_width(curved: bool) -> None:
    xs, ys = ribbons(np.array([[0, 5, 100, 5], [0, 0, 100, 50]], np.float32), np.array([4.0, 2.0]), curved=curved)
    assert xs.shape == ys.shape
    assert xs.dtype == np.float32
    assert np.isnan(xs[:, -1]).all()
    assert np.nanmin(ys[0]) == 3
    assert np.nanmax(ys[0]) == 7
    m = (xs.shape[1] - 1) // 2
    across = np.hypot(xs[1, :m] - xs[1, m : 2 * m][::-1], ys[1, :m] - ys[1, m : 2 * m][::-1])
    np.testing.assert_allclose(across, 2, rtol=1e-5)


def test_handles_lie_on_the_edges_and_apart() -> None:
    sizes = (2, 8, 8, 1)
    edges = strongest(place(sizes, 500, 340, 30, 20, 16), random_weights(sizes), None)
    x, y = handles(edges, curved=True)
    assert np.all((x > edges.ends[:, 0]) & (x < edges.ends[:, 2]))
    apart = np.hypot(x[:, None] - x, y[:, None] - y) + 99 * np.eye(len(x))
    assert apart.min() > 3
