import numpy as np
import pytest

from core.neurons.izhikevich import Izhikevich
from core.neurons.lif import LIF
from core.neurons.patterns import PATTERNS
from core.neurons.rates import steady_rate


def test_a_silent_cell_has_no_rate():
    assert steady_rate(LIF(), 0.1) == 0.0


def test_a_cell_that_fires_once_has_none_either():
    assert steady_rate(Izhikevich(**PATTERNS["phasic_spiking"].cell), 0.5) == 0.0


def test_what_adapts_is_counted_when_it_has_adapted():
    cell = Izhikevich(**PATTERNS["adaptation"].cell)
    _, spikes = cell.advance(cell.rest(0.0), [30.0] * (1500 * cell.samples))
    assert steady_rate(cell, 30.0) == pytest.approx(1000 / np.diff(spikes)[-1], rel=0.02)
    assert steady_rate(cell, 30.0) < 0.5 * 1000 / np.diff(spikes)[0]


def test_bursts_count_with_their_pauses():
    cell = Izhikevich(**PATTERNS["tonic_bursting"].cell)
    _, spikes = cell.advance(cell.rest(0.0), [10.0] * (3000 * cell.samples))
    late = np.array(spikes)[np.array(spikes) > 500]
    assert steady_rate(cell, 10.0) == pytest.approx(1000 * len(late) / 2500, rel=0.1)
