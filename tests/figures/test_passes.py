from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from core.figures.columns import BACKGROUND, LOSS, OUTLINE, PURPLE, columns
from core.figures.passes import diagram
from core.figures.theme import DARK, LIGHT
from core.ui.live import pack


def parts(sizes: list[int]) -> dict[str, Any]:
    """Every number of a network, as the figure takes them."""
    generator = np.random.default_rng(0)
    layers = [generator.normal(size=n) for n in sizes]
    return {
        "weights": [generator.normal(size=(b, a)) for a, b in pairwise(sizes)],
        "biases": [generator.normal(size=n) for n in sizes[1:]],
        "zs": layers[1:],
        "activations": [layers[0], *(np.tanh(z) for z in layers[1:])],
        "deltas": [generator.normal(size=n) for n in sizes[1:]],
        "weight_grads": [generator.normal(size=(b, a)) for a, b in pairwise(sizes)],
        "bias_grads": [generator.normal(size=n) for n in sizes[1:]],
        "loss": 0.25,
    }


def nothing(sizes: list[int]) -> dict[str, Any]:
    """The same before anything is computed."""
    blank: list[None] = [None] * (len(sizes) - 1)
    more = dict.fromkeys(("zs", "deltas", "weight_grads", "bias_grads"), blank)
    return parts(sizes) | more | {"activations": [np.zeros(sizes[0]), *blank], "loss": float("nan")}


def items(figure: dict, **wanted: Any) -> list[dict]:
    return [
        item for item in figure["drawing"]["items"] if all(np.array_equal(item.get(k), v) for k, v in wanted.items())
    ]


def words(figure: dict) -> list[str]:
    return [word for item in items(figure, kind="words") for word in item["text"]]


SIZES = [[2, 1], [2, 3, 1], [2, 4, 4, 4, 4]]


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("width", [330, 900])
def test_every_net_can_be_sent_and_lies_inside(sizes: list[int], width: float) -> None:
    for numbers in (parts(sizes), nothing(sizes)):
        figure = diagram(**numbers, theme=DARK, targets=["y 1"], width_px=width, height_px=340, title="Net")
        pack(figure)
        whole = figure["drawing"]
        for item in items(figure, kind="marks"):
            half = np.max(item["size"]) / 2
            assert (item["xy"] - half >= 0).all()
            assert (item["xy"] + half <= (whole["width"], whole["height"])).all()


def test_every_number_stands_on_a_roomy_net() -> None:
    numbers = parts([2, 3, 1])
    told = words(diagram(**numbers, theme=LIGHT, width_px=900))
    assert len([word for word in told if word.startswith("z ")]) == 3
    assert len([word for word in told if word.startswith("a ")]) == 3
    assert len([word for word in told if word.startswith("δ ")]) == 4
    assert len([word for word in told if word.startswith("∂ ")]) == 4
    assert len([word for word in told if word.startswith("b ")]) == 4
    plain = [word for word in told if word[0] in "−0123456789"]
    assert len(plain) == 9 + 9 + 2 + 1 + 1, "weights, gradients, inputs, output, loss"


def test_nothing_stands_where_nothing_is_computed() -> None:
    told = words(diagram(**nothing([2, 3, 1]), theme=LIGHT, width_px=900))
    assert not [word for word in told if word[0] in "zaδ∂"]
    assert sorted(word for word in told if word[0] not in "−0123456789b") == ["L", "x₁", "x₂", "ŷ = z"]


def test_a_weight_is_a_link_and_its_data_names_it() -> None:
    numbers = parts([2, 3, 1])
    figure = diagram(**numbers, theme=LIGHT, width_px=900)
    at = columns([2, 3, 1], 900, 360)
    first, second = items(figure, name="weights")
    np.testing.assert_array_equal(first["data"][:, :3], [(1, to, source) for to in range(3) for source in range(2)])
    np.testing.assert_allclose(first["data"][:, 3], numbers["weights"][0].ravel(), rtol=1e-6)
    np.testing.assert_allclose(second["data"][:, 4], numbers["weight_grads"][1].ravel(), rtol=1e-6)
    x0, y0, x1, y1 = first["ends"][3]  # to unit 1 from input 1
    np.testing.assert_allclose([x0 - at.radius, y0], at.centres[0][1], rtol=1e-6)
    np.testing.assert_allclose([x1 + at.radius, y1], at.centres[1][1], rtol=1e-6)
    biases = np.concatenate([item["data"] for item in items(figure, name="biases")])
    np.testing.assert_array_equal(biases[:, :3], [(1, 0, -1), (1, 1, -1), (1, 2, -1), (2, 0, -1)])


