"""Every equation is evaluated as it is written, and must come to the number at its end."""

import math
import re

import numpy as np
import pytest

from core.ui.views.sequences.equations import equations


def sigma(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def worked(cell: str, seed: int) -> dict[str, float]:
    """A step made of random sums, its values computed from the definitions."""
    draw = np.random.default_rng(seed)
    gates = {"rnn": "h", "lstm": "figo", "gru": "rzn"}[cell]
    at = {f"{part}_{gate}": float(draw.normal() * 10.0 ** draw.integers(-2, 1)) for part in "xu" for gate in gates}
    at |= {"h_before": float(draw.normal()), "c_before": float(2 * draw.normal())}
    total = {gate: at[f"x_{gate}"] + at[f"u_{gate}"] for gate in gates}
    if cell == "rnn":
        return at | {"h": math.tanh(total["h"])}
    if cell == "lstm":
        at |= {gate: (math.tanh if gate == "g" else sigma)(total[gate]) for gate in gates}
        at["c"] = at["f"] * at["c_before"] + at["i"] * at["g"]
        return at | {"h": at["o"] * math.tanh(at["c"])}
    at |= {"r": sigma(total["r"]), "z": sigma(total["z"])}
    at["n"] = math.tanh(at["x_n"] + at["r"] * at["u_n"])
    return at | {"h": (1 - at["z"]) * at["n"] + at["z"] * at["h_before"]}


def evaluated(part: str) -> float | None:
    """What a part of an equation comes to; None for one in letters."""
    text = part.strip().replace("−", "-").replace("·", "*").replace("σ", "S").replace("tanh", "T")
    return None if not text or re.search(r"[a-zUW₀-₉]", text) else float(eval(text, {"S": sigma, "T": math.tanh}))


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize("seed", range(12))
def test_what_stands_between_equals_signs_is_equal(cell: str, seed: int) -> None:
    at, told = worked(cell, seed), 0
    for line in equations(cell, "tanh", 12, at):
        numbers = [value for part in line.split("=") if (value := evaluated(part)) is not None]
        if numbers:
            told += len(numbers) > 1
            assert max(numbers) - min(numbers) < 0.02 * max(1, *map(abs, numbers)), line
    assert told == {"rnn": 1, "lstm": 6, "gru": 4}[cell]
    assert numbers[-1] == pytest.approx(at["h"], abs=0.006)


def test_the_first_step_comes_from_nothing() -> None:
    at = {"x_h": 0.75, "u_h": -0.25, "h": math.tanh(0.5), "h_before": 0.0}
    assert equations("rnn", "tanh", 1, at) == ["h₁ = tanh(W·x₁ + U·h₀ + b)", "   = tanh(0.75 − 0.25) = 0.462"]
