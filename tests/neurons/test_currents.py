import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.neurons.currents import WAVEFORMS, CurrentConfig


def values(n=400, samples=10, **more):
    return CurrentConfig(**{"current": 2.0, "base": 0.5, "onset": 10.0} | more).values(0, n, samples)


@pytest.mark.parametrize("waveform", WAVEFORMS)
def test_before_the_onset_only_the_base_flows(waveform):
    found = values(waveform=waveform)
    assert ((found[:100] == 0.5).all() and np.ptp(found[100:]) > 0) or waveform == "step"


def test_each_waveform_in_numbers():
    assert (values(waveform="step")[100:] == 2.5).all()
    ramp = values(waveform="ramp", period=20.0)
    assert ramp[[100, 200, 299]] == pytest.approx([0.5, 1.5, 0.5 + 2 * 19.9 / 20]) and ramp[300] == pytest.approx(0.5)
    assert np.flatnonzero(values(waveform="pulses", period=20.0, width=2.0) == 2.5).tolist() == [
        *range(100, 120),
        *range(300, 320),
    ]
    pairs = values(waveform="pairs", period=30.0, width=1.0, gap=5.0)
    assert np.flatnonzero(pairs == 2.5).tolist() == [*range(100, 110), *range(150, 160)]
    sine = values(waveform="sine", period=20.0)
    assert sine[[100, 150, 200, 250]] == pytest.approx([0.5, 2.5, 0.5, -1.5], abs=1e-6)


def test_noise_holds_its_values_and_follows_the_seed():
    noise = values(5000, waveform="noise", hold=2.0)[100:]
    held = noise.reshape(-1, 20)
    assert (held == held[:, :1]).all() and len(np.unique(held[:, 0])) == len(held)
    assert noise.mean() == pytest.approx(0.5, abs=0.5) and noise.std() == pytest.approx(2.0, rel=0.15)
    assert (values(waveform="noise", seed=1) != values(waveform="noise", seed=2))[100:].all()


@given(st.sampled_from(sorted(WAVEFORMS)), st.integers(1, 399), st.sampled_from([2, 4, 5, 10]))
def test_it_is_a_function_of_time_alone(waveform, cut, samples):
    config = CurrentConfig(waveform=waveform, onset=7.5, period=13.0, width=1.3, gap=4.5, hold=1.5)
    whole = config.values(0, 400, samples)
    parts = np.concatenate([config.values(0, cut, samples), config.values(cut, 400 - cut, samples)])
    np.testing.assert_array_equal(whole, parts)
