import math
import re

import pytest
import torch

from core.activations import ACTIVATIONS
from core.lessons.neuron.activation_facts import curve
from core.ui.views.neuron.formulas import DIGITS, WRITTEN, activation_lines, sum_line

MEANING = {
    "exp": math.exp,
    "ln": math.log,
    "tanh": math.tanh,
    "max": max,
    "S": lambda z: 1 / (1 + math.exp(-z)),
    "P": lambda z: 0.5 * (1 + math.erf(z / math.sqrt(2))),
}


def computed(written: str) -> float:
    """The value of a formula as it is written."""
    text = written.replace("−", "-").replace("·", "*").replace("²", "**2")
    text = text.replace("e^", "exp").replace("σ", "S").replace("Φ", "P")
    assert re.fullmatch(r"[-+*/(),.\d\sa-zSP]+", text), text
    return float(eval(text, {"__builtins__": {}}, MEANING))


def test_every_activation_is_written_out() -> None:
    assert set(WRITTEN) == set(ACTIVATIONS)


@pytest.mark.parametrize("id", ACTIVATIONS)
@pytest.mark.parametrize("z", [-4.2, -1.25, -0.3, 0.0, 0.5, 1.75, 3.9])
def test_a_formula_with_its_numbers_gives_its_value(id: str, z: float) -> None:
    y, slope = (v.item() for v in curve(id, torch.tensor([z], dtype=torch.float64)))
    for line, expected in zip(activation_lines(id, z, y, slope), (y, slope), strict=True):
        parts = line.partition("  (")[0].split(" = ")
        assert parts[0] in ("y", "f′(z)")
        assert computed(parts[-1]) == pytest.approx(expected, abs=10.0**-DIGITS * 2, rel=10.0**-DIGITS * 10)
        numbers = [part for part in parts[1:] if not re.search(r"z|[yt](?!anh)", part)]
        for part in numbers:
            assert computed(part) == pytest.approx(expected, abs=2e-3, rel=2e-3), line


@pytest.mark.parametrize("id", ["step", "relu", "leaky_relu"])
def test_a_case_says_why(id: str) -> None:
    for z, sign in ((2.0, ">" if id != "step" else "≥"), (-2.0, "≤" if id != "step" else "<")):
        y, slope = (v.item() for v in curve(id, torch.tensor([z], dtype=torch.float64)))
        lines = " ".join(activation_lines(id, z, y, slope)).replace("−", "-")
        assert f"({z:g} {sign} 0)" in lines


def test_the_sum_with_its_products() -> None:
    assert sum_line([0.8, -0.6], [1, 0.5], 0.3, 0.8) == "z = 0.8·1 + (−0.6)·0.5 + 0.3 = 0.8"
    assert computed(sum_line([1.5, 2, -3], [-1, 0.25, 2], -0.05, -7.05).split(" = ")[1]) == pytest.approx(-7.05)
