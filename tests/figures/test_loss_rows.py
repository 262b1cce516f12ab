import numpy as np
import pytest

from core.figures.axes import Axes
from core.figures.loss_rows import THINNEST, WIDEST, contributions, rows_and_prediction, stacked
from core.figures.theme import COLOUR, DARK, LIGHT, SYMBOLS

X, Y = np.array([0.0, 1, 2, 2]), np.array([1.0, 3, 5, 5])
AT = np.full(4, 3.0)
LOSSES = (AT - Y) ** 2
AXES = Axes.within((-1, 3), (0, 6), 400, 260)
BARS = Axes.within((0.2, 4.8), (0, 5), 400, 200)


def items(figure, kind):
    return [item for item in figure["drawing"]["items"] if item["kind"] == kind]


def draw(**more):
    line = (np.array([-1.0, 3.0]), np.full(2, 3.0))
    return rows_and_prediction(X, Y, AT, LOSSES, line=line, axes=AXES, **({"theme": LIGHT} | more))


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_rows_stand_at_their_place_and_tell_their_numbers(theme):
    (marks,) = items(draw(theme=theme), "marks")
    np.testing.assert_allclose(marks["xy"], np.column_stack([AXES.across(X), AXES.up(Y)]), rtol=1e-6)
    np.testing.assert_allclose(marks["data"], np.column_stack([[1, 2, 3, 4], X, Y, AT, LOSSES]))


def test_the_line_to_a_row_is_as_wide_as_its_part():
    gaps = next(i for i in items(draw(), "links") if i["colour"] == COLOUR["gradient"])
    np.testing.assert_allclose(gaps["width"], THINNEST + (WIDEST - THINNEST) * LOSSES / 4, rtol=1e-6)
    np.testing.assert_allclose(gaps["ends"][:, 1], AXES.up(Y), rtol=1e-6)
    np.testing.assert_allclose(gaps["ends"][:, 3], AXES.up(AT), rtol=1e-6)


def test_an_infinite_part_is_the_widest():
    figure = rows_and_prediction(X, Y, AT, np.array([np.inf, 0, 0, 0]), line=(X[:2], Y[:2]), axes=AXES, theme=LIGHT)
    gaps = next(i for i in items(figure, "links") if i["colour"] == COLOUR["gradient"])
    assert np.isfinite(gaps["width"]).all()
    assert gaps["width"][0] == WIDEST


def test_classes_differ_in_shape_and_rows_at_one_place_are_stacked():
    y = np.array([0.0, 1, 1, 1])
    axes, line = Axes.within((-1, 3), (-0.1, 1.1), 400, 260), (X[:2], y[:2])
    figure = rows_and_prediction(X, y, y / 2, np.ones(4), line=line, axes=axes, theme=LIGHT, classes=True)
    shapes = [m["shape"] for m in items(figure, "marks")]
    assert shapes == list(SYMBOLS[:2])
    yes = items(figure, "marks")[1]["xy"]
    assert len(np.unique(yes, axis=0)) == 3


def test_stacking_moves_only_the_later_of_two():
    lift = stacked(np.array([1.0, 1, 1, 2]), np.array([1.0, 1, 0, 1]))
    assert lift[0] == lift[2] == lift[3] == 0
    assert lift[1] > 0
    assert stacked(np.array([1.0, 1]), np.array([0.0, 0]))[1] < 0


def test_best_and_outlier_are_marked():
    figure = draw(best=(X[:2], Y[:2]), best_label="mean", outlier=2)
    assert ["mean"] in [w["text"] for w in items(figure, "words")]
    ring = items(figure, "marks")[-1]
    assert "fill" not in ring
    np.testing.assert_allclose(ring["xy"], [[AXES.across(2.0), AXES.up(5.0)]], rtol=1e-6)


def test_lengths_that_differ_are_refused():
    with pytest.raises(ValueError, match="lengths"):
        rows_and_prediction(X, Y[:2], AT, LOSSES, line=(X, Y), axes=AXES, theme=LIGHT)


def test_bars_are_the_losses_and_the_line_their_mean():
    figure = contributions(LOSSES, axes=BARS, theme=LIGHT, outlier=0)
    bars = next(i for i in items(figure, "links") if i["colour"] == COLOUR["gradient"])
    np.testing.assert_allclose(bars["ends"][:, 3], BARS.up(LOSSES), rtol=1e-6)
    mean = next(i for i in items(figure, "links") if i["colour"] == COLOUR["text"])
    np.testing.assert_allclose(mean["ends"][0, 1], BARS.up(LOSSES.mean()), rtol=1e-6)
