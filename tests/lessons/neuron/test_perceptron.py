from fractions import Fraction

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.datasets.gates import GATES, most_right, truth_table
from core.learner import Frame
from core.lessons.neuron.perceptron import Perceptron
from core.lessons.neuron.settings import NeuronSettings
from core.run import Run
from core.settings import SettingError


def settings(**values: object) -> NeuronSettings:
    return NeuronSettings().replace(**values)


def on_paper(s: NeuronSettings, n_steps: int) -> tuple[list[Fraction], int]:
    """Rosenblatt's rule in fractions, in the table's order: weights and bias, and mistakes in all."""
    w = [Fraction(str(v)) for v in (s.w1, s.w2, s.w3)[: s.n_inputs]] + [Fraction(str(s.b))]
    x, y = truth_table(s.gate, s.n_inputs)
    mistakes = 0
    for step in range(n_steps):
        row = [int(v) for v in x[step % len(x)]] + [1]
        answer = int(sum(a * b for a, b in zip(w, row, strict=True)) >= 0)
        error = int(y[step % len(x)]) - answer
        mistakes += abs(error)
        w = [a + Fraction(str(s.lr)) * error * b for a, b in zip(w, row, strict=True)]
    return w, mistakes


tenths = st.integers(-50, 50).map(lambda k: k / 10)


@given(gate=st.sampled_from(sorted(GATES)), n=st.sampled_from([2, 3]), w1=tenths, w2=tenths, w3=tenths, b=tenths)
def test_the_rule_agrees_with_exact_arithmetic(gate: str, n: int, w1: float, w2: float, w3: float, b: float) -> None:
    s = settings(gate=gate, n_inputs=n, w1=w1, w2=w2, w3=w3, b=b, lr=0.1)
    learner = Perceptron(s)
    for _ in range(60):
        learner.step()
    exact, _ = on_paper(s, 60)
    found = [*learner.w.tolist(), learner.b]
    assert found == [float(v) for v in exact]


@pytest.mark.parametrize("n", [2, 3])
@pytest.mark.parametrize("gate", ["and", "or", "nand", "nor"])
@pytest.mark.parametrize("shuffle", [False, True])
def test_what_a_line_separates_is_learned(gate: str, n: int, shuffle: bool) -> None:
    run = Run(Perceptron(settings(gate=gate, n_inputs=n, shuffle=shuffle)))
    run.advance(10, 20_000)
    assert run.outcome == "done"
    assert run.newest.metrics["train_accuracy"] == 1 and run.newest.metrics["train_loss"] == 0
    assert run.newest.metrics["mistakes"] == 0 and run.learner.epoch_ended
    before = [frame for frame in run.frames() if frame.cursor == 2**n][:-1]
    assert all(frame.metrics["mistakes"] for frame in before), "it ends with the first clean pass"


@pytest.mark.parametrize("n", [2, 3])
@pytest.mark.parametrize("gate", ["xor", "xnor"])
def test_xor_goes_round_for_ever(gate: str, n: int) -> None:
    learner = Perceptron(settings(gate=gate, n_inputs=n))
    best = most_right(learner.y)
    ends = []
    for _ in range(200):
        for _ in range(len(learner.x)):
            learner.step()
        frame = learner.frame()
        assert learner.verdict(frame, frame) is None
        assert round(frame.metrics["train_accuracy"] * len(learner.x)) <= best < len(learner.x)
        ends.append((*learner.w.tolist(), learner.b))
    cycle = int(frame.metrics["cycle"])
    assert cycle > 0
    assert ends[-1] == ends[-1 - cycle]
    assert all(ends[-1] != ends[-1 - k] for k in range(1, cycle)), "the shortest period"


def test_no_cycle_is_claimed_where_the_order_is_drawn_or_a_line_is_found() -> None:
    for s in (settings(gate="xor", shuffle=True), settings(gate="and")):
        learner = Perceptron(s)
        for _ in range(400):
            learner.step()
        assert learner.frame().metrics["cycle"] == 0 or s.gate == "and"
    learner = Perceptron(settings(gate="and"))
    while not learner.stops:
        learner.step()
        assert learner.cycle == 0


