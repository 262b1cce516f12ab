"""The page of backpropagation, as Streamlit runs it without a browser."""

import re
from typing import Any
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from core.learning.passes import Parameter, Phase
from core.lessons.backprop.passes import Passes
from core.lessons.backprop.settings import PassSettings
from core.ui.language import read_prose
from core.ui.stage import handle
from tests.pages.opened import open_page

LINKS = re.findall(r"\]\(\?([^)]*)\)", read_prose("en", "backprop_try"))


def backprop(lang: str = "en", **query: str) -> AppTest:
    return open_page("Foundations", "backprop", lang, **query)


def player(at: AppTest) -> Any:
    return at.session_state["players"]["backprop"]


@pytest.mark.parametrize(("lang", "title"), [("en", "### Backpropagation"), ("zh", "### 反向传播")])
def test_the_page_opens_in_both_languages(lang: str, title: str) -> None:
    at = backprop(lang)
    assert at.get("bidi_component") and not at.error and not at.warning
    assert at.markdown[0].value == title


def test_the_buttons_move_by_phases_and_by_passes() -> None:
    at = backprop()
    held = player(at)
    at.button(key="step").click().run()
    assert held.run.learner.phase == Phase("z", 1)
    at.button(key="epoch").click().run()
    assert held.run.learner.phase == Phase("after") and not at.exception
    at.button(key="reset").click().run()
    assert held.run.newest.step == 0


def test_one_sample_and_a_batch_have_settings_of_their_own() -> None:
    at = backprop()
    assert at.slider(key="x1").value == 1.0 and at.selectbox(key="label").options == ["class 0", "class 1"]
    at.selectbox(key="dataset").set_value("plane").run()
    assert at.slider(key="target").value == 0.5 and not at.exception
    assert "Hinge" not in at.selectbox(key="loss").options
    at.selectbox(key="feed").set_value("batch").run()
    assert at.slider(key="batch_size").value == 4 and not at.exception
    assert {"dataset": "plane", "feed": "batch"}.items() <= at.query_params.items()


def test_the_network_stays_small() -> None:
    at = backprop()
    assert at.slider(key="hidden").max == 3 and at.number_input(key="hidden_1").max == 4
    at.slider(key="hidden").set_value(3).run()
    assert player(at).run.learner.model.sizes == (2, 3, 2, 2, 1)


def test_the_sample_moves_without_a_new_run() -> None:
    at = backprop()
    for _ in range(3):
        at.button(key="step").click().run()
    run = player(at).run
    at.slider(key="x1").set_value(-2.0).run()
    assert player(at).run is run and run.learner.step_count == 3
    assert run.learner.record.x.tolist() == [[-2.0, -0.5]] and at.query_params["x1"] == "-2.0"


def test_a_weight_chosen_in_the_view_reaches_the_address() -> None:
    at = backprop()
    held = player(at)
    handle(held, {"kind": "click", "panel": "network", "trace": "weights", "custom": [2, 1, 0, 0.5]})
    assert held.picked == {"weight": "2-2-1"} and held.refresh
    at.run()
    assert at.query_params["weight"] == "2-2-1"
    handle(held, {"kind": "click", "panel": "network", "trace": "biases", "custom": [1, 2, -1, 0.0]})
    at.run()
    assert at.query_params["weight"] == "1-3-b"
    handle(held, {"kind": "select", "unit": "1-1-2"})
    at.run()
    assert at.query_params["weight"] == "1-1-2"


def test_the_sample_follows_the_pointer_and_takes_points_of_the_data() -> None:
    at = backprop()
    held = player(at)
    drag = {"kind": "drag", "panel": "plane", "x0": 0, "y0": 0}
    handle(held, drag | {"x": 9.0, "y": -1.234})
    assert (held.settings.x1, held.settings.x2) == (5.0, -1.23), "held on the plane"
    data = held.run.learner.data
    x, y = data.x_train[7].tolist(), int(data.y_train[7])
    handle(held, drag | {"x": x[0], "y": x[1], "start": True})
    assert (held.settings.x1, held.settings.x2) == (round(x[0], 2), round(x[1], 2))
    assert held.settings.label == str(y)
    at.run()
    assert at.slider(key="x1").value == round(x[0], 2)


def test_in_a_batch_a_press_chooses_the_sample_of_the_diagram() -> None:
    at = backprop(feed="batch")
    held = player(at)
    x, y = held.run.learner.record.x[2].tolist()
    handle(held, {"kind": "drag", "panel": "plane", "x": x, "y": y, "x0": x, "y0": y, "start": True})
    assert held.settings.sample == 3
    at.run()
    assert at.slider(key="sample").value == 3


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("weight", "5", "1-1-b"),
        ("weight", "9-9-9", "1-1-1 … 3-1-b"),
        ("hidden", "9", "0 … 3"),
        ("label", "3", "0, 1"),
        ("lr", "1000", "100"),
        ("x1", "9", "5"),
    ],
)
def test_a_bad_address_is_told(name: str, value: str, allowed: str) -> None:
    at = backprop(**{name: value})
    assert len(at.warning) == 1 and name in at.warning[0].value and allowed in at.warning[0].value


def test_a_weight_that_the_network_lacks_leaves_the_address() -> None:
    at = backprop(weight="9-9-9")
    assert "weight" not in at.query_params and not at.run().warning
    at = backprop(hidden="4-4-4", weight="4-1-4")
    assert not at.warning and at.query_params["weight"] == "4-1-4"
    at.slider(key="hidden").set_value(1).run()
    assert not at.warning and not at.exception and "weight" not in at.query_params


def test_a_broken_run_is_named() -> None:
    at = backprop(dataset="plane", activation="linear", x1="5", x2="5", lr="100")
    for _ in range(3):
        if not at.button(key="epoch").disabled:
            at.button(key="epoch").click().run()
    assert "exploded" in at.error[0].value and not at.exception


@pytest.mark.parametrize("query", LINKS)
def test_the_experiments_open(query: str) -> None:
    at = backprop(**dict(parse_qsl(query)))
    assert not at.warning and not at.error


def record(query: str) -> Any:
    values = {name: value for name, value in parse_qsl(query) if name != "weight"}
    return Passes(PassSettings().replace(**values)).record


def test_the_experiments_show_what_the_prose_says() -> None:
    sleeping, saturated, vanishing, zeros, kink, softmax, mae, rate, batch = (record(query) for query in LINKS[1:])
    assert (sleeping.zs[0] < 0).all() and (sleeping.weight_grads[0] == 0).all()
    assert (saturated.slopes[0] == 0).all() and (saturated.deltas[0] == 0).all() and saturated.loss > 3
    sizes = [delta.abs().max().item() for delta in vanishing.deltas]
    assert sizes == sorted(sizes) and sizes[0] < 0.05 * sizes[-1]
    assert (zeros.gradient != 0).sum() == 1 and zeros.bias_grads[-1].item() != 0
    assert (kink.zs[0] == 0).all() and Parameter(1, 0).of(kink.weight_grads, kink.bias_grads) == 0
    assert softmax.deltas[-1].sum().abs() < 1e-12 and softmax.deltas[-1].shape == (1, 3)
    assert mae.deltas[-1].abs().item() == 1
    assert rate.new_loss > 10 * rate.loss
    terms = batch.deltas[0][:, 0] * batch.activations[0][:, 0]
    assert sorted(terms.sign().tolist()) == [-1, -1, -1, 1]
