import numpy as np
import pytest

from core.evaluation.caveats import CAVEATS, caveats
from core.evaluation.measures import scores
from core.evaluation.report import Classified, Estimated, baseline


def said(y, predicted, k=2):
    p = 0.8 * np.eye(k)[predicted] + 0.2 / k
    return Classified(np.array(y), np.array(predicted), p, p)


HALF = np.arange(100) % 2


@pytest.mark.parametrize(
    ("answers", "loss", "expected"),
    [
        (said(HALF, HALF), "bce", []),
        (said(HALF, HALF), "hinge", ["not_probability"]),
        (said(HALF[:10], HALF[:10]), "bce", ["few"]),
        (said([1] * 40, [1] * 40), "bce", ["one_class"]),
        (said(HALF, [1] * 100), "bce", ["never", "no_better"]),
        (said(HALF, HALF, 3), "cross_entropy", ["absent"]),
        (said([0] * 90 + [1] * 10, [0] * 91 + [1] * 9), "bce", ["unbalanced"]),
        (Estimated(np.ones(50), np.ones(50)), "mse", ["constant"]),
        (Estimated(np.arange(9.0), np.arange(9.0)), "mse", ["few_numbers"]),
        (Estimated(np.arange(50.0), -np.arange(50.0)), "mse", ["no_better"]),
    ],
)
def test_what_limits_a_score_is_said(answers, loss, expected) -> None:
    y_train = np.array([0, 1, 0, 1, 1]) if isinstance(answers, Classified) else answers.y
    if expected == ["one_class"]:
        y_train = np.array([0, 0, 1])
    found = caveats(
        answers, scores(baseline(y_train, answers)), loss, ("no", "yes", "maybe")[: getattr(answers, "n_classes", 0)]
    )
    assert [caveat.id for caveat in found] == expected
    assert all(CAVEATS[caveat.id].format(**caveat.values) for caveat in found)


def test_classes_are_named() -> None:
    answers = said(HALF, [1] * 100)
    found = caveats(answers, scores(answers), "bce", ("猫", "dog"))
    assert found[0].values == {"names": "猫"}
