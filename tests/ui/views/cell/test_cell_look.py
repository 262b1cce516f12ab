"""What a cell's look shows of a recording, and what dragging and pointing do."""

import re

import numpy as np
import pytest

from core.figures.theme import THEMES
from core.lessons.cell.recording import Recording
from core.lessons.cell.settings import CellSettings
from core.neurons.neurons import NEURONS
from core.ui.language import speaking
from core.ui.live import pack
from core.ui.player import Player
from core.ui.views.cell.equations import artificial_lines, equation_lines
from core.ui.views.cell.look import CellLook, CellPicture, current_range
from core.ui.views.cell.panels import PANELS, v_range
from core.ui.views.cell.phase import PHASES


@pytest.fixture(autouse=True)
def english():
    with speaking("en"):
        yield


def player(ms=120, **values):
    held = Player(Recording)
    held.hold(CellSettings().replace(**values))
    held.run.advance(60, ms)
    return held


def look(held, theme="light", width=900):
    frame, picture = held.frame(), CellPicture()
    more = (held.selected, held.point, held.picked, width)
    return CellLook(held.settings, held.run, frame, held.frames(), THEMES[theme], picture, *more)


def event(panel, x, y, start=True, **more):
    return {"panel": panel, "x": x, "y": y, "x0": x, "y0": y, "start": start} | more


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("neuron", NEURONS)
def test_every_panel_is_drawn_from_the_first_moment_on(neuron, theme):
    for ms in (0, 3, 150):
        seen = look(player(ms, neuron=neuron), theme, width=390 if ms == 3 else 900)
        for panel in PANELS.values():
            pack({"figure": panel.figure(seen)})
        assert not any(label in ("epoch", "train loss") for label, _ in seen.readout())


def test_the_window_fills_and_then_scrolls():
    held = player(40)
    assert look(held).x_range == (0, 100) and len(look(held).t) == 401
    held.run.advance(60, 200)
    seen = look(held)
    assert seen.x_range == (140, 240) and seen.t[0] == pytest.approx(140) and seen.t[-1] == 240
    assert (seen.spikes_shown > 140).all() and len(seen.spikes) > len(seen.spikes_shown) > 0


def test_going_back_shows_what_was():
    held = player(200)
    spikes = len(look(held).spikes)
    held.scrub(50)
    seen = look(held)
    assert seen.now == held.frames()[50].step < 200 and len(seen.spikes) < spikes
    assert seen.shown[-1, 0] == pytest.approx(held.frame().weights["state"][0].item(), abs=1e-3)


def test_the_current_is_dragged_within_its_axis_and_takes_effect_at_once():
    held = player(50)
    low, high = current_range(held.settings)
    CellLook.dragged(held, event("scope", 30, 12.34))
    assert held.settings.input.current == 12.3 and held.asked and held.run.learner.step_count == 50
    CellLook.dragged(held, event("scope", 30, 1e6, start=False, y0=12.34))
    assert held.settings.input.current == high and look(held).current_range == (low, high), "the axis stands still"
    held.run.advance(60, 1)
    assert held.run.learner.trace[500, -1] == high
    CellLook.hovered(held, event("scope", 30, 5))
    assert look(held).current_range[1] > high, "let go, it has room again"


def test_above_the_current_a_drag_does_nothing():
    held = player(50)
    CellLook.dragged(held, event("scope", 30, 60.0))
    assert held.settings.input.current == 10 and not held.asked


def test_on_the_rate_curve_a_drag_sets_the_whole_current():
    held = player(20, base=5.0)
    CellLook.dragged(held, event("rate", 30.0, 70.0))
    assert held.settings.input.current == 25


def test_what_is_under_the_pointer_is_told():
    held = player(100)
    CellLook.hovered(held, event("scope", 52.0, 0))
    seen = look(held)
    assert seen.time == 52 and seen.state[0] == pytest.approx(held.run.learner.trace[520, 0])
    held.run.advance(60, 200)
    assert look(held).at is None, "what has left the screen is no longer told"
    CellLook.hovered(held, event("scope", 299.99, 0))
    assert look(held).at == 299.99
    CellLook.hovered(held, event("scope", 300.5, 0))
    assert look(held).at is None


def told(line):
    return [float(v.replace("−", "-")) for v in re.findall(r"−?\d+\.?\d*(?:e[−-]?\d+)?", line.rpartition("=")[2])]


