import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.figures.field import Field, polyline, power, rounds, whole

PLANE = Field(10, 20, 400, 300, (-2, 2), (-1.5, 1.5))


def test_corners_stand_at_the_corners() -> None:
    places = PLANE.place(np.array([(-2, 1.5), (2, -1.5), (0, 0)]))
    np.testing.assert_allclose(places, [(10, 20), (410, 320), (210, 170)])
    assert PLANE.inside(places).all()
    assert not PLANE.inside(np.array([(9.9, 30), (np.nan, 30)])).any()


def test_segments_are_cut_at_the_rim() -> None:
    cut = PLANE.clip(np.array([(0, 100, 500, 100), (50, 50, 60, 60), (0, 0, 5, 5), (100, 0, 100, 900), (5, 50, 5, 60)]))
    np.testing.assert_allclose(cut, [(10, 100, 410, 100), (50, 50, 60, 60), (100, 20, 100, 320)])
    assert len(PLANE.clip(np.array([(0, 0, np.inf, 1), (np.nan, 0, 1, 1)]))) == 0


@given(st.lists(st.tuples(*[st.floats(-1000, 1000)] * 4), max_size=20))
def test_what_is_cut_lies_inside_and_on_its_segment(ends: list[tuple[float, ...]]) -> None:
    segments = np.array(ends).reshape(-1, 4)
    cut = PLANE.clip(segments).astype(np.float64)
    for point in cut.reshape(-1, 2):
        assert (point >= (10 - 1e-3, 20 - 1e-3)).all() and (point <= (410 + 1e-3, 320 + 1e-3)).all()
    assert len(cut) <= len(segments)
    both = PLANE.inside(segments[:, :2]) & PLANE.inside(segments[:, 2:]) & (segments[:, :2] != segments[:, 2:]).any(1)
    assert len(cut) >= both.sum()


def test_ticks_are_round_and_within() -> None:
    assert rounds((-6, 6)) == [-6, -4, -2, 0, 2, 4, 6]
    assert rounds((-0.5, 2.5), 5) == [0, 1, 2]
    assert not np.signbit(rounds((-2, 2))[2]), "no −0"
    assert whole((-3.0, 2.0)) == [-3, -2, -1, 0, 1, 2]
    assert len(whole((-30, 2))) <= 7
    assert [power(e) for e in (-4, -2, 0, 3, 12)] == ["10⁻⁴", "0.01", "1", "1000", "10¹²"]


def test_a_path_keeps_its_turns_and_drops_what_cannot_be_seen() -> None:
    zigzag = np.column_stack([np.arange(50), np.where(np.arange(50) % 2, 100, 0)])
    assert len(polyline(zigzag)) == 49
    still = np.concatenate([zigzag, zigzag[-1] + np.random.default_rng(0).normal(0, 1e-4, (1000, 2))])
    short = polyline(still)
    assert len(short) <= 51
    np.testing.assert_array_equal(short[-1, 2:], still[-1])
    np.testing.assert_array_equal(short[1:, :2], short[:-1, 2:])


def test_long_paths_are_bounded_and_broken_ones_bearable() -> None:
    rng = np.random.default_rng(0)
    assert len(polyline(rng.normal(0, 100, (20_000, 2)))) <= 1201
    assert polyline(np.array([(1.0, 2.0)])).shape == (0, 4)
    assert len(polyline(np.array([(0, 0), (5, 5), (np.inf, 1), (np.nan, np.nan)]))) == 1
    assert len(polyline(np.array([(0, 0), (1e300, 5), (3, 3)]))) == 2


def test_axes_name_what_they_show() -> None:
    items = PLANE.axes("x", "y", line=4, ink=2)
    texts = [item["text"] for item in items if item["kind"] == "words"]
    assert texts == [["−2", "−1", "0", "1", "2"], ["−1.5", "−1", "−0.5", "0", "0.5", "1", "1.5"], ["x"], ["y"]]
    assert PLANE.spec()["x_range"] == [-2, 2]
