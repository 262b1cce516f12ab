import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.figures.axes import Axes
from core.figures.runners import APART, FIRST, Runner, colours, heads, spread, tracks
from core.figures.theme import DARK, LIGHT, SYMBOLS

AXES = Axes((-2, 2), (-1.5, 1.5), 40, 10, 400, 300)


def runner(number: int, *points: tuple[float, float], **more: object) -> Runner:
    return Runner(f"r{number}", number, np.array(points, float).reshape(-1, 2), **more)


def test_each_of_seven_differs_in_colour_and_symbol() -> None:
    seven = [runner(i, (0, 0)) for i in range(7)]
    assert len({r.symbol for r in seven}) == len({r.colour for r in seven}) == 7
    for theme in (LIGHT, DARK):
        palette = colours(theme)
        assert [palette[r.colour] for r in seven] == list(theme.classes[:7])
        assert all(palette[r.colour + 8].startswith("rgba") for r in seven)


def test_the_way_behind_is_drawn_in_full_and_the_way_ahead_pale() -> None:
    ahead = np.array([(1.0, 0.0), (1.0, 1.0)])
    items = tracks([runner(2, (-1, 0), (1, 0), ahead=ahead)], AXES)
    lines = [item for item in items if item["kind"] == "links"]
    np.testing.assert_allclose(lines[0]["ends"], [(340, 160, 340, 60)])
    np.testing.assert_allclose(lines[1]["ends"], [(140, 160, 340, 160)])
    assert (lines[0]["colour"], lines[1]["colour"]) == (FIRST + 2 + 8, FIRST + 2)
    assert lines[0]["width"] < lines[1]["width"]


def test_marks_along_the_way_are_the_runners_symbol() -> None:
    (marks,) = [item for item in tracks([runner(3, (-2, 0), (2, 0), (-2, 0))], AXES) if item["kind"] == "marks"]
    assert marks["shape"] == SYMBOLS[3] and len(marks["xy"]) == 2


def test_a_lost_one_is_struck_out_where_it_left() -> None:
    items = heads([runner(0, (0, 0), (8, 0), lost=True), runner(1, (0, 1))], AXES, 1, ["a", "b"])
    strike = next(item for item in items if item.get("shape") == "strike")
    np.testing.assert_allclose(strike["xy"], [(440, 160)])
    named = [item for item in items if item.get("name") == "runner"]
    assert [item["hover"] for item in named] == [["a"], ["b"]]
    assert [item["data"].tolist() for item in named] == [[[0]], [[1]]]
    told = sorted(word for item in items if item["kind"] == "words" for word in item["text"])
    assert told == ["r0", "r1"]


def test_names_are_left_out_where_all_stand_together() -> None:
    items = heads([runner(0, (0, 0)), runner(1, (0, 0))], AXES, None, ["a", "b"])
    assert not [item for item in items if item["kind"] == "words"]


def test_places_that_are_no_number_do_not_break_it() -> None:
    bad = runner(0, (0, 0), (np.inf, np.nan), lost=True)
    for item in [*tracks([bad], AXES), *heads([bad, runner(1, (np.nan, np.nan))], AXES, 0, ["", ""])]:
        for value in item.values():
            if isinstance(value, np.ndarray):
                assert np.isfinite(value).all()


@given(st.lists(st.floats(0, 300), min_size=1, max_size=8))
def test_names_stand_apart_in_order_and_as_near_as_they_can(y: list[float]) -> None:
    placed = spread(np.array(y), 7, 293)
    order = np.argsort(y, kind="stable")
    assert (np.diff(placed[order]) >= APART - 1e-9).all()
    assert placed.max() <= 293 + 1e-9
    apart = np.diff(np.sort(np.clip(y, 7, 293)))
    if len(y) == 1 or apart.min() >= APART:
        np.testing.assert_allclose(placed, np.clip(y, 7, 293))
