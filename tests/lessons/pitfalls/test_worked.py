"""The formulas of the numbers panel: each can be worked out again from what stands in it."""

import math
import re

import pytest

from core.lessons.pitfalls.learner import PitfallPair, PitfallSettings
from core.lessons.pitfalls.table import PITFALLS
from core.lessons.pitfalls.worked import WORKED


def told(pitfall: str, wrong: bool, steps: int = 60) -> list[str]:
    pair = PitfallPair(PitfallSettings(pitfall=pitfall, seed=1))
    for _ in range(steps):
        pair.step()
    side, frame = pair.wrong if wrong else pair.right, pair.frame()
    program, own = pair.sides[side], frame.sides[side]
    return WORKED[pitfall](program, own, PITFALLS[pitfall].measure(program, own))


def number(text: str) -> float:
    return float(text.replace("−", "-"))


@pytest.mark.parametrize("wrong", [True, False])
@pytest.mark.parametrize("pitfall", PITFALLS)
def test_every_side_that_can_be_looked_at_has_lines(pitfall: str, wrong: bool) -> None:
    if wrong and pitfall in ("two_outputs", "not_flattened", "integer_labels"):
        return
    lines = told(pitfall, wrong)
    assert 2 <= len(lines) <= 14 and all(line and "nan" not in line for line in lines)


def test_a_double_sigmoid_is_worked_out() -> None:
    lines = told("double_sigmoid", wrong=True)
    z, inner, p = map(number, re.match(r"p = σ\(σ\((.*?)\)\) = σ\((.*?)\) = (.*)", lines[1]).groups())
    sigmoid = lambda v: 1 / (1 + math.exp(-v))  # noqa: E731
    assert sigmoid(z) == pytest.approx(inner, abs=1e-3) and sigmoid(inner) == pytest.approx(p, abs=1e-3)
    assert number(lines[2].rpartition("= ")[2]) == pytest.approx(-math.log(1 - p), abs=1e-3)


def test_a_single_sigmoid_is_worked_out() -> None:
    lines = told("double_sigmoid", wrong=False)
    z, p = map(number, re.match(r"p = σ\((.*?)\) = (.*)", lines[4]).groups())
    assert 1 / (1 + math.exp(-z)) == pytest.approx(p, abs=1e-3)


@pytest.mark.parametrize("wrong", [True, False])
def test_products_add_up(wrong: bool) -> None:
    lines = told("integer_labels_silent", wrong)
    terms = [tuple(map(number, pair)) for pair in re.findall(r"(\d+)·\((.*?)\)", lines[2])]
    assert -sum(w * v for w, v in terms) == pytest.approx(number(lines[3].split("= ")[1]), rel=0.01, abs=0.02)


def test_shares_are_quotients() -> None:
    for line in told("train_score", wrong=True):
        right, n, share = map(float, re.match(r".* = (\d+) / (\d+) = (.*)", line).groups())
        assert right / n == pytest.approx(share, abs=1e-4)


def test_the_error_of_a_line_is_worked_out() -> None:
    lines = told("own_lines", wrong=True, steps=5)
    x, y = map(number, re.match(r"x = (.*), y = (.*)", lines[1]).groups())
    w, b, error = map(number, re.match(r"  ŷ = (.*)·x \+ (.*), ŷ − y = (.*)", lines[2]).groups())
    assert w * x + b - y == pytest.approx(error, abs=0.02)
    assert lines[0] == "w (100,), b (100,)" and told("own_lines", wrong=False)[0] == "w (), b ()"


def test_a_label_without_an_output_costs_nothing() -> None:
    lines = told("two_outputs_silent", wrong=True)
    beyond = [lines[i + 1] for i, line in enumerate(lines) if re.match(r"y = [2-9]:", line)]
    assert beyond and all(line == "  L = 0" for line in beyond)


def test_layers_agree_only_where_nothing_is_left_out() -> None:
    right, wrong = told("no_derivative", wrong=False), told("no_derivative", wrong=True)
    assert all(line.endswith("1.000") for line in right[1:]) and wrong[-1].endswith("1.000")
    assert not wrong[1].endswith("1.000") and len(wrong) == 6


def test_the_silent_condition_is_written_out() -> None:
    line = told("silent_log", wrong=True)[0]
    counted, every, rest = map(int, re.match(r"batch % \d+ = (\d+) % (\d+) = (\d+)", line).groups())
    assert counted % every == rest and counted < 500
