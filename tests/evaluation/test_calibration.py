import numpy as np
import pytest
from sklearn.calibration import calibration_curve

from core.evaluation.calibration import reliability
from core.evaluation.intervals import wilson
from core.evaluation.report import Classified


def binary(p, y, positive=1) -> Classified:
    both = np.stack([1 - p, p], 1)
    return Classified(y, (p > 0.5).astype(int), both, both, positive)


def test_bins_are_those_of_scikit_learn() -> None:
    generator = np.random.default_rng(0)
    p = generator.uniform(size=500) ** 2
    y = (generator.uniform(size=500) < p).astype(int)
    found = reliability(binary(p, y))
    share, confidence = calibration_curve(y, p, n_bins=10)
    np.testing.assert_allclose(found.share, share)
    np.testing.assert_allclose(found.confidence, confidence)
    assert found.ece == pytest.approx(np.sum(found.rows * np.abs(share - confidence)) / 500)
    first = wilson(found.share[0] * found.rows[0], int(found.rows[0]))
    assert (found.low[0], found.high[0]) == pytest.approx((first.low, first.high))


def test_honest_probabilities_have_a_small_error_and_boasts_a_large_one() -> None:
    generator = np.random.default_rng(1)
    p = generator.uniform(size=20_000)
    y = (generator.uniform(size=20_000) < p).astype(int)
    assert reliability(binary(p, y)).ece < 0.02
    assert reliability(binary((p > 0.5).astype(float), y)).ece == pytest.approx(0.25, abs=0.02)


def test_the_other_class_is_asked_about_where_it_is_the_positive_one() -> None:
    p, y = np.array([0.1, 0.2, 0.9]), np.array([0, 0, 1])
    np.testing.assert_allclose(reliability(binary(p, y, 0)).share, [0, 1, 1])


def test_several_classes_are_judged_by_the_one_that_is_said() -> None:
    p = np.array([[0.65, 0.2, 0.15], [0.1, 0.65, 0.25], [0.05, 0.0, 0.95]])
    found = reliability(Classified(np.array([0, 2, 2]), p.argmax(1), p, p))
    np.testing.assert_allclose(found.share, [0.5, 1])
    np.testing.assert_array_equal(found.rows, [2, 1])
    assert found.ece == pytest.approx((2 * 0.15 + 0.05) / 3)
