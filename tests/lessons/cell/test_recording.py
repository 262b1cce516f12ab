"""A recording: time that passes, changes on the way, and going back."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings

from core.lessons.cell.recording import LONGEST, PASS, Recording
from core.lessons.cell.settings import CellSettings
from core.neurons.neurons import NEURONS
from core.run import Run
from core.settings import SettingError, bounds
from tests.lessons.cell.test_settings import asked


def recording(n=0, **values):
    made = Recording(CellSettings().replace(**values))
    for _ in range(n):
        made.step()
    return made


@pytest.mark.parametrize("neuron", NEURONS)
def test_it_is_the_cell_under_its_current(neuron):
    made = recording(60, neuron=neuron, waveform="pulses", period=15.0)
    cell, given = made.settings.cell, made.settings.input
    currents = given.values(0, 60 * cell.samples, cell.samples)
    states, spikes = cell.advance(cell.rest(given.base), currents.tolist())
    n = 60 * cell.samples
    np.testing.assert_allclose(made.trace[1 : n + 1, :-1], states, rtol=1e-3, atol=1e-3)
    np.testing.assert_allclose(made.trace[:n, -1], currents, rtol=1e-6)
    assert made.spikes == pytest.approx(spikes, abs=1e-3) and np.isnan(made.trace[n + 1 :]).all()


@pytest.mark.parametrize("neuron", NEURONS)
def test_restore_repeats_it_bit_for_bit(neuron):
    made = recording(30, neuron=neuron, waveform="noise", seed=3)
    frame = made.frame()
    for _ in range(40):
        made.step()
    end, trace, spikes = made.frame(), made.trace.copy(), made.spikes.copy()
    made.restore(frame)
    assert made.step_count == 30 and all(spike <= 30 for spike in made.spikes)
    for _ in range(40):
        made.step()
    assert torch.equal(made.frame().weights["state"], end.weights["state"]) and made.spikes == spikes
    np.testing.assert_array_equal(made.trace, trace)
    other = recording(neuron=neuron, waveform="noise", seed=3)
    other.restore(frame)
    for _ in range(40):
        other.step()
    assert torch.equal(other.frame().weights["state"], end.weights["state"])
    assert np.isnan(other.trace[30 * other.settings.cell.samples - 1]).all(), "of what it has not made it knows nothing"


def test_frames_are_copies_without_a_loss():
    made = recording(25)
    frame = made.frame()
    before = frame.weights["state"].clone()
    made.step()
    assert torch.equal(frame.weights["state"], before)
    assert not any("loss" in name for name in frame.metrics) and frame.progress == 25 / PASS


def test_a_change_counts_from_the_next_millisecond_and_is_remembered():
    made = recording(20, current=2.0, onset=0.0)
    made.change(current=30.0)
    made.change(g_k=30.0, window=200.0, activation="relu")
    assert made.changes == [(20, {"current": 30.0, "g_k": 30.0})], "what is only looked at is no change"
    assert made.trace[20 * 10, -1] == 30, "shown at once"
    made.step()
    assert made.trace[20 * 10, -1] == 30 and made.trace[20 * 10 - 1, -1] == 2
    frame = made.frame()
    made.change(current=5.0)
    made.restore(frame)
    assert made.changes == [(20, {"current": 30.0, "g_k": 30.0}), (21, {"current": 5.0})]


def test_before_the_first_step_a_change_counts_from_the_beginning():
    made = recording()
    made.change(base=5.0)
    assert made.changes == [] and made.initial == made.settings
    assert made.state == pytest.approx(made.settings.cell.rest(5.0)) and made.trace[0, 0] == pytest.approx(
        made.state[0]
    )


@pytest.mark.parametrize("cold", [{"neuron": "lif"}, {"pattern": "rs"}, {"samples": 5}])
def test_what_needs_a_new_recording_is_refused(cold):
    with pytest.raises(SettingError):
        recording().change(**cold)


def test_it_ends_when_it_is_full():
    run = Run(recording(neuron="lif"))
    run.learner.restore(replace(run.newest, step=LONGEST - 3))
    run.advance(10)
    assert (run.outcome, run.newest.step) == ("done", LONGEST)


def test_what_is_no_number_ends_it():
    run = Run(recording())
    run.advance(10, 5)
    run.learner.state[1] = np.nan
    run.step()
    assert run.outcome == "nan" and run.diverged


def test_a_run_goes_back_and_on():
    run = Run(recording(neuron="lif"))
    run.advance(10, 300)
    end, spikes = run.newest.weights["state"].clone(), run.learner.spikes.copy()
    run.rewind(run.frames()[50])
    assert run.newest.step == 50
    run.advance(10, 250)
    assert torch.equal(run.newest.weights["state"], end) and run.learner.spikes == spikes


@pytest.mark.filterwarnings("ignore::scipy.integrate.ODEintWarning")
@settings(deadline=None, max_examples=40)
@given(asked())
def test_no_setting_breaks_it_without_saying_so(values):
    made = recording(8, **values | {"onset": 2.0})
    state = made.frame().weights["state"]
    assert torch.isfinite(state).all() or made.verdict(made.frame(), made.frame()) == "nan"


@pytest.mark.filterwarnings("ignore::scipy.integrate.ODEintWarning")
@pytest.mark.parametrize("neuron", NEURONS)
def test_all_parameters_at_their_ends_still_give_a_state_or_a_verdict(neuron):
    base = CellSettings().replace(neuron=neuron)
    for name in type(base.cell).model_fields:
        for value in bounds(base.fields()[name]):
            for current in (-200.0, 200.0):
                made = Recording(base.replace(**{name: value, "current": current, "onset": 0.0}))
                for _ in range(4):
                    made.step()
                assert np.isfinite(made.state).all() or made.stops
