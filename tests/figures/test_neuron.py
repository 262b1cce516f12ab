import numpy as np
import pytest

from core.figures.neuron import BOX, neuron
from core.figures.theme import DARK, LIGHT
from core.ui.live import pack

Z = np.linspace(-5, 5, 41)
CURVE = Z, np.tanh(Z)


def draw(x: list[float], w: list[float], b: float = -0.35, z: float = 0.5, **more: object) -> dict:
    return neuron(np.array(x), np.array(w), b, z, np.tanh(z), CURVE, theme=LIGHT, name="Tanh", **more)  # type: ignore[arg-type]


def items(figure: dict, **wanted: object) -> list[dict]:
    return [item for item in figure["drawing"]["items"] if all(item.get(k) == v for k, v in wanted.items())]


def words(figure: dict) -> list[str]:
    return [text for item in items(figure, kind="words") for text in item["text"]]


@pytest.mark.parametrize("n", [2, 3])
@pytest.mark.parametrize("size", [(360, 240), (520, 300), (900, 270)])
def test_everything_can_be_sent_and_lies_inside(n: int, size: tuple[int, int]) -> None:
    figure = draw([2.0] * n, [-5.0] * n, title="One", answer="class 0", width_px=size[0], height_px=size[1])
    pack(figure)
    whole = figure["drawing"]
    for item in items(figure, kind="marks"):
        assert (item["xy"] - item["size"] / 2 >= -0.5).all()
        assert (item["xy"] + item["size"] / 2 <= (whole["width"], whole["height"] + 0.5)).all()


def test_every_product_is_written_beside_its_line() -> None:
    found = words(draw([0.75, -0.5], [1.5, -0.8]))
    assert "1.5 · 0.75 = 1.125" in found and "−0.8 · (−0.5) = 0.4" in found and "b = −0.35" in found
    assert {"x₁", "x₂", "0.75", "−0.5", "Σ", "0.5", "0.4621", "Tanh", "y = f(z)", "z = w·x + b"} <= set(found)


def test_an_edge_is_as_wide_as_its_weight_and_coloured_by_its_sign() -> None:
    weights, bias = items(draw([1.0, 1.0], [5.0, -1.0]), name="weights")
    np.testing.assert_allclose(weights["width"], [8, 0.5 + 7.5 / 5])
    np.testing.assert_array_equal(weights["colour"], [3, 1])
    np.testing.assert_array_equal(weights["data"], np.array([[5, 1, 5, 0], [-1, 1, -1, 1]], np.float32))
    np.testing.assert_array_equal(bias["data"], np.array([[-0.35, 1, -0.35, 2]], np.float32))


def test_nodes_are_tinted_by_their_value() -> None:
    figure = draw([2.0, 0.0], [1.0, 1.0], z=-3.0)
    colours = figure["drawing"]["colours"]
    inputs, _, total, output = items(figure, kind="marks", shape="circle")[:4]
    blue, none = (colours[i] for i in inputs["fill"])
    assert none.lower() == LIGHT.background and blue != none
    assert colours[total["fill"]] not in (blue, none)
    red, _, sky = (int(colours[total["fill"]][i : i + 2], 16) for i in (1, 3, 5))
    assert red > sky, "negative is orange"
    assert output["fill"] == total["fill"] + 1


@pytest.mark.parametrize("z", [-0.2, 0.2])
def test_the_output_is_tinted_around_the_middle_of_its_range(z: float) -> None:
    y = 1 / (1 + np.exp(-z))
    curve = Z, 1 / (1 + np.exp(-Z))
    figure = neuron(np.ones(2), np.ones(2), 0.0, z, y, curve, theme=LIGHT, name="σ", centre=0.5, limit=0.5)
    output = items(figure, kind="marks", shape="circle")[3]
    tint = figure["drawing"]["colours"][output["fill"]]
    red, blue = int(tint[1:3], 16), int(tint[5:], 16)
    assert (red > blue) == (z < 0), "orange below the decision line, blue above"


def test_the_point_stands_on_the_small_curve() -> None:
    figure = draw([0, 0], [0, 0], z=0.0)
    box, dot = items(figure, shape="box")[0], items(figure, kind="marks", shape="circle")[-1]
    np.testing.assert_allclose(dot["xy"], box["xy"], atol=0.01)
    far = items(draw([0, 0], [0, 0], z=40.0), kind="marks", shape="circle")[-1]
    assert (abs(far["xy"] - box["xy"]) <= BOX / 2).all()


def test_what_is_not_a_number_is_still_drawn() -> None:
    nan = float("nan")
    figure = neuron(np.array([nan, 1]), np.array([nan, 1]), nan, nan, nan, CURVE, theme=DARK, name="f")
    shapes = [item["kind"] for item in figure["drawing"]["items"]]
    assert pack(figure) and {"links", "marks", "words"} <= set(shapes)