def test_from_zero_the_rate_only_scales() -> None:
    slow, fast = (Perceptron(settings(w1=0, w2=0, b=0, lr=lr)) for lr in (0.1, 1.0))
    for _ in range(24):
        slow.step()
        fast.step()
        torch.testing.assert_close(10 * slow.w, fast.w)
        assert 10 * slow.b == pytest.approx(fast.b)


def test_mistakes_stay_under_novikoffs_bound() -> None:
    """(R / γ)² from zero weights: R² = 3 for (1, 1, 1); for AND γ is at least that of the line x₁ + x₂ = 1.5."""
    s = settings(gate="and", w1=0, w2=0, b=0, lr=1.0)
    margin = 0.5 / 4.25**0.5
    assert on_paper(s, 400)[1] <= 3 / margin**2


def same(a: Frame, b: Frame) -> bool:
    keys = a.weights.keys() == b.weights.keys() and all(torch.equal(a.weights[k], b.weights[k]) for k in a.weights)
    return keys and (a.step, a.progress, a.epoch, a.cursor, a.metrics) == (
        b.step,
        b.progress,
        b.epoch,
        b.cursor,
        b.metrics,
    )


@pytest.mark.parametrize("shuffle", [False, True])
@pytest.mark.parametrize("gate", ["and", "xor"])
def test_a_restored_frame_repeats_the_run(gate: str, shuffle: bool) -> None:
    s = settings(gate=gate, shuffle=shuffle, seed=3)
    learner = Perceptron(s)
    frames = [learner.frame()]
    for _ in range(60):
        learner.step()
        frames.append(learner.frame())
    for start in (0, 4, 7, 30):
        other = Perceptron(s)
        other.restore(frames[start])
        for expected in frames[start + 1 :]:
            other.step()
            assert same(other.frame(), expected)


def test_a_frame_tells_the_whole_correction() -> None:
    learner = Perceptron(settings(gate="nand"))
    for _ in range(20):
        learner.step()
        weights, i = learner.frame().weights, int(learner.frame().weights["example"])
        x = torch.cat([learner.x[i], torch.ones(1, dtype=torch.float64)])
        error = int(learner.y[i]) - int((weights["before"] * x).sum().round(decimals=9) >= 0)
        after = torch.cat([weights["w"], weights["b"][None]])
        torch.testing.assert_close(after, weights["before"] + 0.1 * error * x)


def test_hot_settings_change_and_cold_ones_do_not() -> None:
    learner = Perceptron(settings(gate="xor"))
    for _ in range(100):
        learner.step()
    assert learner.cycle
    learner.change(lr=0.5, activation="relu")
    assert (learner.settings.lr, learner.settings.activation, learner.cycle) == (0.5, "relu", 0)
    for name, value in {"w1": 0.5, "gate": "or", "n_inputs": 3, "seed": 4}.items():
        with pytest.raises(SettingError, match=name):
            learner.change(**{name: value})
    with pytest.raises(SettingError, match="colour"):
        learner.change(colour="red")


def test_the_input_shown_is_ones_own_until_an_example_comes() -> None:
    learner = Perceptron(settings(x1=-1.5, x2=0.25))
    assert learner.shown(learner.frame()).tolist() == [-1.5, 0.25]
    first = learner.frame()
    learner.step()
    learner.step()
    assert learner.shown(learner.frame()).tolist() == [0, 1]
    learner.change(x1=0.75)
    assert learner.shown(learner.frame()).tolist() == [0.75, 0.25]
    learner.change(lr=0.5)
    assert learner.shown(learner.frame()).tolist() == [0.75, 0.25]
    learner.step()
    assert learner.shown(learner.frame()).tolist() == [1, 0]
    assert learner.shown(first).tolist() == [0.75, 0.25]
