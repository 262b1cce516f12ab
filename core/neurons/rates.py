"""Rates: how often a cell fires under a constant current, counted from its own spikes."""

import numpy as np

from core.neurons.neuron import Neuron

LONGEST = 1000  # ms that are watched where the spikes do not settle
CHUNK = 50  # ms between two looks
SETTLED = 1e-3  # by which the last intervals may differ
SAME = 4  # intervals that have to agree
EARLIEST = 100  # ms before which nothing counts as settled
SILENT = 400  # ms without a spike after which none is waited for


def steady_rate(neuron: Neuron, current: float) -> float:
    """Spikes a second under a constant current that begins at rest, Hz, once the first ones are over.

    1000 over the mean interval of the last spikes where `SAME` intervals agree, else over the second half of `LONGEST`
    (bursts, adaptation); 0 where fewer than two spikes are left there, or after `SILENT` ms without any.
    """
    state, spikes = neuron.rest(0.0), np.empty(0)
    currents = [current] * (CHUNK * neuron.samples)
    for begin in range(0, LONGEST, CHUNK):
        states, found = neuron.advance(state, currents)
        state, spikes = states[-1], np.append(spikes, begin + np.array(found))
        if begin + CHUNK - (spikes[-1] if len(spikes) else 0.0) >= SILENT:
            return 0.0
        last = np.diff(spikes[-SAME - 1 :])
        if begin + CHUNK >= EARLIEST and len(last) == SAME and np.ptp(last) < SETTLED * last.mean():
            return float(1000 / last.mean())
    late = spikes[spikes > LONGEST / 2]
    return float(1000 * (len(late) - 1) / (late[-1] - late[0])) if len(late) > 1 else 0.0
