"""The script prints what the recording shows."""

import pytest

from core.lessons.cell.recording import Recording
from core.lessons.cell.script import SHAPES, script
from core.lessons.cell.settings import CellSettings
from core.neurons.currents import WAVEFORMS
from tests.alone import printed_alone


def printed(text, folder):
    header, *rows, last = printed_alone(text, folder).splitlines()
    assert header == "spike,ms"
    state = [float(value) for value in last.partition(": ")[2].split()]
    return [float(row.partition(",")[2]) for row in rows], state


@pytest.mark.parametrize(
    ("query", "within"),
    [
        ({"neuron": "lif", "refractory": "3.3", "current": "1.2"}, 1e-9),
        ({"neuron": "izhikevich", "pattern": "ch"}, 1e-9),
        ({"waveform": "pairs", "period": "30"}, 2e-3),
    ],
    ids=["lif", "izhikevich", "hodgkin_huxley"],
)
def test_it_prints_the_spikes_and_the_state_with_all_that_was_changed(query, within, tmp_path):
    made = Recording(CellSettings().from_query(query)[0])
    for ms in range(80):
        if ms == 30:
            made.change(current=1.4 * made.settings.input.current)
            made.change(waveform="noise", hold=3.0)
        if ms == 50:
            made.change(waveform="step", base=0.1)
        made.step()
    spikes, state = printed(script(made, 80), tmp_path)
    assert len(spikes) > 2 and spikes == pytest.approx(made.spikes, abs=within)
    assert state == pytest.approx(made.state.tolist(), abs=20 * within)
    assert "changes = {" in script(made, 80) and "changes" not in script(made, 20)


@pytest.mark.parametrize("waveform", WAVEFORMS)
def test_every_waveform_is_written_as_it_is_computed(waveform):
    assert set(SHAPES) == set(WAVEFORMS)
    settings = CellSettings().replace(neuron="lif", waveform=waveform, period=17.0)
    text = script(Recording(settings), 60)
    space = {}
    exec(text.partition("def advance")[0], space)  # our own script
    expected = settings.input.values(0, 600, 10)
    assert [space["current"](k / 10) for k in range(600)] == pytest.approx(expected.tolist(), abs=1e-6)
    assert ("import numpy" in text) == (waveform in ("sine", "noise"))
