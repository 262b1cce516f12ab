"""Spiking learner: same start, same batches, both learn, every run repeats, and the script prints the same."""

import contextlib
import io
import re

import pytest
import torch

from core.lessons.spiking.learner import SpikingPair
from core.lessons.spiking.operations import NUMBERS, energy
from core.lessons.spiking.script import script
from core.lessons.spiking.settings import SpikingSettings

SMALL = {"n_steps": 8, "width": 16}


def pair(n=0, **values):
    made = SpikingPair(SpikingSettings().replace(**values))
    for _ in range(n):
        made.step()
    return made


def test_both_start_from_the_same_weights_and_see_the_same_batches():
    made = pair(1, **SMALL)
    first = pair(**SMALL)
    assert torch.equal(first.ordinary.model.flat, first.spiking.model.flat)
    assert torch.equal(made.ordinary.order, made.spiking.order)
    assert not torch.equal(made.ordinary.model.flat, made.spiking.model.flat)


@pytest.mark.parametrize("encoding", ["rate", "latency", "constant"])
def test_both_learn_the_moons(encoding):
    made = pair(80, task="moons", encoding=encoding, **SMALL)
    metrics = made.frame().metrics
    assert metrics["ordinary.test_accuracy"] > 0.95 and metrics["spiking.test_accuracy"] > 0.9


def test_a_run_goes_on_from_a_frame_exactly():
    made = pair(3, **SMALL)
    frame = made.frame()
    made.step()
    after = made.frame()
    made.restore(frame)
    made.step()
    again = made.frame()
    assert after.metrics == again.metrics and made.step_count == 4
    assert torch.equal(after.weights["spiking.flat"], again.weights["spiking.flat"])


def test_a_latency_code_has_one_spike_for_each_pixel_that_is_not_black():
    metrics = pair(encoding="latency", **SMALL).frame().metrics
    assert metrics["spiking.inputs"] == pytest.approx(metrics["ordinary.inputs"])


def test_neurons_change_while_it_runs():
    made = pair(1, **SMALL)
    made.change(threshold=3.0, n_steps=5, beta=0.5)
    assert made.spiking.encoded.shape[0] == 5
    spikes = made.frame().metrics["spiking.hidden"]
    made.change(threshold=0.5)
    assert made.frame().metrics["spiking.hidden"] > spikes


def test_what_is_known_after_the_last_step_is_what_the_frame_says():
    made = pair(5, **SMALL)
    frame = made.frame()
    accuracy, parts, spikes, silent = made.spiking.after(frame.sides["spiking"])
    assert silent == frame.metrics["spiking.silent"] and accuracy[-1].item() == pytest.approx(
        frame.metrics["spiking.test_accuracy"]
    )
    assert spikes == made.spiking.counted(frame.sides["spiking"]) and parts[-1] == made.spiking.parts(spikes)


@pytest.mark.parametrize(
    "values", [{}, {"skip": True}, {"task": "xor", "encoding": "constant", "numbers": "int8", "l2": 0.001}]
)
def test_the_script_prints_what_the_page_shows(values):
    made = pair(12, **SMALL, **values)
    text, printed, threads = script(made, 12), io.StringIO(), torch.get_num_threads()
    assert "core" not in text
    with contextlib.redirect_stdout(printed):
        exec(compile(text, "script", "exec"), {"__name__": "__main__"})
    torch.set_num_threads(threads)
    found = [float(number) for number in re.findall(r"[\d.]+\d", printed.getvalue())]
    metrics, number = made.frame().metrics, NUMBERS[made.settings.count.numbers]
    sides = made.frame().sides
    ordinary = energy(made.ordinary.parts(sides["ordinary"]), number)
    spiking = energy(made.spiking.parts(made.spiking.counted(sides["spiking"])), number)
    expected = [metrics["ordinary.test_accuracy"], ordinary, metrics["spiking.test_accuracy"], spiking]
    assert found == pytest.approx(
        [*expected, metrics["spiking.hidden"], metrics["spiking.outputs"]], abs=0.05, rel=0.002
    )
    assert found[0] == pytest.approx(expected[0], abs=1e-4) and found[2] == pytest.approx(expected[2], abs=1e-4)
