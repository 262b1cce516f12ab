import numpy as np
import pytest

from core.figures.oscilloscope import BINS, Channel, Trace, extremes, oscilloscope
from core.figures.theme import COLOUR, DARK, LIGHT
from core.ui.live import pack

T = np.arange(0, 1001) / 10  # ms
V, CURRENT = COLOUR["positive"], COLOUR["negative"]
CHANNELS = [
    Channel("v (mV)", (-90, 50), [Trace(-65 + 20 * np.sin(T / 5), V, "v")], share=2, levels=[(-50.0, "threshold")]),
    Channel("I (nA)", (-1, 4), [Trace(np.where(T < 50, 0.0, 2.0), CURRENT)]),
]


def draw(theme=LIGHT, **more):
    return oscilloscope(T, (0, 100), CHANNELS, theme=theme, **more)["drawing"]


def links(whole, colour):
    return [item for item in whole["items"] if item["kind"] == "links" and item["colour"] == colour]


def words(whole):
    return [text for item in whole["items"] if item["kind"] == "words" for text in item["text"]]


def numbers(whole, ends):
    plane = whole["plane"]
    (left, right), (low, high) = plane["x_range"], plane["y_range"]
    x = left + (ends[:, [0, 2]] - plane["x"]) / plane["width"] * (right - left)
    return x, high - (ends[:, [1, 3]] - plane["y"]) / plane["height"] * (high - low)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_plane_is_that_of_the_last_channel_continued_upwards(theme):
    whole = draw(theme, title="t", x_title="time (ms)")
    pack({"drawing": whole})
    x, y = numbers(whole, links(whole, CURRENT)[0]["ends"])
    assert y[x < 49].max() == pytest.approx(0, abs=1e-3) and y[x > 51].min() == pytest.approx(2, abs=1e-3)
    assert {"v (mV)", "I (nA)", "time (ms)", "threshold", "v"} <= set(words(whole))
    assert whole["plane"]["y_range"][1] > 4, "above the last channel the values go on"
    assert words(whole).count("100") == 1, "time is told once, below"


def test_spikes_stand_over_the_first_channel_and_a_cursor_in_all():
    whole = draw(spikes=np.array([12.0, 80.0, 300.0]), cursor=40.0)
    marks = links(whole, V)[-1]["ends"]
    x, _ = numbers(whole, marks)
    np.testing.assert_allclose(x[:, 0], [12, 80], atol=1e-4)
    (cursor,) = links(whole, COLOUR["outline"])
    x, _ = numbers(whole, cursor["ends"])
    assert x == pytest.approx(40, abs=1e-4)
    tall = cursor["ends"][0, 3] - cursor["ends"][0, 1]
    assert tall == pytest.approx(whole["plane"]["height"], abs=1)
    assert not links(draw(cursor=200.0), COLOUR["outline"])


def test_strokes_rise_from_the_line_to_the_peak():
    channel = Channel("v", (-90, 50), [Trace(T * 0 - 65, V)], spikes=np.array([[30.0, -50.0]]), peak=20.0)
    whole = oscilloscope(T, (0, 100), [channel], theme=LIGHT)["drawing"]
    x, y = numbers(whole, links(whole, V)[-1]["ends"])
    assert x == pytest.approx(30) and sorted(y[0]) == pytest.approx([-50, 20])


def test_what_is_no_number_is_left_out():
    channel = Channel("v", (0, 1), [Trace(np.full(len(T), np.nan), V)])
    assert not links(oscilloscope(T, (0, 100), [channel], theme=LIGHT)["drawing"], V)


def test_extremes_keep_what_can_be_seen_and_where_it_is():
    y = np.random.default_rng(0).normal(size=len(T))
    x, kept = extremes(T, y, 1.0)
    assert len(x) < 0.5 * len(T) and kept.max() == y.max() and kept.min() == y.min()
    for begin in range(100):
        inside = (begin <= T) & (begin + 1 > T)
        seen = kept[(x >= begin) & (x < begin + 1)]
        assert (seen.min(), seen.max()) == (y[inside].min(), y[inside].max())
    later = extremes(T[15:], y[15:], 1.0)
    assert set(later[0][later[0] >= 2]) == set(x[x >= 2]), "what scrolls by keeps its shape"
    level = extremes(T, np.zeros(len(T)), 1.0)[0]
    assert len(level) <= 3, "a level line needs no points"


def test_few_points_are_all_kept():
    x, y = np.arange(5.0), np.array([1.0, 2, 1, 2, 1])
    assert extremes(x, y, 100 / BINS)[0] is x
