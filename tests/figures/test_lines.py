import numpy as np
import pytest

from core.figures.curves import Curve
from core.figures.lines import FIRST, lines
from core.figures.theme import DARK, LIGHT
from core.ui.live import pack

X = np.arange(0, 41)
SERIES = [Curve("b", X, np.cos(X / 5)), Curve("w₁", X, X / 20, role=2), Curve("w₂", X, -X / 40, role=3)]


def items(figure: dict, **wanted: object) -> list[dict]:
    return [item for item in figure["drawing"]["items"] if all(item.get(k) == v for k, v in wanted.items())]


def numbers(figure: dict, px: np.ndarray) -> np.ndarray:
    plane = figure["drawing"]["plane"]
    (x0, x1), (y0, y1) = plane["x_range"], plane["y_range"]
    xy = np.asarray(px, float).reshape(-1, 2)
    x = x0 + (xy[:, 0] - plane["x"]) * (x1 - x0) / plane["width"]
    return np.stack([x, y1 - (xy[:, 1] - plane["y"]) * (y1 - y0) / plane["height"]], 1)


def curve(figure: dict, i: int) -> dict:
    return next(item for item in items(figure, kind="links", colour=FIRST + i) if "hover" in item)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_curves_pass_through_their_points(theme: object) -> None:
    figure = lines(SERIES, theme=theme, title="Weights", x_title="step")  # type: ignore[arg-type]
    pack(figure)
    for i, series in enumerate(SERIES):
        x, y = numbers(figure, curve(figure, i)["ends"]).T
        np.testing.assert_allclose(y, np.interp(x, series.x, series.y), atol=1e-3)
    words = [text for item in items(figure, kind="words") for text in item["text"]]
    assert {"b", "w₁", "w₂", "step"} <= set(words)


def test_curves_differ_in_dash_and_not_only_in_colour() -> None:
    figure = lines(SERIES, theme=LIGHT)
    drawn = []
    for i in range(3):
        ends = curve(figure, i)["ends"]
        drawn.append(np.hypot(ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1]).sum() / len(ends))
    whole, dashed, dotted = drawn
    assert len({round(v, 1) for v in drawn}) == 3
    assert whole > dashed > dotted


def test_ranges_snap_or_are_given() -> None:
    figure = lines(SERIES, theme=LIGHT)
    assert figure["drawing"]["plane"]["x_range"] == [0, 40] and figure["drawing"]["plane"]["y_range"] == [-1, 2]
    assert lines(SERIES, theme=LIGHT, y_range=(0, 8))["drawing"]["plane"]["y_range"] == [0, 8]


def test_a_single_point_and_asked_for_points_are_dots() -> None:
    one = lines([Curve("", X[:1], np.ones(1))], theme=LIGHT)
    (dot,) = items(one, kind="marks")
    np.testing.assert_allclose(numbers(one, dot["xy"]), [[0, 1]], atol=1e-5)
    assert not items(lines(SERIES, theme=LIGHT), kind="marks")
    assert [len(item["xy"]) for item in items(lines(SERIES, theme=LIGHT, dots=True), kind="marks")] == [41, 41, 41]


def test_a_cursor_stands_where_it_should() -> None:
    figure = lines(SERIES, theme=LIGHT, cursor=10)
    (line,) = items(figure, kind="links", colour=2)
    np.testing.assert_allclose(numbers(figure, line["ends"])[:, 0], 10, atol=1e-5)


def test_nothing_yet_is_an_empty_frame() -> None:
    for figure in (lines([Curve("", np.empty(0), np.empty(0))], theme=LIGHT), lines([], theme=LIGHT)):
        assert pack(figure) and not items(figure, kind="marks")
        assert figure["drawing"]["plane"]["width"] > 0


def test_dashes_go_on_from_piece_to_piece_and_cover_their_share() -> None:
    x = np.arange(41.0)
    figure = lines([Curve("a", x, x * 0), Curve("b", x, x * 0)], theme=LIGHT, y_range=(-1, 1))
    whole, dashed = (curve(figure, i)["ends"] for i in (0, 1))
    start, end = dashed[:, 0], dashed[:, 2]
    assert (start < end).all() and (start[1:] >= end[:-1] - 1e-3).all()
    length = whole[-1, 2] - whole[0, 0]
    assert (end - start).sum() / length == pytest.approx(0.6, abs=0.02)
    gaps = (start[1:] - end[:-1])[start[1:] - end[:-1] > 1e-3]
    np.testing.assert_allclose(gaps, gaps[0], atol=0.01)


def test_a_curve_may_say_how_it_is_dashed_and_an_axis_where_it_ends() -> None:
    plain, broken = Curve("a", X, X / 40, dash="solid"), Curve("b", X, X / 40, dash="2px,2px")
    figure = lines([broken, plain], theme=LIGHT, x_range=(1, 30))
    assert len(curve(figure, 0)["ends"]) > len(X) and len(curve(figure, 1)["ends"]) < len(X)
    assert figure["drawing"]["plane"]["x_range"] == [1, 30]


def test_a_logarithmic_axis_shows_powers_of_ten_at_equal_distances() -> None:
    figure = lines([Curve("", np.arange(5), 10.0 ** -np.arange(5), dash="solid")], theme=LIGHT, log=True)
    slopes = np.diff(curve(figure, 0)["ends"][:, 1::2])[:, 0]
    np.testing.assert_allclose(slopes, slopes[0], rtol=1e-4)
    assert figure["drawing"]["plane"]["y_range"] == [-4, 0]
    pack(lines([Curve("", np.arange(3), np.array([0.0, np.nan, -1.0]))], theme=LIGHT, log=True))


def test_points_of_some_curves_are_drawn_in_their_own_size() -> None:
    broken = Curve("marked", X, np.where(X == 7, 1.0, np.nan))
    figure = lines([SERIES[0], broken], theme=LIGHT, dots={1: 8.0})
    (dot,) = items(figure, kind="marks")
    assert dot["size"] == 8.0 and dot["fill"] == FIRST + 1
    np.testing.assert_allclose(numbers(figure, dot["xy"]), [[7, 1]], atol=1e-4)
