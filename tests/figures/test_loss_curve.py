import numpy as np
import pytest

from core.figures.axes import Axes
from core.figures.loss_curve import THICK, THIN, Best, LossLine, loss_curve
from core.figures.theme import COLOUR, DARK, LIGHT

AXES = Axes.within((-4, 4), (0, 16), 400, 260, title="Loss")
X = np.linspace(-4, 4, 81)
SQUARE = LossLine("square", X, X**2, ball=(3.0, 9.0, 6.0), label="L = 9")


def items(figure, kind):
    return [item for item in figure["drawing"]["items"] if item["kind"] == kind]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_ball_lies_on_the_curve_and_its_tangent_has_its_slope(theme):
    figure = loss_curve([SQUARE], axes=AXES, theme=theme, x_title="z", y_title="L")
    (ball,) = items(figure, "marks")
    np.testing.assert_allclose(ball["xy"], [[AXES.across(3.0), AXES.up(9.0)]], rtol=1e-6)
    tangent = next(i for i in items(figure, "links") if i["colour"] == COLOUR["gradient"])
    x0, y0, x1, y1 = tangent["ends"][0].astype(float)
    per_x, per_y = AXES.across(1.0) - AXES.across(0.0), AXES.up(0.0) - AXES.up(1.0)
    assert -(y1 - y0) / per_y / ((x1 - x0) / per_x) == pytest.approx(6, rel=1e-4)
    assert ["L = 9"] in [w["text"] for w in items(figure, "words")]


@pytest.mark.parametrize("side", [-1, 1])
def test_the_balls_number_stands_beside_the_curve_and_the_level(side):
    axes = Axes.within((-8, 8), (-0.33, 0.05) if side < 0 else (-0.05, 0.33), 320, 235, title="dL/dz")
    x = np.linspace(-8, 8, 321)
    p = 1 / (1 + np.exp(side * x))
    y = side * 2 * p**2 * (1 - p)
    at = int(np.argmin(abs(x - side * 4)))
    line = LossLine("mse", x, y, ball=(x[at], y[at], float("nan")), label="dL/dz = −0.03469")
    figure = loss_curve([line], axes=axes, theme=LIGHT, level=0.0)
    (word,) = (w for w in items(figure, "words") if w["text"] == [line.label])
    start, middle = word["xy"][0].astype(float)
    low, high = (start, start + 100) if word["align"] == "left" else (start - 100, start)
    assert axes.box[0] <= low and high <= axes.box[2]
    under = (axes.across(x) > low) & (axes.across(x) < high)
    assert min(abs(axes.up(y[under]) - middle)) > 7 and abs(float(axes.up(0.0)) - middle) > 7


def test_a_slope_that_is_no_number_has_no_tangent():
    line = LossLine("", X, X**2, ball=(3.0, 9.0, float("nan")))
    figure = loss_curve([line], axes=AXES, theme=LIGHT)
    assert not [i for i in items(figure, "links") if i["colour"] == COLOUR["gradient"]]


def test_several_lines_are_named_and_one_is_not():
    other = LossLine("other", X, abs(X), faint=True)
    texts = [w["text"] for w in items(loss_curve([SQUARE, other], axes=AXES, theme=LIGHT), "words")]
    assert ["square"] in texts and ["other"] in texts
    unnamed = loss_curve([SQUARE, other], axes=AXES, theme=LIGHT, named=False)
    assert ["other"] not in [w["text"] for w in items(unnamed, "words")]
    assert ["square"] not in [w["text"] for w in items(loss_curve([SQUARE], axes=AXES, theme=LIGHT), "words")]


def test_faint_lines_lie_below():
    other = LossLine("other", X, abs(X), faint=True)
    widths = [i["width"] for i in items(loss_curve([SQUARE, other], axes=AXES, theme=LIGHT), "links")]
    assert widths.index(THIN) < widths.index(THICK)


def test_a_level_is_a_line_across_with_its_name():
    figure = loss_curve([SQUARE], axes=AXES, theme=LIGHT, level=4.0, level_label="goal")
    left, _, right, _ = AXES.box
    expected = [[left, AXES.up(4.0), right, AXES.up(4.0)]]
    assert any(i["ends"].shape == (1, 4) and np.allclose(i["ends"], expected) for i in items(figure, "links"))
    assert ["goal"] in [w["text"] for w in items(figure, "words")]


@pytest.mark.parametrize(("low", "high", "uprights"), [(1.0, 1.0, 1), (-1.0, 2.0, 2)])
def test_the_best_is_a_place_or_a_stretch(low, high, uprights):
    figure = loss_curve([SQUARE], axes=AXES, theme=LIGHT, best=Best(low, high, "median"))
    upright = [i for i in items(figure, "links") if len(i["ends"]) > 5 and np.ptp(i["ends"][:, 0::2]) == 0]
    found = {round(float(i["ends"][0, 0]), 3) for i in upright if i["width"] == 1.5}
    assert found == {round(float(AXES.across(x)), 3) for x in (low, high)}
    assert len(found) == uprights
    assert ["median"] in [w["text"] for w in items(figure, "words")]


def test_an_infinite_loss_stays_in_the_frame():
    figure = loss_curve(
        [LossLine("", X, np.where(X[40] == X, np.inf, X**2), ball=(0.0, np.inf, np.inf))], axes=AXES, theme=LIGHT
    )
    for item in items(figure, "links"):
        assert np.isfinite(item["ends"]).all()
    assert items(figure, "marks")[0]["xy"][0, 1] == AXES.box[1]
