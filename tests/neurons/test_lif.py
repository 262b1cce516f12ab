"""The leaky integrate-and-fire cell against its closed forms."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from core.neurons.lif import LIF
from core.neurons.rates import steady_rate


def test_below_the_threshold_v_relaxes_exactly():
    cell = LIF()
    states, spikes = cell.advance(cell.rest(0.0), [0.3] * 500)
    t = np.arange(1, 501) / cell.samples
    np.testing.assert_allclose(states[:, 0], -70 + 15 * (1 - np.exp(-t / 20)), rtol=1e-12)
    assert spikes == []


def test_it_follows_any_current_as_an_integrator_does():
    cell = LIF(tau=7, resistance=30)
    currents = np.random.default_rng(0).normal(0.1, 0.3, 40)
    states, spikes = cell.advance(cell.rest(0.0), currents.tolist())
    assert spikes == []
    v = np.array([-70.0])
    for current, (found, _) in zip(currents, states, strict=True):
        v = solve_ivp(lambda t, v, i=current: (-(v + 70) + 30 * i) / 7, (0, 0.1), v, rtol=1e-10, atol=1e-10).y[:, -1]
        assert found == pytest.approx(v[0], abs=1e-7)


@pytest.mark.parametrize("current", [0.41, 0.6, 2.0, 20.0])
@pytest.mark.parametrize("refractory", [0.0, 2.0, 3.37])
def test_its_rate_is_that_of_the_closed_form(current, refractory):
    cell = LIF(refractory=refractory)
    interval = refractory + 20 * math.log((50 * current - 70 + 65) / (50 * current - 70 + 50))
    assert cell.rate(current) == pytest.approx(1000 / interval, rel=1e-12)
    assert steady_rate(cell, current) == pytest.approx(1000 / interval, rel=1e-9)


def test_it_fires_above_its_rheobase_only():
    cell = LIF()
    assert cell.rheobase == pytest.approx(0.4)
    assert cell.rate(0.4) == steady_rate(cell, 0.4) == 0
    assert steady_rate(cell, 0.42) > 0


def test_after_a_spike_it_waits_at_the_reset():
    cell = LIF(refractory=3)
    states, spikes = cell.advance(cell.rest(0.0), [1.0] * 300)
    first = math.ceil(spikes[0] * cell.samples)
    assert (states[first : first + 29, 0] == -65).all() and states[first + 35, 0] > -65
    assert np.diff(spikes).min() > 3


@given(st.floats(-5, 5), st.floats(-5, 5), st.integers(1, 60))
def test_where_a_stretch_is_cut_makes_no_difference(one, other, cut):
    cell = LIF(refractory=0.5)
    currents = [one] * 30 + [other] * 31
    whole, spikes = cell.advance(cell.rest(0.0), currents)
    first, before = cell.advance(cell.rest(0.0), currents[:cut])
    second, after = cell.advance(first[-1], currents[cut:])
    np.testing.assert_allclose(np.concatenate([first, second]), whole, atol=1e-9)
    assert before + [cut / cell.samples + spike for spike in after] == pytest.approx(spikes)


def test_a_threshold_that_comes_down_to_v_is_crossed_at_once():
    states, spikes = LIF(threshold=-60).advance(np.array([-55.0, 0.0]), [0.0])
    assert spikes == [0.0] and states[0, 0] == -65
