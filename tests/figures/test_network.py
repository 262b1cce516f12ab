from itertools import pairwise

import numpy as np
import pytest

from core.figures.network import network
from core.figures.theme import DARK, LIGHT, alpha, palette
from core.ui.live import pack


def parts(sizes: list[int], r: int = 8) -> tuple[list[int], list[np.ndarray], list[np.ndarray], list[np.ndarray]]:
    generator = np.random.default_rng(0)
    weights = [generator.normal(size=(b, a)).astype(np.float32) for a, b in pairwise(sizes)]
    biases = [generator.normal(size=n).astype(np.float32) for n in sizes[1:]]
    return sizes, weights, biases, [generator.integers(0, 256, (n, r, r), dtype=np.uint8) for n in sizes]


def items(figure: dict, **wanted: str) -> list[dict]:
    return [item for item in figure["drawing"]["items"] if all(item.get(k) == v for k, v in wanted.items())]


def item(figure: dict, **wanted: str) -> dict:
    (only,) = items(figure, **wanted)
    return only


@pytest.mark.parametrize("sizes", [[1, 1], [2, 8, 8, 1], [7, *[8] * 6, 3], [2, *[32] * 8, 8]])
@pytest.mark.parametrize("more", [{}, {"selected": (0, 0), "dead": [(1, 0)], "title": "Net"}])
def test_every_net_can_be_sent_and_lies_inside(sizes: list[int], more: dict) -> None:
    figure = network(*parts(sizes), theme=DARK, input_names=["x₁"], output_names=["ŷ"], **more)
    pack(figure)
    whole, (left, top, side) = figure["drawing"], item(figure, kind="images")["at"].T
    assert (left >= 0).all() and (left + side <= whole["width"]).all()
    assert (top >= 0).all() and (top + side <= whole["height"]).all()
    assert whole["title"] == more.get("title", "")


def test_a_usual_net_is_small_to_send() -> None:
    figure = network(*parts([2, 8, 8, 1], 21), theme=LIGHT, input_names=["x₁", "x₂"], output_names=["output"])
    assert len(pack(figure)) < 16_000


def test_a_weight_is_a_link_between_its_units() -> None:
    weights = [np.array([[0.1, -5.0]], np.float32)]
    figure = network([2, 1], weights, [np.zeros(1)], parts([2, 1])[3], theme=LIGHT)
    links, (inputs, neurons) = item(figure, name="weights"), items(figure, name="units")
    half = neurons["size"] / 2
    (first, second), (last,) = inputs["xy"], neurons["xy"]
    np.testing.assert_allclose(links["ends"][0], [first[0] + half, first[1], last[0] - half, last[1]], rtol=1e-6)
    np.testing.assert_allclose(links["ends"][1], [second[0] + half, second[1], last[0] - half, last[1]], rtol=1e-6)
    np.testing.assert_allclose(links["width"], [0.5 + 7.5 * 0.02, 8])
    np.testing.assert_array_equal(links["colour"], [2, 1])
    colours = figure["drawing"]["colours"]
    assert colours[1:3] == [alpha(LIGHT.negative, 0.9), alpha(LIGHT.positive, 0.45)]
    assert links["curved"]
    np.testing.assert_array_equal(links["data"], np.array([[1, 0, 0, 0.1, 2, 0], [1, 0, 1, -5, 2, 1]], np.float32))


def test_the_data_of_weights_biases_and_units() -> None:
    sizes, weights, biases, maps = parts([2, 3, 1])
    figure = network(sizes, weights, biases, maps, theme=LIGHT)
    for layer, to, source, w, *_ in item(figure, name="weights")["data"]:
        assert weights[int(layer) - 1][int(to), int(source)] == w
    told = item(figure, name="biases")["data"]
    np.testing.assert_array_equal(told[:, :2], [[1, 0], [1, 1], [1, 2], [2, 0]])
    np.testing.assert_array_equal(told[:, 2], np.concatenate(biases))
    np.testing.assert_array_equal(told[:, 3], [2, 3, 4, 5])
    inputs, neurons = (part["data"] for part in items(figure, name="units"))
    np.testing.assert_array_equal(inputs[:, :3], [[0, 0, 0], [0, 1, 1]])
    np.testing.assert_array_equal(neurons[:, :2], told[:, :2])
    np.testing.assert_array_equal(neurons[:, 3], np.concatenate(biases).astype(np.float32))


