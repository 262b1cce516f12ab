import numpy as np
import pytest

from core.learning.stdp import stdp, window

SONG = (0.005, 0.00525, 20.0, 20.0)  # Song, Miller & Abbott 2000


def test_the_window_by_hand() -> None:
    dt = np.array([20.0, -20.0, 0.0, 1e-9, -1e-9])
    assert window(dt, *SONG) == pytest.approx([0.005 / np.e, -0.00525 / np.e, 0, 0.005, -0.00525])
    assert window(np.array([10.0, -10.0]), 0.01, 0.02, 10.0, 5.0) == pytest.approx([0.01 / np.e, -0.02 * np.exp(-2)])


def test_its_area_is_what_uncorrelated_spikes_do() -> None:
    dt = np.linspace(-400, 400, 800_001)
    a_plus, a_minus, tau_plus, tau_minus = 0.01, 0.004, 15.0, 30.0
    area = window(dt, a_plus, a_minus, tau_plus, tau_minus).sum() * (dt[1] - dt[0])
    assert area == pytest.approx(a_plus * tau_plus - a_minus * tau_minus, rel=1e-3)


def test_pairs_agree_with_two_decaying_traces() -> None:
    """The usual way to compute all pairs: one trace of the synapse's spikes, one of the neuron's."""
    rng = np.random.default_rng(3)
    pre, post = rng.uniform(0, 100, 12), np.sort(rng.uniform(0, 100, 4))
    parts = (0.01, 0.013, 17.0, 34.0)
    expected = []
    for arrived in pre:
        change = trace_pre = trace_post = last = 0.0
        for time, kind in sorted([(arrived, "pre"), *((t, "post") for t in post)]):
            trace_pre *= np.exp(-(time - last) / parts[2])
            trace_post *= np.exp(-(time - last) / parts[3])
            last = time
            if kind == "pre":
                change -= parts[1] * trace_post
                trace_pre += 1
            else:
                change += parts[0] * trace_pre
                trace_post += 1
        expected.append(change)
    assert stdp(pre, post, *parts) == pytest.approx(expected)


def test_without_a_spike_nothing_changes() -> None:
    assert (stdp(np.arange(5.0), np.empty(0), *SONG) == 0).all()
