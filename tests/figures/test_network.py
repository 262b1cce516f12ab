import json
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go
import pytest

from core.figures.figure import to_json
from core.figures.network import network
from core.figures.theme import DARK, LIGHT


def parts(sizes: list[int], r: int = 8) -> tuple[list[int], list[np.ndarray], list[np.ndarray], list[np.ndarray]]:
    generator = np.random.default_rng(0)
    weights = [generator.normal(size=(b, a)).astype(np.float32) for a, b in pairwise(sizes)]
    biases = [generator.normal(size=n).astype(np.float32) for n in sizes[1:]]
    return sizes, weights, biases, [generator.integers(0, 256, (n, r, r), dtype=np.uint8) for n in sizes]


def named(figure: dict, name: str) -> dict:
    return next(trace for trace in figure["data"] if trace.get("name") == name)


@pytest.mark.parametrize("sizes", [[1, 1], [2, 8, 8, 1], [7, *[8] * 6, 3], [2, *[32] * 8, 8]])
@pytest.mark.parametrize("more", [{}, {"selected": (0, 0), "dead": [(1, 0)], "title": "Net"}])
def test_figures_validate_with_a_constant_number_of_traces(sizes: list[int], more: dict) -> None:
    figure = network(*parts(sizes), theme=DARK, input_names=["x₁"], output_names=["ŷ"], **more)
    go.Figure(figure)
    json.dumps(to_json(figure), allow_nan=False)
    assert len(figure["data"]) == 11
    assert len(figure["layout"]["images"]) == 1


def test_customdata_of_weights_biases_and_units() -> None:
    sizes, weights, biases, maps = parts([2, 3, 1])
    figure = network(sizes, weights, biases, maps, theme=LIGHT)
    edges = named(figure, "weights")["customdata"]
    assert edges.shape == (9, 4)
    for layer, to, source, w in edges:
        assert weights[int(layer) - 1][int(to), int(source)] == w
    np.testing.assert_array_equal(named(figure, "biases")["customdata"][:, 2], np.concatenate(biases))
    np.testing.assert_array_equal(named(figure, "units")["customdata"][-1], [2, 0])
    assert figure["layout"]["meta"]["n_hidden_edges"] == 0


def test_sign_decides_the_colour() -> None:
    weights = [np.array([[0.1, 3.0]], np.float32)]
    figure = network([2, 1], weights, [np.array([0.0])], parts([2, 1])[3], theme=LIGHT)
    drawn = [np.isnan(trace["x"]).sum() for trace in figure["data"][:4]]  # orange weak and strong, blue weak and strong
    assert drawn == [0, 0, 1, 1 + 1]
    negative = network([2, 1], [-weights[0]], [np.array([-1.0])], parts([2, 1])[3], theme=LIGHT)
    assert [np.isnan(trace["x"]).sum() for trace in negative["data"][:4]] == [1, 1 + 1, 0, 0]


def test_too_many_edges_are_counted() -> None:
    figure = network(*parts([2, *[32] * 8, 1]), theme=LIGHT)
    n_edges = 64 + 7 * 32 * 32 + 32
    assert figure["layout"]["meta"]["n_hidden_edges"] == n_edges - 1500
    assert len(named(figure, "weights")["x"]) == 1500


def test_names() -> None:
    sizes, weights, biases, maps = parts([2, 3, 2])
    words = {"unit": "Neuron {unit} in Schicht {layer}"}
    figure = network(
        sizes, weights, biases, maps, theme=LIGHT, input_names=["a", "b"], output_names=["y", "z"], labels=words
    )
    texts = named(figure, "units")["text"]
    assert texts == ["a", "b", *(f"Neuron {i} in Schicht 1" for i in range(3)), "y", "z"]
    assert figure["data"][-1]["text"] == ["a", "b", "y", "z"]


def test_gradients_are_drawn_and_told() -> None:
    sizes, weights, biases, maps = parts([2, 3, 1])
    figure = network(sizes, weights, biases, maps, theme=LIGHT, gradients=[2 * w for w in weights])
    go.Figure(figure)
    assert np.isnan(figure["data"][4]["x"]).sum() == 9
    known = named(figure, "weights")["customdata"]
    np.testing.assert_allclose(known[:, 4], 2 * known[:, 3])
    assert len(network(sizes, weights, biases, maps, theme=LIGHT)["data"][4]["x"]) == 0


def test_selected_and_dead_units_are_marked_by_shape() -> None:
    args = parts([2, 3, 1])
    plain, selected = network(*args, theme=LIGHT), network(*args, theme=LIGHT, selected=(1, 2))
    dead = network(*args, theme=LIGHT, dead=[(1, 0), (1, 1)])
    assert [len(f["data"][6]["x"]) for f in (plain, selected, dead)] == [0, 6, 12]


def test_a_diverged_net_is_still_drawn() -> None:
    sizes, weights, biases, maps = parts([2, 3, 1])
    figure = network(sizes, [w * np.nan for w in weights], [b * np.inf for b in biases], maps, theme=LIGHT)
    go.Figure(figure)
    assert sum(len(trace["x"]) for trace in figure["data"][:4]) == 4 * 6
