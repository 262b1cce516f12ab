import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.figures.drawing import HEAD
from core.figures.plane import CLASS, COLOUR, DASH, Plane, clipped, dashes, decades, power, ticks, tidy
from core.figures.theme import DARK, LIGHT

PLANE = Plane((-2, 2), (0, 10), 320, 240)
BOX = (0.0, 0.0, 100.0, 50.0)
places = st.floats(-300, 300)


def test_corners_and_middle():
    left, top, right, bottom = PLANE.box
    assert PLANE.across(np.array([-2, 0, 2])).tolist() == [left, (left + right) / 2, right]
    assert PLANE.up(np.array([0, 5, 10])).tolist() == [bottom, (top + bottom) / 2, top]


def test_a_logarithmic_axis_has_equal_steps_for_equal_factors():
    plane = Plane((0, 1), (1e-4, 1), 320, 240, log_y=True)
    assert np.ptp(np.diff(plane.up(10.0 ** np.arange(-4, 1)))) == pytest.approx(0, abs=1e-9)
    assert not np.isfinite(plane.up(0.0))


def test_a_title_takes_room_from_the_height():
    drawn = Plane((-2, 2), (0, 10), 320, 240, title="Loss").draw([], LIGHT)["drawing"]
    assert (drawn["width"], drawn["height"], drawn["title"]) == (320, 240 - HEAD, "Loss")
    assert PLANE.draw([], LIGHT)["drawing"]["height"] == 240


def test_the_drawing_tells_its_plane():
    plane = PLANE.draw([], LIGHT)["drawing"]["plane"]
    left, top, right, bottom = PLANE.box
    assert (plane["x"], plane["y"], plane["width"], plane["height"]) == (left, top, right - left, bottom - top)
    assert (list(plane["x_range"]), list(plane["y_range"])) == ([-2, 2], [0, 10])


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_colours_are_the_themes(theme):
    colours = PLANE.draw([], theme)["drawing"]["colours"]
    assert colours[COLOUR["gradient"]] == theme.gradient
    assert colours[CLASS + 1] == theme.classes[1]


def test_a_line_is_cut_off_at_the_rim():
    ends = PLANE.line(np.array([-2.0, 2.0]), np.array([-10.0, 30.0]), 0)["ends"]
    expected = [PLANE.across(-1.0), PLANE.up(0.0), PLANE.across(0.0), PLANE.up(10.0)]
    np.testing.assert_allclose(ends, [expected], rtol=1e-6)


def test_what_is_not_finite_breaks_a_line():
    y = np.array([1.0, 2.0, np.nan, 3.0, np.inf, 4.0, 5.0])
    assert len(PLANE.line(np.linspace(-2, 2, 7), y, 0)["ends"]) == 2


@given(st.lists(st.tuples(places, places, places, places), min_size=1, max_size=8))
def test_clipped_lines_lie_in_the_box_and_on_the_line(lines):
    ends = np.array(lines)
    for one in ends:
        found = clipped(one[None], BOX)
        if not len(found):
            steps = np.linspace(0, 1, 301)[:, None]
            dots = one[:2] + steps * (one[2:] - one[:2])
            inside = (dots > np.array(BOX[:2]) + 1e-6) & (dots < np.array(BOX[2:]) - 1e-6)
            assert not inside.all(1).sum() > 1
            continue
        assert (found >= -1e-6).all()
        assert (found[:, 0::2] <= 100 + 1e-6).all()
        assert (found[:, 1::2] <= 50 + 1e-6).all()
        along, to = one[2:] - one[:2], found[0, :2] - one[:2]
        assert along[0] * to[1] - along[1] * to[0] == pytest.approx(0, abs=1e-6 * (1 + np.abs(along).max() ** 2))


def test_lines_inside_stay_and_lines_outside_go():
    inside = np.array([[1.0, 1, 99, 49]])
    np.testing.assert_array_equal(clipped(inside, BOX), inside)
    assert len(clipped(np.array([[-5.0, 1, -1, 49], [1, 60, 90, 60], [120, 20, 130, 20]]), BOX)) == 0
    np.testing.assert_array_equal(clipped(np.array([[-50.0, 25, 150, 25]]), BOX), [[0, 25, 100, 25]])


def test_dashes_are_equally_long_and_leave_gaps():
    found = dashes(np.column_stack([np.linspace(0, 95, 40), np.full(40, 10.0)]), BOX)
    long = np.hypot(found[:, 2] - found[:, 0], found[:, 3] - found[:, 1])
    np.testing.assert_allclose(long[:-1], DASH, rtol=1e-6)
    assert (found[1:, 0] > found[:-1, 2]).all()
    assert len(dashes(np.array([[-9.0, 5], [-1, 5]]), BOX)) == 0


@pytest.mark.parametrize("slope", [0.0, 3.0, -7.5])
def test_a_tangent_has_its_slope_in_the_planes_units(slope):
    x0, y0, x1, y1 = PLANE.tangent(0.0, 5.0, slope, 0, reach=30)["ends"][0]
    rise = (PLANE.up(5.0) - (y1 - y0)) - PLANE.up(5.0)
    per_x, per_y = PLANE.across(1.0) - PLANE.across(0.0), PLANE.up(0.0) - PLANE.up(1.0)
    assert rise / per_y / ((x1 - x0) / per_x) == pytest.approx(slope, abs=1e-5)


def test_a_tangent_of_an_infinite_slope_is_upright():
    x0, _, x1, _ = PLANE.tangent(0.0, 5.0, np.inf, 0)["ends"][0]
    assert x0 == x1


def test_marks_beyond_the_rim_are_moved_onto_it():
    xy = PLANE.marks(np.array([0.0, 0.0]), np.array([5.0, 1e9]), 0)["xy"]
    assert xy[1, 1] == PLANE.box[1]


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))
def test_ticks_are_few_and_within(low, wide):
    high = low + wide
    if high - low < 1e-9 * max(1, abs(low)):
        return
    found = ticks(low, high)
    assert 3 <= len(found) <= 11
    step = (high - low) * 1e-6
    assert found[0] >= low - step and found[-1] <= high + step


def test_ticks_and_decades_by_hand():
    assert ticks(0, 1).tolist() == [0, 0.25, 0.5, 0.75, 1]
    assert ticks(-8, 8).tolist() == [-5, 0, 5] or len(ticks(-8, 8)) >= 4
    np.testing.assert_allclose(decades(1e-4, 2), [1e-4, 1e-3, 1e-2, 1e-1, 1])
    assert (tidy(-0.25), power(1e-3), power(1e12)) == ("−0.25", "10⁻³", "10¹²")


def test_axes_have_a_number_for_every_tick():
    words = [item for item in PLANE.axes("z", "L") if item["kind"] == "words"]
    assert words[0]["text"] == [tidy(x) for x in ticks(-2, 2)]
    assert [w["text"] for w in words[2:]] == [["z"], ["L"]]