def test_the_equations_give_the_slopes_of_the_moment():
    held = player(35)
    for neuron in NEURONS:
        held.follow(CellSettings().replace(neuron=neuron, current=1.0 if neuron == "lif" else 20.0, onset=0.0))
        held.run.advance(60, 7)
        seen = look(held)
        lines, state, current = equation_lines(seen), seen.state, seen.current
        if neuron == "hodgkin_huxley":
            slopes = held.settings.cell.motion()(state, 0.0, current)
            assert told(lines[4])[0] == pytest.approx(slopes[0], rel=1e-3)
            assert [told(line)[0] for line in lines[6:]] == pytest.approx(slopes[1:], rel=2e-3)
            assert [told(line)[0] for line in lines[1:4]] == pytest.approx(held.settings.cell.currents(state), rel=1e-3)
        elif neuron == "izhikevich":
            assert (told(lines[1])[0], told(lines[3])[0]) == pytest.approx(
                held.settings.cell.slope(*state, current), rel=1e-3
            )
        else:
            cell = held.settings.cell
            assert told(lines[1])[0] == pytest.approx((cell.target(current) - state[0]) / cell.tau, rel=1e-3)
            assert told(lines[-1])[-1] == pytest.approx(cell.rate(current), rel=1e-3)


def test_a_refractory_cell_says_so():
    held = player(1, neuron="lif", refractory=20.0, onset=0.0, current=2.0)
    while not held.run.learner.spikes:
        held.run.step()
    assert "refractory" in equation_lines(look(held))[1]


def test_the_artificial_neuron_is_told_when_the_rate_is_known():
    held = player(5, neuron="lif", tau=19.0)
    seen = look(held)
    assert "still being measured" in artificial_lines(seen)[0] and seen.fit is None
    seen.curve.measure(60)
    seen = look(held)
    lines = artificial_lines(seen)
    assert lines[0].startswith("ReLU") and "Farthest apart" in lines[4]
    held.follow(held.settings.replace(activation="step"))
    assert artificial_lines(look(held))[0].startswith("Step")


def test_a_jump_and_a_silence_are_said():
    held = player(5)
    curve = look(held).curve
    curve._rates = dict(zip(np.linspace(-10, 90, 50), [0.0] * 9 + [60.0] * 40 + [0.0], strict=True))
    lines = artificial_lines(look(held))
    assert any("begins with a jump" in line for line in lines) and any("falls silent" in line for line in lines)
    curve._rates = dict.fromkeys(np.linspace(-10, 90, 50), 0.0)
    curve._fits = None
    assert "nothing to fit" in artificial_lines(look(held))[0]
    curve._rates, curve._fits = {}, None


def test_the_phase_plane_crosses_where_the_cell_rests():
    seen = look(player(30, current=0.0))
    found = PHASES["hodgkin_huxley"](seen)
    still, open_n = found.curves
    v = seen.state[0]
    known = np.isfinite(still.y)
    assert np.interp(v, still.x[known], still.y[known]) == pytest.approx(np.interp(v, open_n.x, open_n.y), abs=0.01)
    seen = look(player(30, neuron="izhikevich", current=0.0))
    parabola, line = PHASES["izhikevich"](seen).curves
    for v, u, _ in PHASES["izhikevich"](seen).points:
        assert (np.interp(v, parabola.x, parabola.y), np.interp(v, line.x, line.y)) == pytest.approx((u, u), abs=0.02)


def test_a_spike_of_izhikevich_reaches_its_peak_and_breaks_the_path():
    seen = look(player(60, neuron="izhikevich"))
    path = PHASES["izhikevich"](seen).path
    peaks = np.flatnonzero(path[:, 0] == 30)
    assert len(peaks) == len(seen.spikes_shown) and np.isnan(path[peaks + 1]).all()
    np.testing.assert_allclose(path[peaks + 2, 1], path[peaks, 1] + seen.settings.izhikevich.d, atol=1e-4)


def test_the_screen_grows_in_steps_and_only_when_it_must():
    assert v_range(look(player(60))) == (-90, 50)
    low, high = v_range(look(player(60, current=-60.0)))
    assert low < -100 and low % 10 == 0 and high == 50


def test_a_broken_cell_says_it_without_failing():
    held = player(20)
    held.run.learner.state[1] = np.nan
    held.run.step()
    seen = look(held)
    assert "no number" in equation_lines(seen)[0]
    for panel in PANELS.values():
        pack({"figure": panel.figure(seen)})
