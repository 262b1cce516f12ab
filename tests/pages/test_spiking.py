"""The page on spiking networks as Streamlit runs it without a browser."""

import pytest
import torch

from core.ui.views.spiking.look import SpikingLook
from tests.pages.opened import open_page


def shown(at):
    held = at.session_state["players"]["spiking"]
    more = (held.selected, held.point, held.picked, held.width)
    scene = held.scene
    look = SpikingLook(held.settings, held.run, held.frame(), held.frames(), scene.theme, scene.picture, *more)
    return held, look, {id: panel.figure(look) for id, panel in scene.panels.items()}


@pytest.mark.parametrize(
    ("lang", "query"),
    [
        ("en", {"n_steps": "4"}),
        ("zh", {"n_steps": "4", "encoding": "latency", "task": "pinwheel3"}),
        ("zh", {"n_steps": "1", "encoding": "constant", "numbers": "int8", "skip": "True"}),
    ],
)
def test_it_opens(lang, query):
    at = open_page("Brain", "spiking", lang, **query)
    assert at.get("bidi_component") and not at.error and not at.warning
    assert {"en": "Spiking network", "zh": "脉冲神经网络"}[lang] in at.markdown[0].value
    held, look, figures = shown(at)
    assert set(figures) >= {"raster", "decision", "membrane", "curves", "tip", "bill"}
    assert held.settings.model.n_steps == int(query["n_steps"]) == len(look.after.accuracy)
    assert {"spiking", "ordinary"} <= set(figures) if look.plane else "examples" in figures


def test_an_example_and_a_neuron_are_chosen_by_clicks():
    at = open_page("Brain", "spiking", task="moons", n_steps="4")
    held, look, _ = shown(at)
    place = look.data.x_test[7].tolist()
    SpikingLook.clicked(held, {"panel": "spiking", "trace": "map", "x": place[0] + 1e-3, "y": place[1]})
    SpikingLook.clicked(held, {"panel": "raster", "trace": "units", "x": 3.2, "y": 11.4})
    at.run()
    _, look, _ = shown(at)
    assert (look.example, look.unit) == (7, 11) and at.query_params["unit"] == "12" and not at.exception


def test_what_is_shown_follows_a_slider_while_it_waits():
    at = open_page("Brain", "spiking", n_steps="4")
    before = shown(at)[1].energies
    at.slider(key="n_steps").set_value(8).run()
    _, look, _ = shown(at)
    assert look.energies["spiking"] > 1.5 * before["spiking"] and look.energies["ordinary"] == before["ordinary"]
    assert look.spikes.inputs > 1.5 * look.frame.metrics["spiking.inputs"]  # the frame is older than the slider
    at.slider(key="threshold").set_value(5.0).run()
    _, look, _ = shown(at)
    assert (
        look.after.silent > 0.5 > look.frame.metrics["spiking.silent"] and f"{look.after.silent:.0%}" in look.notes()[0]
    )


def test_a_digit_is_answered_alike_in_the_gallery_and_on_its_own():
    _, look, _ = shown(open_page("Brain", "spiking", n_steps="4", example="7", draw="3"))
    together = look.answered(look.page)
    assert (
        torch.equal(together.inputs[:, 6:7], look.activity.inputs)
        and together.decisions()[6] == look.activity.decisions()
    )