def test_maps_are_sent_as_they_are() -> None:
    sizes, weights, biases, maps = parts([2, 3, 1])
    images = item(network(sizes, weights, biases, maps, theme=LIGHT), kind="images")
    np.testing.assert_array_equal(images["pixels"], np.concatenate(maps))
    np.testing.assert_array_equal(images["palette"], palette(LIGHT))
    assert images["at"].shape == (6, 3)


def test_the_area_of_a_bias_is_its_size() -> None:
    bias = np.array([0.5, -2.0, 99.0, 0.0], np.float32)
    figure = network([1, 4], [np.ones((4, 1))], [bias], parts([1, 4])[3], theme=LIGHT)
    squares = item(figure, name="biases")
    np.testing.assert_allclose(squares["size"] / squares["reach"], [0.5, 1, 1, 0])
    np.testing.assert_array_equal(squares["fill"], [3, 1, 3, 3])


def test_too_many_edges_are_counted_and_straight() -> None:
    figure = network(*parts([2, *[32] * 8, 1]), theme=LIGHT)
    assert figure["drawing"]["n_hidden_edges"] == 64 + 7 * 32 * 32 + 32 - 1500
    links = item(figure, name="weights")
    assert len(links["ends"]) == 1500
    assert not links["curved"]


def test_names() -> None:
    words = {"unit": "Neuron {unit} in Schicht {layer}"}
    figure = network(*parts([2, 3, 2]), theme=LIGHT, input_names=["a", "b"], output_names=["y", "z"], labels=words)
    names = figure["drawing"]["names"]
    assert names == ["a", "b", *(f"Neuron {i} in Schicht 1" for i in (1, 2, 3)), "y", "z"]
    assert [(words["text"], words["align"]) for words in items(figure, kind="words")] == [
        (["a", "b"], "right"),
        (["y", "z"], "left"),
    ]


def test_gradients_are_drawn_and_told() -> None:
    sizes, weights, biases, maps = parts([2, 3, 1])
    figure = network(sizes, weights, biases, maps, theme=LIGHT, gradients=[2 * w for w in weights])
    edges, gradients = items(figure, kind="links")
    assert gradients["width"].max() == 6
    np.testing.assert_allclose(edges["data"][:, 4], 2 * edges["data"][:, 3])
    assert edges["hover"][1] == "∂L/∂w = {4}"
    assert figure["drawing"]["colours"][gradients["colour"]] == alpha(LIGHT.gradient, 0.9)
    assert len(items(network(sizes, weights, biases, maps, theme=LIGHT), kind="links")) == 1


def test_selected_and_dead_units_are_marked_by_shape() -> None:
    args = parts([2, 3, 1])
    units = np.concatenate([part["xy"] for part in items(network(*args, theme=LIGHT), name="units")])
    _, _, selected, _ = items(network(*args, theme=LIGHT, selected=(1, 2)), shape="box")
    np.testing.assert_array_equal(selected["xy"], units[[4]])
    dead = item(network(*args, theme=LIGHT, dead=[(1, 0), (1, 1)]), shape="strike")
    np.testing.assert_array_equal(dead["xy"], units[[2, 3]])
    assert not items(network(*args, theme=LIGHT), shape="strike")


def test_a_diverged_net_is_still_drawn() -> None:
    sizes, weights, biases, maps = parts([2, 3, 1])
    figure = network(sizes, [w * np.nan for w in weights], [b * np.inf for b in biases], maps, theme=LIGHT)
    pack(figure)
    assert np.isfinite(item(figure, name="weights")["width"]).all()
    assert np.isfinite(item(figure, name="biases")["size"]).all()
