import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.figures.strokes import Stroke, chained, dashes, key
from core.ui.live import pack

ACROSS = np.array([[0.0, 0, 10, 0], [10, 0, 10, 10]])  # right, then up


def test_dashes_leave_gaps_and_go_on_round_the_corner() -> None:
    np.testing.assert_allclose(dashes(ACROSS[:1], 4, 2), [[0, 0, 4, 0], [6, 0, 10, 0]])
    np.testing.assert_allclose(dashes(ACROSS, 8, 4), [[0, 0, 8, 0], [10, 2, 10, 10]])
    np.testing.assert_allclose(dashes(ACROSS, 12, 100), [[0, 0, 10, 0], [10, 0, 10, 2]])


@given(st.lists(st.floats(0, 50), min_size=1, max_size=20), st.floats(1, 9), st.floats(1, 9))
def test_dashes_add_up(lengths: list[float], on: float, off: float) -> None:
    ends = np.concatenate([[0.0], np.cumsum(lengths)])
    pieces = np.stack([ends[:-1], 0 * ends[1:], ends[1:], 0 * ends[1:]], axis=1)
    found, total = dashes(pieces, on, off), ends[-1]
    whole, rest = divmod(total, on + off)
    assert np.abs(found[:, 2] - found[:, 0]).sum() == pytest.approx(whole * on + min(rest, on), abs=1e-6)


@given(st.permutations(range(12)), st.lists(st.booleans(), min_size=12, max_size=12), st.booleans())
def test_pieces_in_any_order_are_chained_again(order: list[int], turned: list[bool], closed: bool) -> None:
    angle = np.linspace(0, 2 * np.pi if closed else 5, 13)
    way = np.stack([np.cos(angle), np.sin(angle)], 1)
    pieces = np.concatenate([way[:-1], way[1:]], 1)
    mixed = np.where(np.array(turned)[:, None], pieces[order][:, [2, 3, 0, 1]], pieces[order])
    found = chained(mixed)
    np.testing.assert_allclose(found[1:, :2], found[:-1, 2:], atol=1e-6)
    assert len({tuple(np.sort(p.round(6))) for p in found}) == len({tuple(np.sort(p.round(6))) for p in pieces})


def test_two_lines_are_chained_one_after_the_other() -> None:
    found = chained(np.array([[0.0, 0, 1, 0], [5, 5, 6, 5], [1, 0, 2, 0], [7, 5, 6, 5]]))
    np.testing.assert_allclose(found, [[0, 0, 1, 0], [1, 0, 2, 0], [5, 5, 6, 5], [6, 5, 7, 5]])
    assert chained(np.empty((0, 4))).shape == (0, 4)


def test_nothing_gives_nothing() -> None:
    assert dashes(np.empty((0, 4)), 4, 2).shape == (0, 4)
    assert dashes(np.array([[1.0, 1, 1, 1]]), 4, 2).shape == (0, 4)


def test_a_key_shows_each_line_with_its_name() -> None:
    items = key([("learned", Stroke(3, 3.0)), ("答案", Stroke(4, 2.0, (4, 2)))], 10, 20, 1)
    pack({"items": items})
    assert [item["text"] for item in items if item["kind"] == "words"] == [["learned"], ["答案"]]
    first, second = (item for item in items if item["kind"] == "links")
    assert first["colour"] == 3 and len(first["ends"]) == 1 and second["colour"] == 4 and len(second["ends"]) > 1
    assert second["ends"][0, 0] > items[1]["xy"][0, 0]


def test_a_key_that_would_reach_too_far_moves_together() -> None:
    entries = [(name, Stroke(3, 2.0)) for name in ("input", "target", "marked", "LSTM", "RNN")]
    wide, narrow = (key(entries, 44, 9, 1, right=right) for right in (400, 320))
    assert str(wide) == str(key(entries, 44, 9, 1))
    last = narrow[-1]["xy"][0, 0] + 6.2 * len("RNN")
    assert last <= 320 < wide[-1]["xy"][0, 0] + 6.2 * len("RNN")
