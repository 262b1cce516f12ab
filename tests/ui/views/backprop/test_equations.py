"""The equations on the page hold: what stands left of the sign is what the matrices on its right make."""

from typing import Any

import numpy as np
import pytest

from core.figures.digits import short
from core.figures.matrices import Matrix
from core.learning.passes import Parameter, one_pass, phases
from core.losses import LOSSES
from core.ui.views.backprop.chain_rule import Written
from core.ui.views.backprop.equations import Equation, everything
from tests.learning.test_passes import made


def equation(n: int, at: int | None = None, chosen: Parameter | None = None) -> Equation:
    model, flat, x, targets = made("sigmoid", "mse", 3, hidden=(4, 2), n=n)
    record = one_pass(model, LOSSES["mse"], flat, x, targets, 0.5)
    at = len(phases(3)) - 1 if at is None else at
    return Equation(Written(record, at, "mse", "sigmoid"), chosen or Parameter(2, 1, 3))


def grids(terms: list[Matrix | str]) -> list[Any]:
    return [term.values for term in terms if isinstance(term, Matrix)]


def signs(terms: list[Matrix | str]) -> list[str]:
    return [term for term in terms if isinstance(term, str)]


@pytest.mark.parametrize("n", [1, 5])
def test_every_equation_holds_as_written(n: int) -> None:
    made = equation(n)
    for phase in phases(3):
        terms = made.of(phase)
        values, told = grids(terms), signs(terms)
        if phase.kind == "z":
            z, first, second, bias = values
            assert told == ["=", "·", "+"]
            np.testing.assert_allclose(first @ second + bias, z)
        elif phase.kind == "a":
            np.testing.assert_allclose(1 / (1 + np.exp(-values[1])), values[0])
        elif phase.kind == "delta" and phase.layer < 3:
            delta, slope, first, second = values
            assert told == ["=", "⊙ (", "·", ")"]
            np.testing.assert_allclose(slope * (first @ second), delta)
        elif phase.kind == "delta":
            delta, outputs, targets = values
            np.testing.assert_allclose(2 * (outputs - targets) / outputs.size, delta)
        elif phase.kind == "gradient":
            gradient, first, second, bias = values
            np.testing.assert_allclose(first @ second, gradient)
            delta = first if n == 1 else first.T
            np.testing.assert_allclose(delta if n == 1 else delta.sum(0, keepdims=True), bias)
        elif phase.kind == "update":
            for new, old, gradient in (values[:3], values[3:]):
                np.testing.assert_allclose(old - 0.5 * gradient, new)
            assert told[1] == "− 0.500 ·"
        elif phase.kind in ("loss", "after"):
            outputs, targets = values
            assert told[-1] == f") = {short(((outputs - targets) ** 2).mean())}"
        assert all(isinstance(v, np.ndarray) for v in values)


def test_one_sample_is_a_column_and_a_batch_has_a_row_for_each() -> None:
    def shapes(n: int) -> list[tuple[int, int]]:
        return [term.shape for term in equation(n).weighted_sum(1) if isinstance(term, Matrix)]

    assert shapes(1) == [(4, 1), (4, 2), (2, 1), (4, 1)]
    assert shapes(5) == [(5, 4), (5, 2), (2, 4), (1, 4)]


@pytest.mark.parametrize("n", [1, 5])
def test_the_chosen_parameter_is_marked_wherever_it_stands(n: int) -> None:
    marked = [t for t in equation(n).update(2) if isinstance(t, Matrix) and t.mark]
    values = [t.values[t.mark] for t in marked if t.values is not None and t.mark]
    record = equation(n).record
    assert values == [
        record.new_weights[1][1, 3].item(),
        record.weights[1][1, 3].item(),
        record.weight_grads[1][1, 3].item(),
    ]
    turned = equation(n).weight(2, turned=True)
    assert turned.mark == (3, 1)
    bias = equation(n, chosen=Parameter(2, 1)).bias_gradient(2)
    assert bias.values is not None and bias.mark and bias.values[bias.mark] == record.bias_grads[1][1]
    assert equation(n).weight(1).mark is None


def test_what_is_not_computed_yet_has_a_shape_but_no_numbers() -> None:
    order = phases(3)
    for at, phase in enumerate(order):
        now = equation(2, at).of(phase)
        assert all(term.values is not None for term in now if isinstance(term, Matrix)), phase
        ahead = [term for later in order[at + 1 :] for term in equation(2, at).of(later)]
        if phase.kind in ("input", "z", "loss"):
            assert any(isinstance(term, Matrix) and term.values is None for term in ahead)


def test_everything_lists_each_layer_once() -> None:
    made = equation(5)
    rows = everything(made.record, made.written, made.chosen)
    assert [[m.name for m in row] for row in rows] == [
        ["X", "y"],
        ["W⁽¹⁾", "b⁽¹⁾", "Z⁽¹⁾", "A⁽¹⁾", "Δ⁽¹⁾", "∂L/∂W⁽¹⁾", "∂L/∂b⁽¹⁾"],
        ["W⁽²⁾", "b⁽²⁾", "Z⁽²⁾", "A⁽²⁾", "Δ⁽²⁾", "∂L/∂W⁽²⁾", "∂L/∂b⁽²⁾"],
        ["W⁽³⁾", "b⁽³⁾", "Z⁽³⁾", "Δ⁽³⁾", "∂L/∂W⁽³⁾", "∂L/∂b⁽³⁾"],
    ]
