"""Hodgkin–Huxley against what has been published of it."""

import threading

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from core.neurons.hodgkin_huxley import HodgkinHuxley, rates
from core.neurons.rates import steady_rate

CELL = HodgkinHuxley()


def test_its_rates_are_those_of_the_paper():
    """Hodgkin & Huxley (1952), equations 12, 13, 20, 21, 23, 24, with V = −(v + 65)."""
    for v in (-90.0, -65.0, -40.0, -55.0, 0.0, 40.0):
        V = -(v + 65) + 1e-9
        paper = (
            0.1 * (V + 25) / np.expm1((V + 25) / 10),
            4 * np.exp(V / 18),
            0.07 * np.exp(V / 20),
            1 / (np.exp((V + 30) / 10) + 1),
            0.01 * (V + 10) / np.expm1((V + 10) / 10),
            0.125 * np.exp(V / 80),
        )
        assert rates(v) == pytest.approx(paper, rel=1e-6)


def test_it_rests_at_minus_65():
    rest = CELL.rest(0.0)
    assert rest[0] == pytest.approx(-65, abs=0.01)
    assert CELL.motion()(rest, 0.0, 0.0) == pytest.approx((0, 0, 0, 0), abs=1e-9)


def test_it_is_integrated_as_another_method_does():
    times = np.arange(1, 301) / CELL.samples
    states, _ = CELL.advance(CELL.rest(0.0), [10.0] * 300)
    other = solve_ivp(
        lambda t, y: CELL.motion()(y, t, 10.0), (0, 30), CELL.rest(0.0), "DOP853", times, rtol=1e-9, atol=1e-9
    )
    np.testing.assert_allclose(states, other.y.T, atol=0.02)


@pytest.mark.parametrize(("shock", "fires"), [(6, False), (7, True), (15, True), (90, True)])
def test_seven_millivolts_fire_and_six_do_not(shock, fires):
    """Hodgkin & Huxley (1952), figure 12, at 6 °C."""
    cell = HodgkinHuxley(temperature=6)
    state = cell.rest(0.0) + np.array([shock, 0, 0, 0])
    v = cell.advance(state, [0.0] * 150)[0][:, 0]
    assert (v.max() > 30) == fires and (v.max() < -55) != fires


def test_it_keeps_firing_from_6_26_on_and_at_once_at_50_hz():
    """Rinzel & Miller, Math. Biosci. 49, 27 (1980): the least current with a stable oscillation."""
    assert steady_rate(CELL, 6.2) == 0
    assert 48 < steady_rate(CELL, 6.3) < 55
    assert steady_rate(CELL, 10.0) == pytest.approx(68.3, abs=0.5)


def test_rest_is_unstable_between_9_78_and_154_5():
    """Hassard, J. Theor. Biol. 71, 401 (1978): the Hopf bifurcations."""

    def leading(current):
        state, motion, small = CELL.rest(current), CELL.motion(), 1e-6
        columns = []
        for shift in np.eye(4) * small:
            ahead, behind = motion(state + shift, 0.0, current), motion(state - shift, 0.0, current)
            columns.append((np.array(ahead) - np.array(behind)) / (2 * small))
        return np.linalg.eigvals(np.array(columns).T).real.max()

    assert brentq(leading, 8, 12) == pytest.approx(9.78, abs=0.01)
    assert brentq(leading, 140, 170) == pytest.approx(154.5, abs=0.1)


def test_released_from_inhibition_it_fires():
    """Hodgkin & Huxley (1952), figure 22: anode break excitation."""
    _, spikes = CELL.advance(CELL.rest(0.0), [-10.0] * 300 + [0.0] * 300)
    assert len(spikes) == 1 and spikes[0] > 30


def test_without_sodium_nothing_fires():
    for current in (40.0, 200.0):
        states, spikes = HodgkinHuxley(g_na=0).advance(CELL.rest(0.0), [current] * 500)
        assert spikes == []
    assert states[:, 0].max() > -20, "pushed up, but not by its own channels"


def test_ten_degrees_make_the_gates_three_times_as_fast():
    warm, state = HodgkinHuxley(temperature=16.3), np.array([-30.0, 0.3, 0.4, 0.5])
    cold_slopes, warm_slopes = CELL.motion()(state, 0.0, 5.0), warm.motion()(state, 0.0, 5.0)
    assert warm_slopes[1:] == pytest.approx([3 * slope for slope in cold_slopes[1:]])
    assert warm_slopes[0] == cold_slopes[0]


def test_what_overflows_is_not_a_number():
    states, spikes = CELL.advance(np.array([-1e5, 0.1, 0.1, 0.1]), [0.0] * 3)
    assert np.isnan(states).all() and spikes == []


def test_cells_of_several_people_do_not_disturb_each_other():
    currents = {current: [current] * 100 for current in (5.0, 10.0, 20.0)}
    alone = {current: CELL.advance(CELL.rest(0.0), given)[0] for current, given in currents.items()}
    wrong = []

    def live(current):
        for _ in range(5):
            if not np.array_equal(CELL.advance(CELL.rest(0.0), currents[current])[0], alone[current]):
                wrong.append(current)

    threads = [threading.Thread(target=live, args=(current,)) for current in currents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
