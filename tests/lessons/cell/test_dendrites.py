import numpy as np
import pytest

from core.lessons.cell.dendrites import branch, dcaap, soma


def test_two_weak_synapses_help_each_other_on_one_branch_only():
    assert branch(1.0) == pytest.approx(0.5)
    assert soma(0.6, 0.6, True) > 0.85 and soma(0.6, 0.6, False) < 0.05


def test_two_strong_ones_count_twice_on_two_branches_only():
    assert soma(1.5, 1.5, True) == pytest.approx(1, abs=0.01) and soma(1.5, 1.5, False) == pytest.approx(2, abs=0.02)


def test_one_branch_computes_exclusive_or():
    table = dcaap(np.array([0.0, 1.0, 1.0, 2.0]))
    assert ((table > 0.5) == [False, True, True, False]).all()
    assert dcaap(1.0) == 1 and dcaap(0.99) == 0 and np.diff(dcaap(np.linspace(1, 3, 20))).max() < 0
