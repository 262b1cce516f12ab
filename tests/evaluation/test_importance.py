import numpy as np
import pytest
import torch
from sklearn.inspection import permutation_importance as of_scikit_learn
from sklearn.linear_model import LinearRegression

from core.evaluation.importance import permutation_importance
from core.evaluation.report import classified, estimated


def linear(weights):
    w = torch.tensor(weights)
    return lambda x, y: estimated((x @ w)[:, None], y)


def data(n=400, d=3):
    generator = torch.Generator().manual_seed(0)
    return torch.randn(n, d, generator=generator)


def test_values_agree_with_scikit_learn_and_with_theory() -> None:
    """For y = Σ w x of independent columns, shuffling one adds 2 w² σ² to the squared error."""
    x = data()
    y = 3 * x[:, 0] + x[:, 1]
    groups = {"a": [0], "b": [1], "c": [2]}
    found = permutation_importance(linear([3.0, 1.0, 0.0]), x, y, groups, "r2", n_repeats=20)
    assert found.names == ("a", "b", "c") and found.score == pytest.approx(1) and found.rows == 400
    model = LinearRegression().fit(x.numpy(), y.numpy())
    theirs = of_scikit_learn(model, x.numpy(), y.numpy(), n_repeats=20, random_state=0, scoring="r2")
    np.testing.assert_allclose(found.mean, theirs.importances_mean, rtol=0.1, atol=1e-6)
    variance = x.var(0, correction=0)
    np.testing.assert_allclose(found.mean[:2], [2 * 9 * variance[0] / y.var(), 2 * variance[1] / y.var()], rtol=0.1)
    assert found.spread[2] == 0 < found.spread[0]


def test_features_of_one_column_are_shuffled_together() -> None:
    """Two features that cancel each other matter alone, and not at all as one column."""
    x = data()
    x[:, 1] = x[:, 0]
    answer = linear([5.0, -5.0, 1.0])
    alone = permutation_importance(answer, x, x[:, 2], {"a": [0], "b": [1]}, "mae")
    together = permutation_importance(answer, x, x[:, 2], {"ab": [0, 1]}, "mae")
    assert alone.mean.min() > 1 and together.mean[0] == pytest.approx(0, abs=1e-6)


def test_a_measure_that_falls_when_better_counts_its_rise() -> None:
    x = data()
    y = (x[:, 0] > 0).long()
    found = permutation_importance(
        lambda x, y: classified(4 * x[:, :1], y, "bce"), x, y, {"a": [0], "b": [1]}, "log_loss"
    )
    assert found.mean[0] > 0.5 and found.mean[1] == 0


def test_rows_are_bounded_and_the_seed_repeats_it() -> None:
    x = data(3000)
    y = x[:, 0] + x[:, 1]
    first, again, other = (
        permutation_importance(
            linear([1.0, 1.0, 0.0]), x, y, {"a": [0], "b": [1]}, "rmse", seed=s, n_rows=500, n_repeats=3
        )
        for s in (0, 0, 1)
    )
    assert first.rows == 500
    np.testing.assert_array_equal(first.loss, again.loss)
    assert not np.array_equal(first.loss, other.loss)
