import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, confusion_matrix, r2_score

from core.metrics import accuracy, confusion, predicted_classes, r2


@st.composite
def answers(draw):
    n_classes = draw(st.integers(2, 6))
    n_outputs = 1 if n_classes == 2 and draw(st.booleans()) else n_classes
    n = draw(st.integers(1, 40))
    generator = torch.Generator().manual_seed(draw(st.integers(0, 10_000)))
    outputs = torch.randn(n, n_outputs, generator=generator)
    return outputs, torch.randint(n_classes, (n,), generator=generator), n_classes


def predicted_by_hand(outputs):
    rows = outputs.tolist()
    return [int(row[0] > 0) if len(row) == 1 else row.index(max(row)) for row in rows]


@given(answers())
def test_accuracy(case):
    outputs, y, _ = case
    assert predicted_classes(outputs).tolist() == predicted_by_hand(outputs)
    assert accuracy(outputs, y) == pytest.approx(accuracy_score(y, predicted_by_hand(outputs)))


@given(answers())
def test_confusion(case):
    outputs, y, n_classes = case
    expected = confusion_matrix(y, predicted_by_hand(outputs), labels=range(n_classes))
    assert confusion(outputs, y, n_classes).tolist() == expected.tolist()


def test_confusion_rows_are_the_true_classes():
    outputs, y = torch.tensor([[1.0], [1.0], [-1.0]]), torch.tensor([0, 1, 1])
    assert confusion(outputs, y, 2).tolist() == [[0, 1], [1, 1]]


@given(st.integers(2, 60), st.integers(0, 10_000))
def test_r2(n, seed):
    generator = torch.Generator().manual_seed(seed)
    y = torch.randn(n, generator=generator)
    outputs = y[:, None] + 0.5 * torch.randn(n, 1, generator=generator)
    assert r2(outputs, y) == pytest.approx(r2_score(y, outputs[:, 0]), rel=1e-3, abs=1e-3)


def test_r2_of_a_perfect_answer_and_of_the_mean():
    y = torch.tensor([1.0, 2.0, 6.0])
    assert r2(y[:, None], y) == 1
    assert r2(torch.full((3, 1), 3.0), y) == 0


@pytest.mark.parametrize("y", [[2.0], [2.0, 2.0, 2.0]])
def test_r2_is_no_number_where_y_does_not_vary(y):
    assert math.isnan(r2(torch.zeros(len(y), 1), torch.tensor(y)))
