"""Pulses against what can be computed by hand for integrate-and-fire, and what is known of Hodgkin–Huxley."""

import math

import numpy as np
import pytest

from core.lessons.cell.pulses import (
    STRONG,
    WEAK,
    WIDTH,
    answer,
    by_distance,
    by_interval,
    by_strength,
    threshold,
)
from core.neurons.hodgkin_huxley import HodgkinHuxley
from core.neurons.lif import LIF

CELL, SQUID = LIF(), HodgkinHuxley()
EXACT = 20 / (50 * (1 - math.exp(-WIDTH / 20)))  # nA that lifts v by 20 mV in one pulse


def test_the_threshold_is_that_of_the_closed_form():
    assert threshold(CELL, 0.0) == pytest.approx(EXACT, rel=1e-3)


def test_a_cell_that_fires_by_itself_has_none():
    assert threshold(CELL, 0.5) is None
    assert threshold(HodgkinHuxley(g_na=0), 0.0) is None


def test_two_weak_pulses_fire_as_long_as_the_membrane_remembers():
    """The second fires where 0.7 e^(−d/τ) + 0.7 ≥ 1."""
    reach = 20 * math.log(WEAK / (1 - WEAK))
    distances, peaks = by_distance(CELL, 0.0)
    fired = peaks > -50
    assert distances[fired].max() < reach < distances[~fired].min()


def test_a_spike_is_whole_or_not_at_all():
    strengths, peaks, sums = by_strength(SQUID, 0.0)
    below, above = peaks[strengths < 0.99], peaks[strengths > 1.05]
    assert below.max() < -55 and above.min() > 30 and np.ptp(above) < 6
    assert sums[strengths == 0.3] == pytest.approx(peaks[strengths == 0.3], abs=0.05)
    assert sums[-1] < -40, "three times the threshold would lift a sum by less than a spike"


def test_the_second_pulse_has_to_wait():
    intervals, seconds = by_interval(SQUID, 0.0)
    known = np.isfinite(seconds)
    assert not known[intervals < 6].any() and known[intervals > 12].all()
    assert seconds[known][0] > 2 and seconds[-1] == pytest.approx(1, abs=0.05)
    twice = answer(SQUID, 0.0, [(0, STRONG * threshold(SQUID, 0.0)), (25, STRONG * threshold(SQUID, 0.0))], 40)
    assert len(twice.spikes) == 2 and 0 < twice.spikes[0] < 5 and 25 < twice.spikes[1] < 30


def test_an_answer_has_its_times_and_draws_the_spikes():
    found = answer(CELL, 0.0, [(0, 1.5 * EXACT)], 20)
    assert found.t[-1] == pytest.approx(20) and (found.v[found.t < 0] == -70).all()
    assert found.v.max() == CELL.peak and len(found.spikes) == 1
    assert abs(found.t[np.argmax(found.v)] - found.spikes[0]) <= 0.1
