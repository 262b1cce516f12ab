from itertools import pairwise

import numpy as np
import pytest

from core.figures.edges import FULL, MOST, shade, strongest, width
from core.figures.placement import place


def random_weights(sizes: tuple[int, ...]) -> list[np.ndarray]:
    generator = np.random.default_rng(0)
    return [generator.normal(size=(b, a)).astype(np.float32) for a, b in pairwise(sizes)]


def test_every_edge_is_known_by_its_ends() -> None:
    sizes = (2, 3, 1)
    at = place(sizes, 500, 340, 30, 20)
    weights = random_weights(sizes)
    edges = strongest(at, weights, None)
    assert len(edges.weight) == 9
    for (layer, to, source), w, ends in zip(edges.ids, edges.weight, edges.ends, strict=True):
        assert w == weights[layer - 1][to, source]
        assert ends[:2] == pytest.approx(at.centres[layer - 1][source] + [at.side / 2, 0])
        assert ends[2:] == pytest.approx(at.centres[layer][to] - [at.side / 2, 0])
    np.testing.assert_array_equal(at.ids[edges.units[:, 0]], edges.ids[:, :2])
    np.testing.assert_array_equal(at.ids[edges.units[:, 1]], np.stack([edges.ids[:, 0] - 1, edges.ids[:, 2]], 1))


def test_only_the_strongest_of_very_many_are_drawn() -> None:
    sizes = (2, 32, 32, 32, 32, 1)
    weights = random_weights(sizes)
    edges = strongest(place(sizes, 500, 340, 30, 20), weights, weights)
    every = np.sort(np.abs(np.concatenate([w.ravel() for w in weights])))
    assert len(edges.weight) == MOST
    assert edges.n_hidden == len(every) - MOST
    np.testing.assert_array_equal(np.sort(np.abs(edges.weight)), every[-MOST:])
    np.testing.assert_array_equal(edges.gradient, edges.weight)
    for (layer, to, source), w in zip(edges.ids, edges.weight, strict=True):
        assert weights[layer - 1][to, source] == w


def test_wrong_shapes_are_named() -> None:
    with pytest.raises(ValueError, match=r"weights\[0\]"):
        strongest(place((2, 3, 1), 500, 340, 30, 20), [np.zeros((2, 3)), np.zeros((1, 3))], None)


def test_width_and_colour_follow_the_weight() -> None:
    np.testing.assert_allclose(width(np.array([0, FULL / 2, -FULL, 99, np.nan])), [0.5, 4.25, 8, 8, 0.5])
    np.testing.assert_array_equal(shade(np.array([-0.1, -2, 0, 0.7, np.nan, np.inf])), [0, 1, 2, 3, 4, 3])
