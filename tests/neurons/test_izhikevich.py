"""Izhikevich's cell against the loop of his programs, with their starts and inputs."""

import numpy as np
import pytest

from core.neurons.currents import CurrentConfig
from core.neurons.izhikevich import Izhikevich
from core.neurons.patterns import PATTERNS


def on(*times, width):
    """Whether t lies inside a pulse, its ends excluded."""
    return lambda t: any(start < t < start + width for start in times)


def steps(onset, after, before=0.0):
    return lambda t: after if t > onset else before


def pulses(current, *times, width, base=0.0):
    inside = on(*times, width=width)
    return lambda t: current if inside(t) else base


PUBLISHED = {  # pattern → V at the start, I(t), and how long it is run: izhikevich.org, figure1.m and that of 2003
    "rs": (-63, steps(15, 14), 150),
    "ib": (-70, steps(15, 11), 150),
    "ch": (-70, steps(15, 10), 150),
    "fs": (-70, steps(15, 10), 150),
    "lts": (-63, steps(25, 10), 250),
    "tc": (-63, steps(30, 1.5), 150),
    "tc_burst": (-87, steps(45, 0, -25), 150),
    "rz": (-70, lambda t: 10 if 60 < t < 65 else (-0.5 if t > 10 else -2), 100),
    "tonic_spiking": (-70, steps(10, 14), 100),
    "phasic_spiking": (-64, steps(20, 0.5), 200),
    "tonic_bursting": (-70, steps(22, 15), 220),
    "phasic_bursting": (-64, steps(20, 0.6), 200),
    "mixed": (-70, steps(16, 10), 160),
    "adaptation": (-70, steps(8.5, 30), 85),
    "class_1": (-60, lambda t: 0.075 * max(0, t - 30), 300),
    "class_2": (-64, lambda t: -0.5 + 0.015 * max(0, t - 30), 300),
    "latency": (-70, pulses(7.04, 10, width=3), 100),
    "oscillations": (-62, pulses(2, 20, width=5), 200),
    "resonator": (-62, pulses(0.65, 40, 80, 280, 320, width=4), 400),
    "integrator": (-60, pulses(9, 100 / 11, 100 / 11 + 5, 70, 80, width=2), 100),
    "rebound_spike": (-64, pulses(-15, 20, width=5), 200),
    "rebound_burst": (-64, pulses(-15, 20, width=5), 200),
    "bistability": (-61, pulses(1.24, 37.5, 216, width=5, base=0.24), 300),
    "dap": (-70, lambda t: 20 if abs(t - 10) < 1 else 0, 50),
    "inhibition_spiking": (-63.8, steps(50, 75, 80), 250),
    "inhibition_bursting": (-63.8, steps(50, 75, 80), 250),
}


def published(id):
    """Spike times of the papers' loop, written out once more."""
    v, current, span = PUBLISHED[id]
    p, tau, spikes = PATTERNS[id].cell, 1 / PATTERNS[id].cell["samples"], []
    u = p["b"] * v
    for k in range(round(span / tau) + 1):
        v = v + tau * (0.04 * v**2 + p["p"] * v + p["q"] - u + current(k * tau))
        u = u + tau * p["a"] * (p["b"] * v - u)
        if v > 30:
            spikes.append(k * tau)
            v, u = p["c"], u + p["d"]
    return spikes


def ours(id, span=None, **more):
    entry = PATTERNS[id]
    cell, given = Izhikevich(**entry.cell), CurrentConfig(**entry.input | more)
    n = round((span or entry.span) * cell.samples) + 1
    states, spikes = cell.advance(cell.rest(given.base), given.values(0, n, cell.samples).tolist())
    return states, spikes


def bursts(spikes, apart=15):
    """How many groups of spikes there are."""
    return 1 + int((np.diff(spikes) > apart).sum()) if spikes else 0


@pytest.mark.parametrize("id", sorted(set(PATTERNS) - {"inhibition_bursting"}))
def test_each_pattern_has_as_many_spikes_as_with_the_papers_program(id):
    assert len(ours(id)[1]) == len(published(id))


def test_what_the_patterns_are_named_for():
    spikes = {id: ours(id)[1] for id in PATTERNS}
    assert [len(spikes[id]) for id in ("phasic_spiking", "latency", "rebound_spike", "oscillations")] == [1, 1, 1, 1]
    assert bursts(spikes["tonic_bursting"]) == 4 and bursts(spikes["phasic_bursting"]) == 1
    assert bursts(spikes["inhibition_bursting"]) == bursts(published("inhibition_bursting")) == 2
    assert np.diff(spikes["adaptation"])[-1] > 5 * np.diff(spikes["adaptation"])[0]
    slow, fast = (1000 / np.diff(spikes[id])[0] for id in ("class_1", "class_2"))
    assert slow < 30 < 45 < fast, "how fast each begins"
    assert spikes["latency"][0] - 12.8 > 10, "long after the pulse is over"
    assert spikes["rebound_spike"][0] > 24.8, "when the inhibition is over"
    assert max(spikes["bistability"]) < 37.5 + 178.5, "the second pulse stops it"
    assert len(ours("bistability", gap=190.0)[1]) > len(spikes["bistability"]), "but not at another moment"


@pytest.mark.parametrize(("id", "gap", "fires"), [("resonator", 20, 0), ("resonator", 40, 2), ("integrator", 10, 0)])
def test_a_resonator_wants_a_rhythm_and_an_integrator_haste(id, gap, fires):
    assert len(ours(id, gap=gap)[1]) == fires


def test_the_subthreshold_cell_rings_after_its_spike():
    states, spikes = ours("oscillations")
    v = states[(60 * 4) :, 0]
    turns = np.flatnonzero(np.diff(np.sign(np.diff(v))) < 0)
    assert len(turns) >= 3 and v.max() < -50 and len(spikes) == 1


def test_it_rests_where_nothing_changes():
    cell = Izhikevich()
    v, u = cell.rest(0.0)
    assert v == pytest.approx(-70) and cell.slope(v, u, 0.0) == pytest.approx((0, 0), abs=1e-9)
    assert [stable for _, stable in cell.fixed_points(0.0)] == [True, False]
    assert cell.fixed_points(20.0) == [] and cell.rest(20.0)[0] == cell.c
