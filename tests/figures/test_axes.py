import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.figures.axes import TICKS, Axes, clip, ticks
from core.ui.live import pack

AXES = Axes((-2.0, 2.0), (0.0, 1.0), 40.0, 10.0, 400.0, 100.0)


def test_numbers_stand_where_they_belong() -> None:
    np.testing.assert_allclose(
        AXES.place(np.array([-2, 0, 2]), np.array([0, 0.5, 1])), [[40, 110], [240, 60], [440, 10]]
    )
    np.testing.assert_allclose(AXES.place(1.0, 0.25), [[340, 85]])
    assert AXES.inside(2, 1) and not AXES.inside(2.01, 1) and not AXES.inside(0, -0.01)


def test_a_line_is_cut_off_at_the_rim() -> None:
    pieces = AXES.line(np.array([-4.0, 4.0]), np.array([0.5, 0.5]))
    np.testing.assert_allclose(pieces, [[40, 60, 440, 60]])
    steep = AXES.line(np.array([0.0, 0.0]), np.array([-5.0, 5.0]))
    np.testing.assert_allclose(steep, [[240, 110, 240, 10]])
    assert len(AXES.line(np.array([3.0, 4.0]), np.array([0.0, 1.0]))) == 0
    assert len(AXES.line(np.array([0.0, np.nan, 1.0]), np.array([0.1, 0.2, 0.3]))) == 0


reals = st.floats(-50, 50, allow_nan=False)


@given(st.lists(st.tuples(reals, reals, reals, reals), min_size=1, max_size=8))
def test_what_is_clipped_lies_inside_and_on_its_line(lines: list[tuple[float, float, float, float]]) -> None:
    for line in np.array(lines):
        found = clip(line[None], (-3, 4), (-1, 2))
        middle_in = [line[:2] + s * (line[2:] - line[:2]) for s in np.linspace(0, 1, 201)]
        inside = [(-3 < x < 4) and (-1 < y < 2) for x, y in middle_in]
        if sum(inside) > 2:
            assert len(found) == 1
        if not len(found):
            continue
        assert (found[:, [0, 2]] >= -3 - 1e-9).all() and (found[:, [0, 2]] <= 4 + 1e-9).all()
        assert (found[:, [1, 3]] >= -1 - 1e-9).all() and (found[:, [1, 3]] <= 2 + 1e-9).all()
        along = line[2:] - line[:2]
        away = (found.reshape(-1, 2) - line[:2]) @ np.array([-along[1], along[0]])
        np.testing.assert_allclose(away, 0, atol=1e-6 * max(1, float(along @ along)))


@pytest.mark.parametrize(("low", "high"), [(-5, 5), (-0.25, 1.85), (0, 1), (-2, 4), (0.001, 0.0042), (-300, 900)])
def test_ticks_are_round_and_few(low: float, high: float) -> None:
    found = ticks(low, high)
    assert 2 <= len(found) <= TICKS
    assert (found >= low - 1e-12).all() and (found <= high + 1e-12).all()
    step = np.diff(found)
    np.testing.assert_allclose(step, step[0])
    lead = step[0] / 10 ** np.floor(np.log10(step[0]) + 1e-9)
    assert min(abs(lead - n) for n in (1, 2, 5)) < 1e-6
    if low <= 0 <= high:
        assert 0 in found


def test_items_name_the_axes_and_can_be_sent() -> None:
    items = AXES.items("z", "f(z)", text=1, grid=2)
    pack({"items": items, "plane": AXES.plane})
    words = [item["text"] for item in items if item["kind"] == "words"]
    assert ["z"] in words and ["f(z)"] in words and ["−2", "−1", "0", "1", "2"] in words
    assert AXES.plane["x_range"] == [-2, 2] and AXES.plane["width"] == 400
