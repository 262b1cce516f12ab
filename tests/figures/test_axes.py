import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.figures.axes import ACROSS, BOTTOM, FEW, LEFT, RIGHT, TICKS, TOP, UP, Axes, clip, decades, thinned, ticks
from core.figures.drawing import HEAD
from core.figures.theme import CLASS, COLOUR, DARK, LIGHT, Theme
from core.ui.live import pack

AXES = Axes((-2.0, 2.0), (0.0, 1.0), 40.0, 10.0, 400.0, 100.0)
LOG = Axes((0.0, 1.0), (1e-4, 1.0), 40.0, 10.0, 400.0, 100.0, log_y=True)
BOX = (-3.0, -1.0, 4.0, 2.0)
reals = st.floats(-50, 50, allow_nan=False)


def words(axes: Axes, **more: object) -> list[list[str]]:
    items = axes.items("z", "f(z)", text=1, grid=2, **more)  # type: ignore[arg-type]
    return [item["text"] for item in items if item["kind"] == "words"]


def test_numbers_stand_where_they_belong() -> None:
    np.testing.assert_allclose(
        AXES.place(np.array([-2, 0, 2]), np.array([0, 0.5, 1])), [[40, 110], [240, 60], [440, 10]]
    )
    np.testing.assert_allclose(AXES.place(1.0, 0.25), [[340, 85]])
    assert AXES.across(1.0) == 340 and AXES.up(0.25) == 85
    assert AXES.inside(2, 1) and not AXES.inside(2.01, 1) and not AXES.inside(0, -0.01)
    assert AXES.inside(np.array([0, np.nan, 3]), np.array([0, 0.5, 0.5])).tolist() == [True, False, False]


def test_a_logarithmic_axis_has_equal_steps_for_equal_factors() -> None:
    np.testing.assert_allclose(LOG.up(10.0 ** np.arange(-4, 1)), [110, 85, 60, 35, 10])
    assert not np.isfinite(LOG.up(0.0)) and not np.isfinite(LOG.up(-1.0))
    assert LOG.plane["y_range"] == [-4, 0]
    assert words(LOG)[1] == ["10⁻⁴", "10⁻³", "0.01", "0.1", "1"]


def test_places_beyond_the_rim_are_moved_onto_it() -> None:
    found = AXES.rim(AXES.place(np.array([0, 9, 0]), np.array([0.5, 0.5, np.inf])))
    np.testing.assert_array_equal(found, [[240, 60], [440, 60], [240, 10]])


def test_a_line_is_cut_off_at_the_rim() -> None:
    pieces = AXES.line(np.array([-4.0, 4.0]), np.array([0.5, 0.5]))
    np.testing.assert_allclose(pieces, [[40, 60, 440, 60]])
    steep = AXES.line(np.array([0.0, 0.0]), np.array([-5.0, 5.0]))
    np.testing.assert_allclose(steep, [[240, 110, 240, 10]])
    assert len(AXES.line(np.array([3.0, 4.0]), np.array([0.0, 1.0]))) == 0
    assert AXES.line(np.array([1.0]), np.array([1.0])).shape == (0, 4)


def test_what_is_not_finite_breaks_a_line() -> None:
    x, y = np.linspace(-2, 2, 7), np.array([0.1, 0.2, np.nan, 0.3, np.inf, 0.4, 0.5])
    assert len(AXES.line(x, y)) == 2
    assert len(AXES.line(x, y, least=1.0)) == 2
    assert np.isfinite(AXES.line(np.array([0, 1e300, 0]), np.array([0, 0.5, 1.0]), least=1.0)).all()


def test_segments_are_cut_one_by_one() -> None:
    found = AXES.segments(np.array([(-4, 0.5, 4, 0.5), (3, 0, 3, 1), (0, 0.25, 1, 0.25)]))
    np.testing.assert_allclose(found, [(40, 60, 440, 60), (240, 85, 340, 85)])


@given(st.lists(st.tuples(reals, reals, reals, reals), min_size=1, max_size=8))
def test_what_is_clipped_lies_inside_and_on_its_line(lines: list[tuple[float, float, float, float]]) -> None:
    for line in np.array(lines):
        found = clip(line[None], BOX)
        middle_in = [line[:2] + s * (line[2:] - line[:2]) for s in np.linspace(0, 1, 201)]
        inside = [(-3 < x < 4) and (-1 < y < 2) for x, y in middle_in]
        if sum(inside) > 2 and (line[2:] != line[:2]).any():
            assert len(found) == 1
        if not len(found):
            continue
        assert (found[:, [0, 2]] >= -3 - 1e-9).all() and (found[:, [0, 2]] <= 4 + 1e-9).all()
        assert (found[:, [1, 3]] >= -1 - 1e-9).all() and (found[:, [1, 3]] <= 2 + 1e-9).all()
        along = line[2:] - line[:2]
        away = (found.reshape(-1, 2) - line[:2]) @ np.array([-along[1], along[0]])
        np.testing.assert_allclose(away, 0, atol=1e-6 * max(1, float(along @ along)))


def test_lines_inside_stay_and_lines_outside_or_not_finite_go() -> None:
    inside = np.array([[-2.0, 0, 3, 1]])
    np.testing.assert_array_equal(clip(inside, BOX), inside)
    assert len(clip(np.array([[-5.0, 1, -4, 1], [0, 3, 1, 3], [0, 0, np.inf, 1], [np.nan, 0, 1, 1]]), BOX)) == 0


