"""Whoever calculates what is printed finds what is printed."""

import math
import re

import pytest
import torch

from core.activations import ACTIVATIONS
from core.learning.passes import Parameter, Phase, one_pass, parameters, phases
from core.losses import LOSSES
from core.ui.views.backprop.chain_rule import MOST, Written, name
from core.ui.views.backprop.terms import BLANK, plain, result
from tests.learning.test_passes import CASES, made

PAIRS = [case for case in CASES if (case[0] == "tanh" and case[2] != 4) or case[1:] in (("mse", 0), ("bce", 2))]


def sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def calculate(formula: str, z: float = 0.0) -> float:
    """The value of a printed formula of numbers; `z` is what s = ln(1 + eᶻ) means in it."""
    python = formula.replace("−", "-").replace("·", "*").replace("²", "**2").replace("tanh**2 s", "tanh(s)**2")
    python = python.replace("tanh s", "tanh(s)")
    known = {
        "σ": sigmoid,
        "Φ": lambda z: (1 + math.erf(z / math.sqrt(2))) / 2,
        "φ": lambda z: math.exp(-z * z / 2) / math.sqrt(2 * math.pi),
        "tanh": math.tanh,
        "s": math.log1p(math.exp(z)),
        "sign": lambda v: float((v > 0) - (v < 0)),
        "clip": lambda v, low, high: max(low, min(high, v)),
    }
    return float(eval(python, {"__builtins__": {}}, known))


LETTERS = re.compile(r"[zaλ∂′Σ>≤]|f\(")


def numbers(line: str) -> tuple[str, str]:
    """The last formula with numbers in a line, and the result after it."""
    *_, formula, value = line.split(" = ")
    return formula, value


def agrees(formula: str, value: str, z: float = 0.0) -> bool:
    """Whether a formula gives the result to its last printed digit."""
    digits = len(re.sub(r"[−.]|e.*", "", value).lstrip("0")) or 1
    found = calculate(formula, z)
    printed = float(value.replace("−", "-"))
    return plain(found, digits) == plain(printed, digits) or math.isclose(found, printed, rel_tol=1e-9, abs_tol=1e-300)


def written(activation: str, loss: str, n_classes: int, *, n: int = 1, seed: int = 0) -> Written:
    model, flat, x, targets = made(activation, loss, n_classes, hidden=(3, 2), n=n, seed=seed)
    record = one_pass(model, LOSSES[loss], flat, x, targets, 0.1)
    return Written(record, len(phases(3)) - 1, loss, activation, sample=n - 1)


@pytest.mark.parametrize(("activation", "loss", "n_classes"), PAIRS)
@pytest.mark.parametrize("n", [1, 3])
def test_every_line_gives_what_it_says(activation: str, loss: str, n_classes: int, n: int) -> None:
    text = written(activation, loss, n_classes, n=n)
    for parameter in (Parameter(1, 0, 1), Parameter(1, 2), Parameter(2, 1, 0), Parameter(3, 0)):
        lines = [*text.chain(parameter), text.update_line(parameter), "average = " + text.average_line(parameter)]
        lines += [text.z_line(parameter.layer, parameter.to)]
        for line in lines:
            formula, value = numbers(line.replace("← ", "= "))
            if LETTERS.search(formula):
                continue  # f′ of a straight piece, such as 1 (z > 0)
            inner = re.findall(r"σ\(([^)]*)\)", formula)
            assert agrees(formula, value, float(inner[-1].replace("−", "-")) if inner else 0.0), line


@pytest.mark.parametrize("seed", range(8))
def test_paths_multiply_and_add_up(seed: int) -> None:
    text = written("tanh", "cross_entropy", 3, seed=seed)
    lines, n = text.path_lines(Parameter(1, 1, 0))
    assert n == 6 and len(lines) == 7
    for line in lines[:-1]:
        formula, value = line.split(": ")[1].split(" = ")
        assert agrees(formula, value)
    exact = text.record.weight_grads[0][1, 0].item()
    assert lines[-1] == f"Σ = {plain(exact) if exact >= 0 else f'({plain(exact)})'}"
    routes = {line.split(":")[0] for line in lines[:-1]}
    assert "w₂₁⁽¹⁾ → z₂⁽¹⁾ → z₁⁽²⁾ → z₃⁽³⁾ → L" in routes and len(routes) == 6


def test_many_paths_are_summed_up_in_one_line() -> None:
    model, flat, x, targets = made("tanh", "mse", 3, hidden=(4, 4, 4), n=1)
    text = Written(one_pass(model, LOSSES["mse"], flat, x, targets, 0.1), 18, "mse", "tanh")
    lines, n = text.path_lines(Parameter(1, 0, 0))
    assert n == 4 * 4 * 3 and len(lines) == MOST + 2 and lines[MOST].startswith("+ 40: ")


def test_what_is_not_computed_yet_is_blank() -> None:
    model, flat, x, targets = made("tanh", "bce", 2, hidden=(2,), n=1)
    record = one_pass(model, LOSSES["bce"], flat, x, targets, 0.1)
    order = phases(2)
    seen = []
    for at in range(len(order)):
        text = Written(record, at, "bce", "tanh")
        lines = [
            *text.chain(Parameter(1, 0, 0)),
            text.z_line(2, 0),
            text.a_line(1, 1),
            text.update_line(Parameter(2, 0)),
        ]
        seen.append(sum(line.count(BLANK) for line in lines))
    assert seen == sorted(seen, reverse=True) and seen[0] > seen[order.index(Phase("loss"))] > seen[-1] == 0
    before = Written(record, order.index(Phase("delta", 2)), "bce", "tanh")
    assert BLANK not in before.delta_line(2, 0) and before.gradient_line(Parameter(2, 0)).endswith(BLANK)


def test_names() -> None:
    assert name(Parameter(2, 0, 3)) == "w₁₄⁽²⁾" and name(Parameter(3, 1)) == "b₂⁽³⁾"


def test_a_result_has_the_digits_its_formula_bears_out() -> None:
    assert result(0.123456, 0.123456) == "0.123456"
    assert result(0.123456, 0.12344) == "0.123"
    assert result(-2.0, -2.0) == "−2"
    assert result(1.0, 5.0, known=False) == BLANK
    assert result(math.nan, 1.0) == "nan"


def test_every_activation_and_parameter_has_its_lines() -> None:
    for activation in ACTIVATIONS:
        text = written(activation, "mse", 0)
        for parameter in parameters([(3, 2), (2, 3), (1, 2)]):
            assert all(line and BLANK not in line for line in text.chain(parameter))
    assert torch.is_tensor(text.record.x)
