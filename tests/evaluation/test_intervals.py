import numpy as np
import pytest
from scipy.stats import binomtest

from core.evaluation.intervals import intervals, resamples, wilson
from core.evaluation.measures import scores
from core.evaluation.report import Classified, Estimated


@pytest.mark.parametrize(("k", "n"), [(0, 10), (3, 10), (10, 10), (955, 1000)])
@pytest.mark.parametrize("level", [0.9, 0.95])
def test_wilson_is_that_of_scipy(k, n, level) -> None:
    expected = binomtest(k, n).proportion_ci(level, method="wilson")
    found = wilson(k, n, level)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-12)


def numbers(generator, n=80):
    y = generator.normal(size=n)
    return Estimated(y, y + generator.normal(size=n))


def test_a_bootstrap_spreads_as_theory_says() -> None:
    """The standard error of a mean is s / √n."""
    a = numbers(np.random.default_rng(1), 400)
    spread = resamples(a, 0)["mae"].std()
    assert spread == pytest.approx(np.abs(a.residual).std() / np.sqrt(400), rel=0.1)


def test_intervals_cover_the_truth_about_as_often_as_they_say() -> None:
    generator, hits = np.random.default_rng(3), 0
    for _ in range(200):
        interval = intervals(numbers(generator))["rmse"]
        hits += interval.low <= 1.0 <= interval.high
    assert 0.88 <= hits / 200 <= 0.99


def test_a_seed_gives_the_same_interval_and_the_score_lies_inside() -> None:
    generator = np.random.default_rng(0)
    y, p = generator.integers(2, size=90), generator.uniform(size=90)
    a = Classified(y, (p > 0.5).astype(int), np.stack([1 - p, p], 1), np.stack([-p, p], 1))
    assert intervals(a, 5) == intervals(a, 5) != intervals(a, 6)
    for name, interval in intervals(a).items():
        assert interval.low < scores(a)[name] < interval.high
        assert interval.method == ("Wilson" if name == "accuracy" else "bootstrap")


def test_measures_that_are_not_defined_have_none() -> None:
    one = Classified(np.ones(5, int), np.ones(5, int), np.full((5, 2), 0.5), np.zeros((5, 2)))
    assert "roc_auc" not in intervals(one) and "accuracy" in intervals(one)
    assert intervals(Estimated(np.zeros(1), np.zeros(1))) == {}
