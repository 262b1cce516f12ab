import numpy as np
import pytest

from core.learning.hebbian import bcm, hebb, oja, slide
from core.learning.plasticity import RULES

W, X = np.array([0.5, -1.0]), np.array([2.0, 0.5])  # y = 0.5


def test_steps_worked_by_hand() -> None:
    assert hebb(W, X, 0.1) == pytest.approx([0.1, 0.025])  # 0.1 · 0.5 · x
    assert oja(W, X, 0.1) == pytest.approx([0.1 * 0.5 * (2 - 0.25), 0.1 * 0.5 * (0.5 + 0.5)])
    assert bcm(W, X, 0.1, 0.2) == pytest.approx(0.1 * 0.5 * 0.3 * X)
    assert bcm(-W, X, 0.1, 0.2) == pytest.approx(0.1 * 0.5 * 0.7 * X), "an answer below 0 is lifted"
    assert slide(2.0, 3.0, 10.0) == pytest.approx(2.7)


def test_bcm_weakens_below_the_threshold_and_strengthens_above() -> None:
    assert (bcm(W, X, 0.1, 0.6) < 0).all() and (bcm(W, X, 0.1, 0.4) > 0).all()


def test_oja_is_hebb_less_what_keeps_the_length_at_one() -> None:
    rng = np.random.default_rng(0)
    for _ in range(20):
        w, x = rng.standard_normal((2, 5))
        assert oja(w, x, 0.01) == pytest.approx(hebb(w, x, 0.01) - 0.01 * (w @ x) ** 2 * w)
        w /= np.linalg.norm(w)
        assert w @ oja(w, x, 0.01) == pytest.approx(0), "at length 1 the step is at right angles to w"


def test_every_rule_names_its_source() -> None:
    assert list(RULES) == ["hebb", "oja", "bcm", "stdp"]
    assert all(rule.title and rule.formula and rule.source[-4:].isdigit() for rule in RULES.values())
