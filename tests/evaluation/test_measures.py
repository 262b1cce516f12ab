import numpy as np
import pytest
import torch
from sklearn import metrics

from core.evaluation.measures import CLASSIFICATION, REGRESSION, scores
from core.evaluation.report import Estimated, classified

RNG = np.random.default_rng(7)


def answers(n: int, k: int, *, ties: bool = True):
    """A classifier better than chance, with many equal scores."""
    y = RNG.integers(k, size=n)
    y[:k] = range(k)
    z = RNG.normal(size=(n, 1 if k == 2 else k)) + (2 * y[:, None] - 1 if k == 2 else 2 * np.eye(k)[y])
    z = np.round(z, 1) if ties else z
    return classified(torch.tensor(z, dtype=torch.float32), torch.tensor(y), "bce" if k == 2 else "cross_entropy")


@pytest.mark.parametrize("n", [40, 999])
@pytest.mark.parametrize("k", [2, 3, 6])
def test_measures_of_classes_are_those_of_scikit_learn(n, k) -> None:
    a = answers(n, k)
    found = scores(a)
    p = a.probability[:, 1] if k == 2 else a.probability
    expected = {
        "accuracy": metrics.accuracy_score(a.y, a.predicted),
        "balanced_accuracy": metrics.balanced_accuracy_score(a.y, a.predicted),
        "f1": metrics.f1_score(a.y, a.predicted, average="macro"),
        "roc_auc": metrics.roc_auc_score(a.y, p, multi_class="ovr"),
        "average_precision": metrics.average_precision_score(a.y, p),
        "brier": metrics.brier_score_loss(a.y, p),
        "log_loss": metrics.log_loss(a.y, a.probability),
    }
    assert found == pytest.approx(expected, abs=1e-9)
    assert list(found) == list(CLASSIFICATION)


@pytest.mark.parametrize("k", [2, 4])
def test_weights_count_rows_as_often_as_they_say(k) -> None:
    a = answers(60, k)
    weights = RNG.integers(0, 4, size=(3, 60)).astype(float)
    for row, times in enumerate(weights.astype(int)):
        again = np.repeat(np.arange(60), times)
        repeated = classified_rows(a, again)
        for name, measure in CLASSIFICATION.items():
            assert measure.value(a, weights)[row] == pytest.approx(scores(repeated)[name], abs=1e-9), name


def classified_rows(a, rows):
    return type(a)(a.y[rows], a.predicted[rows], a.probability[rows], a.ranking[rows], a.positive)


def test_measures_of_numbers_are_those_of_scikit_learn() -> None:
    y, prediction = RNG.normal(1e6, 3, size=500), RNG.normal(1e6, 3, size=500)
    found = scores(Estimated(y, prediction))
    assert found == pytest.approx(
        {
            "r2": metrics.r2_score(y, prediction),
            "rmse": metrics.root_mean_squared_error(y, prediction),
            "mae": metrics.mean_absolute_error(y, prediction),
        },
        rel=1e-6,
    )
    weights = np.bincount(RNG.integers(500, size=500), minlength=500).astype(float)[None]
    value = REGRESSION["r2"].value(Estimated(y, prediction), weights)[0]
    assert value == pytest.approx(metrics.r2_score(y, prediction, sample_weight=weights[0]), rel=1e-6)


def test_a_confident_network_still_ranks_its_rows() -> None:
    z = torch.tensor([[17.0], [18.0], [19.0], [20.0]])
    a = classified(z, torch.tensor([0, 0, 1, 1]), "bce")
    assert len(np.unique(a.probability[:, 1])) == 4
    assert scores(a)["roc_auc"] == 1


def test_hinge_ranks_by_its_outputs_beyond_the_margin() -> None:
    z = torch.tensor([[1.5], [2.0], [3.0], [-4.0]])
    a = classified(z, torch.tensor([0, 1, 1, 0]), "hinge")
    assert scores(a)["roc_auc"] == 1
    assert a.probability[:, 1].tolist() == [1, 1, 1, 0]


def test_the_positive_class_can_be_the_other() -> None:
    a = answers(300, 2)
    other = type(a)(a.y, a.predicted, a.probability, a.ranking, positive=0)
    assert scores(other)["roc_auc"] == pytest.approx(scores(a)["roc_auc"])
    expected = metrics.average_precision_score(a.y == 0, a.probability[:, 0])
    assert scores(other)["average_precision"] == pytest.approx(expected)
    assert scores(other)["average_precision"] != scores(a)["average_precision"]


def test_what_is_not_defined_is_nan_and_the_rest_is_not() -> None:
    a = classified(torch.tensor([[2.0], [-1.0]]), torch.tensor([1, 1]), "bce")
    found = scores(a)
    assert np.isnan(found["roc_auc"]) and found["accuracy"] == 0.5
    assert np.isnan(scores(Estimated(np.array([0.1] * 3), np.zeros(3)))["r2"])
    empty = classified(torch.zeros(0, 3), torch.zeros(0, dtype=torch.long), "cross_entropy")
    assert np.isnan(list(scores(empty).values())).all()
