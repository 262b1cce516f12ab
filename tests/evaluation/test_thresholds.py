import numpy as np
import pytest
from sklearn import metrics

from core.evaluation.report import Classified
from core.evaluation.thresholds import MOST, point, precision_recall, roc, thin


def answers(n: int, k: int) -> Classified:
    generator = np.random.default_rng(n + k)
    y = generator.integers(k, size=n)
    p = np.exp(generator.normal(size=(n, k)) + 1.5 * np.eye(k)[y])
    p /= p.sum(1, keepdims=True)
    return Classified(y, p.argmax(1), p, p)


@pytest.mark.parametrize(("n", "k"), [(50, 2), (60, 4), (20_000, 2)])
def test_areas_are_those_of_scikit_learn(n, k) -> None:
    a = answers(n, k)
    lines, trades = roc(a), precision_recall(a)
    assert [line.positive for line in lines] == ([1] if k == 2 else list(range(k)))
    for line, trade in zip(lines, trades, strict=True):
        true, score = a.y == line.positive, a.ranking[:, line.positive]
        assert line.area == pytest.approx(metrics.roc_auc_score(true, score))
        assert trade.area == pytest.approx(metrics.average_precision_score(true, score))
        assert np.trapezoid(line.y, line.x) == pytest.approx(line.area, abs=0.005), "the thinned curve is the curve"
        for curve in (line, trade):
            assert len(curve.x) <= MOST and np.all(np.diff(curve.x) >= 0)
        assert (line.x[0], line.y[0], line.x[-1], line.y[-1]) == (0, 0, 1, 1)
        assert (trade.x[0], trade.y[0], trade.x[-1]) == (0, 1, 1)


def test_the_point_in_use_lies_on_both_curves() -> None:
    a = answers(80, 2).at(0.7)
    at = point(a)
    (line,), (trade,) = roc(a), precision_recall(a)
    on_roc = np.interp(at["recall"], line.y, line.x)
    assert on_roc == pytest.approx(at["false_positive_rate"], abs=0.05)
    assert np.hypot(trade.x - at["recall"], trade.y - at["precision"]).min() < 1e-9
    assert at["precision"] == metrics.precision_score(a.y, a.predicted)


def test_classes_without_rows_have_no_curve_and_nothing_said_no_precision() -> None:
    a = answers(40, 2)
    one = Classified(np.ones(40, int), a.predicted, a.probability, a.ranking)
    assert roc(one) == precision_recall(one) == []
    assert np.isnan(point(a.at(1.1))["precision"]) and np.isnan(point(one)["false_positive_rate"])


def test_thinning_keeps_the_ends_and_the_shape() -> None:
    x = np.linspace(0, 1, 10_000)
    y = (x > 0.5).astype(float)
    short_x, short_y = thin(x, y, 100)
    assert len(short_x) <= 100 and (short_x[0], short_x[-1]) == (0, 1)
    assert np.abs(np.interp(x, short_x, short_y) - y).mean() < 0.02
