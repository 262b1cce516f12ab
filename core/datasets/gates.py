"""Gates: logical functions of two or three inputs as examples to learn, and which of them one neuron can answer."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import product

import torch
from torch import Tensor


@dataclass(frozen=True)
class Gate:
    """answer(n_true, n_inputs) → whether the output is 1 when `n_true` of the inputs are 1."""

    title: str
    answer: Callable[[int, int], bool]


GATES: dict[str, Gate] = {
    "and": Gate("AND", lambda n_true, n: n_true == n),
    "or": Gate("OR", lambda n_true, n: n_true > 0),
    "nand": Gate("NAND", lambda n_true, n: n_true < n),
    "nor": Gate("NOR", lambda n_true, n: n_true == 0),
    "xor": Gate("XOR", lambda n_true, n: n_true % 2 == 1),
    "xnor": Gate("XNOR", lambda n_true, n: n_true % 2 == 0),
}


def corners(n_inputs: int) -> list[tuple[int, ...]]:
    """Every row of a truth table, (0, …, 0) first and (1, …, 1) last."""
    return list(product((0, 1), repeat=n_inputs))


def truth_table(gate: str, n_inputs: int) -> tuple[Tensor, Tensor]:
    """Inputs x (2ⁿ, n_inputs), float64, and answers y (2ⁿ,), int64, of a gate."""
    rows = corners(n_inputs)
    answers = [int(GATES[gate].answer(sum(row), n_inputs)) for row in rows]
    return torch.tensor(rows, dtype=torch.float64), torch.tensor(answers)


@cache
def threshold_functions(n_inputs: int) -> frozenset[tuple[int, ...]]:
    """The answers (2ⁿ,) of every function that one neuron can draw with a line or plane, for n_inputs ≤ 3.

    Whole weights up to 2 and thresholds half way between whole numbers are enough: they give 14 of the 16 functions
    of two inputs and 104 of the 256 of three, which is all there are (Muroga 1971, *Threshold Logic*).
    """
    found = set()
    for weights in product((-2, -1, 0, 1, 2), repeat=n_inputs):
        sums = [sum(w * x for w, x in zip(weights, row, strict=True)) for row in corners(n_inputs)]
        for least in range(min(sums), max(sums) + 2):
            found.add(tuple(int(z >= least) for z in sums))
    return frozenset(found)


def most_right(y: Tensor) -> int:
    """How many of a gate's answers y (2ⁿ,) one neuron can give at best; all of them if a line separates them."""
    answers = tuple(y.tolist())
    known = threshold_functions(len(answers).bit_length() - 1)
    return max(sum(a == b for a, b in zip(answers, can, strict=True)) for can in known)