def test_labels_of_a_full_layer_do_not_touch() -> None:
    figure = diagram(**parts([4, 4, 4]), theme=LIGHT, width_px=900, height_px=320)
    texts = [item for item in items(figure, kind="words", size=10) if item["text"][0][0] in "−0123456789"]
    places = np.concatenate([item["xy"] for item in texts])
    assert len(places) == 64
    apart = np.abs(places[:, None] - places[None]) + 1e9 * np.eye(64)[..., None]
    assert ((apart[..., 0] > 30) | (apart[..., 1] > 10)).all()


def test_no_words_of_a_deep_net_touch() -> None:
    figure = diagram(**parts([2, 4, 4, 4, 1]), theme=LIGHT, width_px=900, height_px=420)
    boxes = []
    for item in items(figure, kind="words", size=10):
        for (x, y), word in zip(item["xy"], item["text"], strict=True):
            wide = 5.2 * len(word)
            left = x - {"center": wide / 2, "left": 0, "right": wide}[item["align"]]
            boxes.append((left, y - 4, left + wide, y + 4, word))
    over = [
        (a[4], b[4])
        for i, a in enumerate(boxes)
        for b in boxes[:i]
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]
    assert len(boxes) > 100 and not over
    assert min(box[1] for box in boxes) > 8


def test_the_active_layer_is_outlined() -> None:
    numbers = parts([2, 3, 1])

    def strokes(active: tuple[str, int]) -> list[tuple[int, float]]:
        return [
            (item["stroke"], item["line"])
            for item in items(diagram(**numbers, theme=LIGHT, active=active), name="units")
        ]

    assert [line for _, line in strokes(("z", 1))] == [1.2, 3, 1.2]
    assert strokes(("z", 1))[1][0] == OUTLINE and strokes(("delta", 2))[2] == (PURPLE, 3)
    (loss,) = items(diagram(**numbers, theme=LIGHT, active=("loss", 0)), shape="box", size=LOSS)
    assert loss["stroke"] == OUTLINE


def test_the_chosen_parameter_and_its_paths_are_outlined() -> None:
    numbers = parts([2, 3, 1])
    plain = diagram(**numbers, theme=LIGHT)
    picked = diagram(**numbers, theme=LIGHT, chosen=(1, 2, 1), path={(2, 0, 2)})
    assert not items(plain, colour=OUTLINE, kind="links")
    (rim,) = items(picked, colour=OUTLINE, kind="links")
    weights = items(picked, name="weights")[0]
    np.testing.assert_array_equal(rim["ends"], weights["ends"][[5]])
    (inner,) = items(picked, colour=BACKGROUND, kind="links")
    assert (inner["width"] < rim["width"]).all()
    bias = diagram(**numbers, theme=LIGHT, chosen=(2, 0, -1))
    assert len(items(bias, kind="marks", stroke=OUTLINE)) == 1


def test_a_broken_net_is_still_drawn() -> None:
    numbers = parts([2, 3, 1])
    for name in ("weights", "biases", "zs", "deltas", "weight_grads", "bias_grads"):
        numbers[name] = [array * np.nan for array in numbers[name]]
    broken = diagram(**numbers | {"loss": float("inf")}, theme=LIGHT, active=("update", 0))
    whole = diagram(**parts([2, 3, 1]), theme=LIGHT, active=("update", 0))
    kinds = [[item["kind"] for item in figure["drawing"]["items"]] for figure in (broken, whole)]
    assert pack(broken) and set(kinds[0]) == set(kinds[1])
