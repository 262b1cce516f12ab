"""Operations: counts worked by hand, and the energy they take."""

import pytest

from core.lessons.spiking.operations import NUMBERS, Spikes, energy, fetched, ordinary, spiking, totals

SIZES = 4, 3, 2


def test_an_ordinary_decision_worked_by_hand():
    """4·3 + 3·2 = 18 products, as many sums, 5 biases, 3 comparisons: 26 · 0.9 + 18 · 3.7 = 90 pJ."""
    parts = ordinary(SIZES, 4, 3)
    assert totals(parts) == (26, 18) and fetched(parts) == 18
    assert energy(parts, NUMBERS["float32"]) == pytest.approx(0.0900)
    assert energy(parts, NUMBERS["int8"]) == pytest.approx((26 * 0.03 + 18 * 0.2) / 1000)
    assert totals(ordinary(SIZES, 1.5, 1)) == (1.5 * 3 + 2 + 5 + 3, 1.5 * 3 + 2)


def test_a_spiking_decision_worked_by_hand():
    """In 10 steps 6 input spikes meet 3 weights each, 5 hidden ones 2: 28; 50 biases, 50 comparisons, 5 + 1 resets."""
    parts = spiking(SIZES, 10, Spikes(6, 5, 1))
    assert totals(parts) == (28 + 50 + 50 + 6, 50) and fetched(parts) == 28
    assert energy(parts, NUMBERS["float32"]) == pytest.approx((134 * 0.9 + 50 * 3.7) / 1000)


def test_a_current_is_multiplied_by_its_weights_once():
    parts = spiking(SIZES, 10, Spikes(0, 5, 1), current=True)
    assert totals(parts) == (12 + 10 + 50 + 50 + 6, 62)


def test_silence_costs_what_membranes_cost():
    """So with enough time steps the spiking network is dearer, however sparse."""
    cheap, dear = (energy(spiking(SIZES, n, Spikes(0, 0, 0)), NUMBERS["float32"]) for n in (1, 30))
    assert cheap < energy(ordinary(SIZES, 4, 3), NUMBERS["float32"]) < dear
