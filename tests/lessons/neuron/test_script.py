import contextlib
import io

import pytest
import torch

from core.activations import ACTIVATIONS
from core.lessons.neuron.activation_facts import curve, facts
from core.lessons.neuron.perceptron import Perceptron, weighted_sum
from core.lessons.neuron.script import neuron_script
from core.lessons.neuron.settings import NeuronSettings


def run(learner: Perceptron) -> dict[str, str]:
    """What the script prints, by what stands before it."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(neuron_script(learner, learner.frame()), "script", "exec"), {})
    lines = out.getvalue().splitlines()
    return dict(line.split("=" if "=" in line and ":" not in line else ":", 1) for line in lines)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_script_prints_the_neurons_numbers(activation: str) -> None:
    learner = Perceptron(NeuronSettings(activation=activation, x1=-0.35, x2=1.2, flat=0.1))
    told, frame = run(learner), learner.frame()
    z = weighted_sum(learner.w, learner.b, learner.shown(frame))
    y, slope = curve(activation, z)
    for name, value in {"z ": z, "y ": y, "slope ": slope}.items():
        assert float(told[name]) == pytest.approx(value.item(), abs=1e-6)
    measured = facts(activation, 0.1)
    assert float(told["saturated"]) == pytest.approx(measured.saturated, abs=1e-4)
    assert float(told["dead"]) == pytest.approx(measured.dead, abs=1e-4)
    assert float(told["mean"]) == pytest.approx(measured.mean, abs=2e-4)


@pytest.mark.parametrize("shuffle", [False, True])
@pytest.mark.parametrize(("gate", "n"), [("and", 2), ("xor", 2), ("nand", 3)])
def test_the_script_learns_as_the_page_does(gate: str, n: int, shuffle: bool) -> None:
    learner = Perceptron(NeuronSettings(gate=gate, n_inputs=n, shuffle=shuffle, seed=5))
    for _ in range(30):
        learner.step()
    learner.change(lr=0.7)
    for _ in range(15):
        learner.step()
    told = run(learner)
    w, _, b = told["w "].partition(" b =")
    assert eval(w) == learner.w.tolist() and float(b) == learner.b
    right = round(learner.frame().metrics["train_accuracy"] * len(learner.x))
    assert told["right"].split() == [str(right), "of", str(len(learner.x))]


def test_a_rate_changed_after_a_step_back_counts_from_there() -> None:
    learner = Perceptron(NeuronSettings())
    frames = []
    for _ in range(20):
        learner.step()
        frames.append(learner.frame())
    learner.change(lr=0.5)
    learner.restore(frames[7])
    assert learner.rates == {0: 0.1, 8: 0.5}
    for _ in range(10):
        learner.step()
    told = run(learner)
    assert eval(told["w "].partition(" b =")[0]) == learner.w.tolist()
    learner.restore(Perceptron(NeuronSettings()).frame())
    assert learner.rates == {0: 0.5}


def test_the_script_is_short_and_says_what_it_is() -> None:
    learner = Perceptron(NeuronSettings(gate="nand", activation="gelu"))
    text = neuron_script(learner, learner.frame())
    assert text.startswith('"""One neuron: the perceptron rule on NAND') and "nn.GELU()" in text
    assert len(text.splitlines()) < 50
    assert torch.nn.GELU()(torch.zeros(1)) == 0
