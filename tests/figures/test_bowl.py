import numpy as np
import pytest

from core.figures.bowl import LEVEL, LEVELS, PATH, STEP, bowl, frame
from core.figures.theme import DARK, LIGHT
from core.ui.live import pack

N = 41
ACROSS, UP = (-2.0, 6.0), (-1.0, 7.0)
W, B = np.meshgrid(np.linspace(*ACROSS, N), np.linspace(*UP, N))
LOSS = 1 + (W - 2) ** 2 + 4 * (B - 3) ** 2
PATH_TAKEN = np.array([[0.0, 0], [1, 2], [2, 3]])


def drawn(**more):
    return bowl(
        LOSS, ACROSS, UP, PATH_TAKEN, **({"theme": LIGHT, "floor": 1.0, "top": 41.0, "best": (2.0, 3.0)} | more)
    )


def items(figure: dict, **wanted) -> list[dict]:
    return [i for i in figure["drawing"]["items"] if all(np.all(i.get(k) == v) for k, v in wanted.items())]


def places(figure: dict, xy: np.ndarray) -> np.ndarray:
    p = figure["drawing"]["plane"]
    (x0, x1), (y0, y1) = p["x_range"], p["y_range"]
    return np.stack(
        [x0 + (xy[:, 0] - p["x"]) / p["width"] * (x1 - x0), y1 - (xy[:, 1] - p["y"]) / p["height"] * (y1 - y0)], 1
    )


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_lines_of_equal_loss_run_where_the_loss_is_equal(theme) -> None:
    figure = drawn(theme=theme)
    pack(figure)
    (lines,) = items(figure, colour=LEVEL)
    w, b = places(figure, lines["ends"].reshape(-1, 2)).T
    share = ((w - 2) ** 2 + 4 * (b - 3) ** 2) / 40
    distance = np.abs(np.sqrt(share)[:, None] - np.sqrt(LEVELS)).min(1)
    assert distance.max() < 0.02 and len(set(np.round(np.sqrt(share[share > 0.05]), 1))) > 6


def test_colour_grows_with_the_loss_and_the_loss_is_told() -> None:
    (surface,) = items(drawn(), name="map")
    pixels = surface["pixels"][0].astype(int)
    assert pixels[20, 20] == 0, "the least loss is the background"
    assert (np.diff(pixels[20, 20:]) >= 0).all() and pixels[20, -1] > 100
    np.testing.assert_allclose(surface["values"][0] * surface["scale"], LOSS, atol=0.01)


def test_the_path_its_ends_and_the_next_step() -> None:
    figure = drawn(move=(0.5, -0.5))
    (path,) = items(figure, colour=PATH)
    np.testing.assert_allclose(places(figure, path["ends"][:, :2]), PATH_TAKEN[:-1], atol=1e-4)
    (step,) = items(figure, colour=STEP)
    np.testing.assert_allclose(places(figure, step["ends"][:, 2:]), [[2.5, 2.5]], atol=1e-4)
    for name, at in (("first", [0, 0]), ("here", [2, 3]), ("best", [2, 3])):
        np.testing.assert_allclose(places(figure, items(figure, name=name)[0]["xy"]), [at], atol=1e-4)


def test_a_path_that_leaves_or_breaks_stays_in_the_picture() -> None:
    wild = np.array([[0.0, 0], [90, -90], [-1e30, 1e30], [np.inf, np.nan]])
    figure = bowl(LOSS, ACROSS, UP, wild, theme=LIGHT, floor=1, top=41, move=(np.nan, 0))
    pack(figure)
    at = places(figure, items(figure, colour=PATH)[0]["ends"].reshape(-1, 2))
    assert len(at) and (at[:, 0] >= -2.001).all() and (at[:, 0] <= 6.001).all()
    assert not items(figure, name="here") and not items(figure, colour=STEP)


def test_a_long_path_is_thinned_but_keeps_its_ends() -> None:
    long = np.stack([np.linspace(0, 2, 5000), np.linspace(0, 3, 5000)], 1)
    figure = bowl(LOSS, ACROSS, UP, long, theme=LIGHT, floor=1, top=41)
    ends = items(figure, colour=PATH)[0]["ends"]
    assert len(ends) < 400
    np.testing.assert_allclose(places(figure, ends[[0], :2]), [[0, 0]], atol=1e-3)
    np.testing.assert_allclose(places(figure, ends[[-1], 2:]), [[2, 3]], atol=1e-3)


def test_a_flat_or_broken_surface_can_be_drawn() -> None:
    for loss in (np.ones((N, N)), np.full((N, N), np.nan), np.full((N, N), np.inf)):
        figure = bowl(loss, ACROSS, UP, PATH_TAKEN, theme=LIGHT, floor=1, top=1)
        assert pack(figure) and len(items(figure, colour=PATH)[0]["ends"])
        (image,) = items(figure, kind="images")
        assert len(np.unique(image["pixels"])) == 1, "one shade, no slope where there is none"


def test_the_frame_holds_start_and_answer_and_stands_still() -> None:
    assert frame(np.array([0.0, 0]), np.array([2.0, 3.0])) == ((-2, 6), (-1, 7))
    assert frame(np.zeros(2), np.array([0.0, 7])) == ((-8, 8), (-1, 15))
    assert frame(np.array([8.0, 15]), np.array([0.0, 7])) == ((-8, 8), (-1, 15)), "a start on the rim moves nothing"
