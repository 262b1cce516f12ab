from itertools import product

import numpy as np
import pytest
import torch
from sklearn.svm import LinearSVC

from core.datasets.gates import GATES, corners, most_right, threshold_functions, truth_table


def test_truth_tables() -> None:
    x, y = truth_table("nand", 2)
    assert x.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]] and x.dtype == torch.float64
    assert y.tolist() == [1, 1, 1, 0]
    assert [truth_table(gate, 2)[1].tolist() for gate in ("and", "or", "nor", "xor", "xnor")] == [
        [0, 0, 0, 1],
        [0, 1, 1, 1],
        [1, 0, 0, 0],
        [0, 1, 1, 0],
        [1, 0, 0, 1],
    ]


@pytest.mark.parametrize("n", [2, 3])
def test_gates_agree_with_logic(n: int) -> None:
    logic = {
        "and": all,
        "or": any,
        "nand": lambda row: not all(row),
        "nor": lambda row: not any(row),
        "xor": lambda row: sum(row) % 2 == 1,
        "xnor": lambda row: sum(row) % 2 == 0,
    }
    assert set(logic) == set(GATES)
    for gate, of in logic.items():
        assert truth_table(gate, n)[1].tolist() == [int(of(row)) for row in corners(n)]


@pytest.mark.parametrize(("n", "count"), [(2, 14), (3, 104)])
def test_as_many_functions_as_a_plane_can_draw(n: int, count: int) -> None:
    assert len(threshold_functions(n)) == count


def test_a_linear_classifier_agrees_on_which_functions_can_be_drawn() -> None:
    for n in (2, 3):
        x = np.array(corners(n), float)
        for y in product((0, 1), repeat=len(x)):
            if len(set(y)) == 1:
                assert y in threshold_functions(n)
                continue
            found = LinearSVC(C=1e4, tol=1e-6, max_iter=20_000, dual=False).fit(x, y).score(x, y) == 1
            assert found == (y in threshold_functions(n)), y


def test_xor_is_the_gate_that_no_neuron_answers() -> None:
    for gate in GATES:
        for n in (2, 3):
            best = most_right(truth_table(gate, n)[1])
            assert best == (2**n * 3 // 4 if gate in ("xor", "xnor") else 2**n)