def test_a_path_keeps_its_turns_and_drops_what_cannot_be_seen() -> None:
    zigzag = np.column_stack([np.arange(50), np.where(np.arange(50) % 2, 100, 0)])
    np.testing.assert_array_equal(thinned(zigzag), zigzag)
    still = np.concatenate([zigzag, zigzag[-1] + np.random.default_rng(0).normal(0, 1e-4, (1000, 2))])
    short = thinned(still)
    assert len(short) <= 52
    np.testing.assert_array_equal(short[-1], still[-1])


def test_long_paths_are_bounded_and_broken_ones_bearable() -> None:
    rng = np.random.default_rng(0)
    assert len(thinned(rng.normal(0, 100, (20_000, 2)))) <= 1202
    assert thinned(np.array([(1.0, 2.0)])).shape == (1, 2)
    assert len(thinned(np.array([(0, 0), (5, 5), (np.inf, 1), (np.nan, np.nan)]))) == 4
    assert len(thinned(np.array([(0, 0), (1e300, 5), (3, 3)]))) == 3


@pytest.mark.parametrize("most", [5, TICKS, 9])
@pytest.mark.parametrize("ends", [(-5, 5), (-0.25, 1.85), (0, 1), (-2, 4), (0.001, 0.0042), (-300, 900), (0, 0.3)])
def test_ticks_are_round_and_few(ends: tuple[float, float], most: int) -> None:
    low, high = ends
    found = ticks(low, high, most)
    assert 2 <= len(found) <= most
    assert (found >= low - 1e-12).all() and (found <= high + 1e-12).all()
    step = np.diff(found)
    np.testing.assert_allclose(step, step[0])
    lead = step[0] / 10 ** np.floor(np.log10(step[0]) + 1e-9)
    assert min(abs(lead - n) for n in (1, 2, 5)) < 1e-6
    if low <= 0 <= high:
        assert 0 in found and not np.signbit(found[found == 0])


def test_ticks_and_decades_by_hand() -> None:
    np.testing.assert_allclose(ticks(0, 0.3, 7), [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3])
    np.testing.assert_allclose(ticks(-6, 6, 7), [-6, -4, -2, 0, 2, 4, 6])
    np.testing.assert_allclose(decades(1e-4, 2), [1e-4, 1e-3, 1e-2, 1e-1, 1])
    assert len(decades(1e-30, 1e2)) <= 6


def test_items_name_the_axes_and_can_be_sent() -> None:
    pack({"items": AXES.items("z", "f(z)", text=1, grid=2), "plane": AXES.plane})
    across = ["−2", "−1.5", "−1", "−0.5", "0", "0.5", "1", "1.5", "2"]
    assert words(AXES) == [across, ["0", "0.5", "1"], ["z"], ["f(z)"]]
    assert words(AXES, x_ticks=())[0] == []
    assert AXES.plane["x_range"] == [-2, 2] and AXES.plane["width"] == 400


@given(st.floats(-1e6, 1e6), st.floats(1e-2, 1e6), st.integers(80, 900), st.integers(60, 500))
def test_ticks_leave_room_for_their_numbers(low: float, wide: float, width: int, height: int) -> None:
    axes = Axes((low, low + wide), (low, low + wide), 40, 10, width, height)
    _, _, columns, rows, *_ = axes.items("", "", text=1, grid=2)
    for places, room, long in ((columns["xy"][:, 0], ACROSS, width), (rows["xy"][:, 1], UP, height)):
        most = max(FEW, long / room)
        assert 2 <= len(places) <= most and np.abs(np.diff(places)).min() > 0.99 * long / (most + 1)


def test_without_lines_only_the_frame_is_drawn() -> None:
    whole, frame = (AXES.items("", "", text=1, grid=2, lines=lines)[0]["ends"] for lines in (True, False))
    assert len(whole) == 4 + 9 + 3
    assert {tuple(end) for end in frame.reshape(-1, 2).tolist()} == {(40, 10), (440, 10), (40, 110), (440, 110)}


@pytest.mark.parametrize("title", ["", "Loss"])
def test_axes_fill_their_drawing_and_a_title_takes_room_from_its_height(title: str) -> None:
    axes = Axes.within((-2, 2), (0, 10), 320, 240, title=title)
    whole = axes.draw([], LIGHT)["drawing"]
    assert (whole["width"], whole["height"], whole["title"]) == (320, 240 - HEAD * bool(title), title)
    top = 0 if title else TOP
    assert axes.box == (LEFT, top, 320 - RIGHT, whole["height"] - BOTTOM)
    plane = whole["plane"]
    assert (plane["x"], plane["y"], plane["width"], plane["height"]) == (LEFT, top, axes.width, axes.height)
    assert (plane["x_range"], plane["y_range"]) == ([-2, 2], [0, 10])


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_colours_are_the_themes_or_given(theme: Theme) -> None:
    colours = AXES.draw([], theme)["drawing"]["colours"]
    assert colours[COLOUR["gradient"]] == theme.gradient and colours[CLASS + 1] == theme.classes[1]
    assert AXES.draw([], theme, ["#123456"])["drawing"]["colours"] == ["#123456"]
