import numpy as np
import pytest

from core.figures.activation import DERIVATIVE, FUNCTION, activation, plot
from core.figures.theme import DARK, LIGHT
from core.ui.live import pack

Z = np.concatenate([np.linspace(-5, -1e-6, 60), np.linspace(1e-6, 5, 60)])
RELU = np.maximum(Z, 0), (Z > 0).astype(float)
DEAD = ((-5.0, 0.0),)


def draw(at: tuple[float, float, float] = (1.0, 1.0, 1.0), **more: object) -> dict:
    return activation(Z, *RELU, at, theme=LIGHT, **more)  # type: ignore[arg-type]


def items(figure: dict, **wanted: object) -> list[dict]:
    return [item for item in figure["drawing"]["items"] if all(item.get(k) == v for k, v in wanted.items())]


def curve(figure: dict, colour: int) -> dict:
    return next(item for item in items(figure, kind="links", colour=colour) if item.get("hover"))


def numbers(figure: dict, xy: np.ndarray) -> np.ndarray:
    plane = figure["drawing"]["plane"]
    (x_low, x_high), (y_low, y_high) = plane["x_range"], plane["y_range"]
    x = x_low + (xy[..., 0] - plane["x"]) * (x_high - x_low) / plane["width"]
    y = y_high - (xy[..., 1] - plane["y"]) * (y_high - y_low) / plane["height"]
    return np.stack([x, y], -1)


def test_the_curve_is_the_function() -> None:
    figure = draw()
    pack(figure)
    ends = curve(figure, FUNCTION)["ends"].reshape(-1, 2)
    x, y = numbers(figure, ends).T
    np.testing.assert_allclose(y, np.maximum(x, 0), atol=1e-4)
    assert x.min() == pytest.approx(-5, abs=1e-4)


def test_a_jump_is_not_joined() -> None:
    ends = curve(draw(), DERIVATIVE)["ends"]
    heights = numbers(draw(), ends.reshape(-1, 2))[:, 1]
    assert np.isin(heights.round(3), (0, 1)).all()
    assert (np.abs(ends[:, 1] - ends[:, 3]) < 1e-3).all()


def test_the_point_moves_along_both_curves_with_its_tangent() -> None:
    for z in (-2.0, 0.5, 3.0):
        f, slope = max(z, 0.0), float(z > 0)
        figure = draw((z, f, slope))
        square, circle = (items(figure, kind="marks", shape=shape)[0] for shape in ("square", "circle"))
        np.testing.assert_allclose(numbers(figure, circle["xy"]), [[z, f]], atol=1e-4)
        np.testing.assert_allclose(numbers(figure, square["xy"]), [[z, slope]], atol=1e-4)
        tangent = next(
            i for i in items(figure, kind="links", colour=DERIVATIVE) if "hover" not in i and i["width"] == 1.5
        )
        (x0, y0), (x1, y1) = numbers(figure, tangent["ends"].reshape(2, 2))
        assert (y1 - y0) / (x1 - x0) == pytest.approx(slope, abs=1e-3)


def test_a_point_beyond_the_axis_stands_at_its_rim_in_another_shape() -> None:
    figure = draw((30.0, 30.0, 1.0))
    (mark,) = items(figure, kind="marks", shape="diamond")
    plane = figure["drawing"]["plane"]
    assert mark["xy"][0, 0] == pytest.approx(plane["x"] + plane["width"])
    assert mark["hover"] == ["f(30) = 30"]
    assert not items(draw((float("nan"),) * 3), kind="marks")


def test_zones_are_shaded_and_dead_ones_hatched() -> None:
    plain, dead = draw(flat=DEAD), draw(flat=DEAD, dead=DEAD, labels={"flat": "slow", "dead": "asleep"})
    band = items(dead, kind="links")[0]
    np.testing.assert_allclose(numbers(dead, band["ends"].reshape(2, 2))[:, 0], [-5, 0], atol=1e-5)
    assert band["width"] == dead["drawing"]["plane"]["height"] and band["hover"] == ["asleep"]
    assert len(items(dead, kind="links")) == len(items(plain, kind="links")) + 1
    hatch = items(dead, kind="links")[1]["ends"]
    x = numbers(dead, hatch.reshape(-1, 2))[:, 0]
    assert (x >= -5 - 1e-4).all() and (x <= 1e-4).all() and len(hatch) > 5


def test_axes_hold_the_values_within_bounds() -> None:
    assert plot(Z, np.array([0.0, 1.0]), 380, 240, "title").y_range == (-0.5, 1.5)
    assert plot(Z, np.array([-90.0, 90.0]), 380, 240, "title").y_range == (-4.5, 4.5)
    assert plot(Z, np.array([-1.76, 5.0]), 380, 240, "title").y_range == (-2.0, 4.5)


def test_the_derivative_is_dashed_and_the_function_is_not() -> None:
    figure = draw()
    function, derivative = (curve(figure, colour)["ends"] for colour in (FUNCTION, DERIVATIVE))
    assert np.abs(function[:, 2] - function[:, 0]).sum() > 1.4 * np.abs(derivative[:, 2] - derivative[:, 0]).sum()


def test_dark_and_titled_can_be_sent() -> None:
    figure = activation(Z, *RELU, (0.0, 0.0, 0.0), theme=DARK, flat=DEAD, dead=DEAD, title="ReLU")
    pack(figure)
    assert figure["drawing"]["title"] == "ReLU"
