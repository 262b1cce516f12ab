import numpy as np
import pytest
import torch
from sklearn.dummy import DummyClassifier, DummyRegressor

from core.evaluation.measures import REGRESSION, measures, scores
from core.evaluation.report import Estimated, baseline, classified, estimated, report

RNG = np.random.default_rng(7)


def answers(n: int, k: int, *, ties: bool = True):
    """A classifier better than chance, with many equal scores."""
    y = RNG.integers(k, size=n)
    y[:k] = range(k)
    z = RNG.normal(size=(n, 1 if k == 2 else k)) + (2 * y[:, None] - 1 if k == 2 else 2 * np.eye(k)[y])
    z = np.round(z, 1) if ties else z
    return classified(torch.tensor(z, dtype=torch.float32), torch.tensor(y), "bce" if k == 2 else "cross_entropy")


@pytest.mark.parametrize("k", [2, 4])
def test_report_counts_every_row_once(k) -> None:
    a = answers(200, k)
    told = report(a)
    assert told.confusion.sum() == 200 and told.said.sum() == 200
    np.testing.assert_array_equal(told.confusion.sum(1), told.true)
    np.testing.assert_allclose(told.recall, np.diag(told.confusion) / told.true)
    np.testing.assert_allclose(told.precision, np.diag(told.confusion) / told.said)


def test_a_threshold_moves_what_is_said() -> None:
    a = answers(300, 2)
    np.testing.assert_array_equal(a.at(0.8).predicted, a.probability[:, 1] >= 0.8)
    other = type(a)(a.y, a.predicted, a.probability, a.ranking, positive=0).at(0.8)
    np.testing.assert_array_equal(other.predicted == 0, a.probability[:, 0] >= 0.8)


def test_baselines_are_those_of_scikit_learn() -> None:
    a, y_train = answers(300, 3), RNG.choice(3, size=500, p=[0.2, 0.5, 0.3])
    naive = baseline(y_train, a)
    dummy = DummyClassifier(strategy="prior").fit(np.zeros((500, 1)), y_train)
    np.testing.assert_array_equal(naive.predicted, dummy.predict(np.zeros((300, 1))))
    np.testing.assert_allclose(naive.probability, dummy.predict_proba(np.zeros((300, 1))))
    assert scores(naive)["roc_auc"] == 0.5
    numbers, train = Estimated(RNG.normal(size=50), RNG.normal(size=50)), RNG.normal(size=80)
    mean = DummyRegressor().fit(np.zeros((80, 1)), train)
    np.testing.assert_allclose(baseline(train, numbers).prediction, mean.predict(np.zeros((50, 1))))
    assert scores(baseline(train, numbers))["r2"] <= 0


def test_numbers_come_back_in_the_units_of_the_table() -> None:
    a = estimated(torch.tensor([[0.5], [1.0]]), torch.tensor([0.0, 2.0]), lambda v: 10 * v + 3)
    assert a.y.tolist() == [3, 23] and a.prediction.tolist() == [8, 13] and a.residual.tolist() == [-5, 10]
    assert measures(a) is REGRESSION


def test_outputs_that_are_not_finite_are_named() -> None:
    with pytest.raises(ValueError, match="finite"):
        classified(torch.tensor([[float("nan")]]), torch.tensor([0]), "bce")
    with pytest.raises(ValueError, match="finite"):
        estimated(torch.tensor([[float("inf")]]), torch.tensor([0.0]))
