import numpy as np
import pytest

from core.figures.contour import contour, shades
from core.figures.runners import GRADIENT, OUTLINE, Runner
from core.figures.theme import DARK, LIGHT, rgb

X, Y = np.meshgrid(np.linspace(-4, 4, 25), np.linspace(-3, 3, 19))
RUNNER = Runner("a", 0, np.array([(-2.0, 1.0), (-1.0, 1.0)]))


def draw(heights=X**2 + Y**2, runners=(), **more):
    whole = contour(heights, (-4, 4), (-3, 3), runners, theme=LIGHT, key="k", **more)["drawing"]
    return whole, whole["items"]


def test_the_map_is_made_of_twelve_squares_in_their_places() -> None:
    whole, items = draw(X + 4)  # higher to the right
    area, plane = items[0], whole["plane"]
    assert area["pixels"].shape == (12, 6, 6)
    np.testing.assert_allclose(area["at"][:, 2], plane["width"] / 4)
    columns = area["pixels"].mean((1, 2)).reshape(3, 4)
    assert (np.diff(columns, axis=1) > 0).all() and np.ptp(columns, axis=0).max() == 0
    rows = draw(Y + 3)[1][0]["pixels"].mean((1, 2)).reshape(3, 4)
    assert (np.diff(rows, axis=0) < 0).all(), "the first row of squares is the highest"
    assert plane["height"] == pytest.approx(0.75 * plane["width"])


def test_lines_of_equal_height_lie_where_the_height_is() -> None:
    whole, items = draw(np.hypot(X, Y))
    plane, ends = whole["plane"], items[1]["ends"]
    x = (ends[:, [0, 2]] - plane["x"]) / plane["width"] * 8 - 4
    y = 3 - (ends[:, [1, 3]] - plane["y"]) / plane["height"] * 6
    radius = np.hypot(x, y)
    levels = 5 * np.arange(1, 14) / 14
    away = np.abs(radius[..., None] - levels).min(-1)
    assert away.max() < 0.05


def test_minima_start_and_arrows() -> None:
    arrows = {"gradient": np.array([2.0, 0.0]), "step": np.array([0.5, 0.5])}
    whole, items = draw(runners=[RUNNER], minima=[(0, 0)], goal=0.2, start=(-2, 1), selected=0, arrows=arrows)
    plane = whole["plane"]
    ring, cross = items[2], items[3]
    np.testing.assert_allclose(ring["xy"], [(plane["x"] + plane["width"] / 2, plane["y"] + plane["height"] / 2)])
    assert ring["size"] == pytest.approx(0.4 * plane["width"] / 8)
    assert cross["shape"] == "cross"
    lines = {item["colour"]: item["ends"][0] for item in items if item["kind"] == "links" and len(item["ends"]) == 3}
    down, step = lines[GRADIENT], lines[OUTLINE]
    assert down[2] > down[0] and down[3] == pytest.approx(down[1]), "to the right"
    scale = plane["width"] / 8
    np.testing.assert_allclose(step[2:] - step[:2], (0.5 * scale, -0.5 * scale), rtol=1e-4)


@pytest.mark.parametrize("arrow", [(np.nan, 0.0), (0.0, 0.0), (np.inf, 1.0)])
def test_arrows_that_lead_nowhere_are_left_out(arrow: tuple[float, float]) -> None:
    items = draw(runners=[RUNNER], selected=0, arrows={"gradient": np.array(arrow)})[1]
    assert GRADIENT not in [item["colour"] for item in items if item["kind"] == "links"]


def test_the_lowest_place_has_the_colour_of_the_background() -> None:
    for theme in (LIGHT, DARK):
        np.testing.assert_array_equal(shades(theme)[0], rgb(theme.background))
        assert np.abs(shades(theme)[-1].astype(float) - rgb(theme.background)).max() > 50


def test_a_wrong_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="3k"):
        draw(np.zeros((10, 10)))


def test_what_stays_is_marked_so_and_follows_the_theme() -> None:
    still = [item["still"] for item in draw()[1] if "still" in item]
    assert len(still) == 2
    dark = contour(X**2 + Y**2, (-4, 4), (-3, 3), theme=DARK, key="k")["drawing"]["items"]
    assert not set(still) & {item["still"] for item in dark if "still" in item}
