import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LinearRegression, LogisticRegression, QuantileRegressor

from core.datasets.rows import rows
from core.lessons.losses.best_prediction import best_line, best_number, best_share
from core.lessons.losses.pointwise import of_logit, of_number, of_probability, sigmoid

JUMPS = rows("jumps")
IRIS = rows("iris")
numbers = st.lists(st.integers(-50, 50), min_size=1, max_size=15).map(lambda y: np.array(y, float))


@given(numbers)
def test_the_mean_and_the_median(y):
    assert best_number("mse", y, 1) == pytest.approx((y.mean(), y.mean()), abs=1e-9)
    low, high = best_number("mae", y, 1)
    ordered = np.sort(y)
    assert low == pytest.approx(ordered[(len(y) - 1) // 2], abs=1e-9)
    assert high == pytest.approx(ordered[len(y) // 2], abs=1e-9)


@given(numbers, st.floats(0.01, 200))
def test_no_constant_is_better_than_hubers(y, delta):
    best = np.mean(best_number("huber", y, delta))
    least = of_number("huber", best, y, delta)[0].mean()
    others = of_number("huber", np.linspace(-60, 60, 1201)[:, None], y, delta)[0].mean(1)
    assert least <= others.min() + 1e-9


def test_huber_goes_from_the_median_to_the_mean():
    y = JUMPS[1]
    found = [np.mean(best_number("huber", y, delta)) for delta in (20, 30, 60, 100, 300)]
    assert np.all(np.diff(found) > 0)
    assert 50 <= np.mean(best_number("huber", y, 0.1)) <= 58
    assert found[-1] == pytest.approx(y.mean())


@given(st.lists(st.integers(0, 1), min_size=1, max_size=12).map(lambda y: np.array(y, float)))
def test_honest_losses_give_the_share_and_absolute_error_the_majority(y):
    share = y.mean()
    for id in ("mse", "huber", "bce", "cross_entropy"):
        assert best_share(id, y, 1) == pytest.approx((share, share), abs=1e-6)
    low, high = best_share("mae", y, 1)
    expected = (0, 1) if share == 0.5 else (float(share > 0.5),) * 2
    assert (low, high) == pytest.approx(expected, abs=1e-8)


def test_hinge_stops_at_its_margin():
    low, high = best_share("hinge", IRIS[1], 1)
    assert (low, high) == pytest.approx((sigmoid(-1), sigmoid(-1)), abs=1e-6)


@pytest.mark.parametrize("id", ["mse", "mae", "huber", "bce", "cross_entropy", "hinge"])
def test_no_probability_is_better(id):
    y = IRIS[1]
    best = float(np.mean(best_share(id, y, 1)))
    tried = np.linspace(0.001, 0.999, 999)[:, None]
    least = of_probability(id, np.clip(best, 1e-9, 1 - 1e-9), y)[0].mean()
    assert least <= of_probability(id, tried, y)[0].mean(1).min() + 1e-6


def line(id, data=JUMPS, delta=20.0):
    return best_line(id, *data, delta, steepest=20.0)


def test_least_squares_is_that_of_scikit_learn():
    x, y = JUMPS
    model = LinearRegression().fit(x[:, None] - x.mean(), y)
    assert line("mse") == pytest.approx((model.intercept_, model.coef_[0]), rel=1e-5)


def test_least_absolute_deviations_are_those_of_scikit_learn():
    x, y = JUMPS
    model = QuantileRegressor(quantile=0.5, alpha=0).fit(x[:, None] - x.mean(), y)
    height, slope = line("mae")
    found = of_number("mae", height + slope * (x - x.mean()), y)[0].mean()
    assert found == pytest.approx(np.abs(model.predict(x[:, None] - x.mean()) - y).mean(), rel=1e-6)


def test_hubers_line_has_no_slope_left():
    x, y = JUMPS
    height, slope = line("huber")
    gradient = of_number("huber", height + slope * (x - x.mean()), y, 20.0)[1]
    assert gradient.mean() == pytest.approx(0, abs=1e-6)
    assert (gradient * (x - x.mean())).mean() == pytest.approx(0, abs=1e-2)


@pytest.mark.parametrize("id", ["bce", "cross_entropy"])
def test_logistic_regression_is_that_of_scikit_learn(id):
    x, y = IRIS
    model = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(x[:, None] - x.mean(), y)
    assert line(id, IRIS) == pytest.approx((model.intercept_[0], model.coef_[0, 0]), rel=1e-3)


def test_no_line_has_a_smaller_hinge():
    x, y = IRIS
    height, slope = line("hinge", IRIS)
    least = of_logit("hinge", height + slope * (x - x.mean()), y)[0].mean()
    heights, slopes = np.meshgrid(np.linspace(-9, 3, 61), np.linspace(0, 15, 61))
    z = heights[..., None] + slopes[..., None] * (x - x.mean())
    assert least <= of_logit("hinge", z, y)[0].mean(-1).min() + 1e-9
