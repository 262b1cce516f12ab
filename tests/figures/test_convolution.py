"""The three figures of a sliding window on known arrays."""

import numpy as np
import pytest

from core.figures.convolution import SIDE, grid_places, picture, products, result
from core.figures.theme import LIGHT


def boxes(drawing: dict, line: float) -> list[list[float]]:
    items = drawing["drawing"]["items"]
    return [item["xy"][0].tolist() for item in items if item.get("shape") == "box" and item["line"] == line]


def test_the_window_is_outlined_where_it_reads() -> None:
    figure = picture(np.zeros((1, 6, 6)), [(0, 0), (0, 2), (2, 0), (2, 2)], padding=1, theme=LIGHT)
    cell = SIDE / 6
    assert boxes(figure, 2.5) == [[(c + 0.5) * cell, (r + 0.5) * cell] for r in (0, 2) for c in (0, 2)]
    assert len(boxes(figure, 1.5)) == 1, "the rim is told from the picture"
    extent = figure["drawing"]["plane"]
    assert extent["x_range"] == [0, 6] and extent["y_range"] == [6, 0]


def test_a_picture_of_three_channels_is_shown_in_its_colours() -> None:
    values = np.zeros((3, 2, 2))
    values[0, 0, 0] = values[1, 1, 1] = 1
    item = picture(values, [], padding=0, theme=LIGHT)["drawing"]["items"][0]
    seen = item["palette"][item["pixels"][0][::-1]]
    assert (
        seen[0, 0].tolist() == [255, 0, 0] and seen[1, 1].tolist() == [0, 255, 0] and seen[0, 1].tolist() == [0, 0, 0]
    )


def test_noise_in_three_channels_never_needs_more_than_a_palette() -> None:
    values = np.random.default_rng(0).random((3, 16, 16))
    item = picture(values, [], padding=0, theme=LIGHT)["drawing"]["items"][0]
    assert len(item["palette"]) <= 256 and item["pixels"].max() < len(item["palette"])


def test_the_map_stays_empty_where_the_window_has_not_been() -> None:
    figure = result(np.array([[1.0, np.nan], [np.nan, np.nan]]), (0, 1), limit=2, theme=LIGHT)
    image = figure["drawing"]["items"][0]
    assert (image["values"][0] == -32768).sum() == 3
    assert boxes(figure, 2.5) == [[SIDE * 0.75, SIDE * 0.25]]


@pytest.mark.parametrize("n_channels", [1, 3])
def test_kernel_and_products_stand_over_each_other(n_channels: int) -> None:
    kernel, window = np.ones((n_channels, 3, 3)), np.full((n_channels, 3, 3), 0.5)
    figure = products(kernel, kernel * window, "Σ = 4.5", theme=LIGHT, limit=1, labels=("w", "w·x"))
    images = [item for item in figure["drawing"]["items"] if item["kind"] == "images"]
    uppers, lowers, side = grid_places(n_channels)
    found = sorted(tuple(item["at"][0].tolist()) for item in images)
    np.testing.assert_allclose(found, sorted((*corner, side) for corner in uppers + lowers), rtol=1e-5)
    assert all(left + side <= SIDE + 0.1 and top + side <= figure["drawing"]["height"] for left, top in lowers)
    texts = [t for item in figure["drawing"]["items"] if item["kind"] == "words" for t in item["text"]]
    assert {"w", "w·x", "Σ = 4.5"} <= set(texts)


def test_pooling_has_no_kernel_and_outlines_the_largest() -> None:
    figure = products(None, np.eye(2)[None], "max = 1", theme=LIGHT, limit=1, labels=("w", "x"), chosen=[(0, 1, 1)])
    images = [item for item in figure["drawing"]["items"] if item["kind"] == "images"]
    assert len(images) == 1 and len(boxes(figure, 2)) == 1


def test_a_window_of_small_pixels_is_one_outline_seen_on_any_colour() -> None:
    window = [(r, c) for r in (4, 5, 6) for c in (7, 8, 9)]
    figure = picture(np.zeros((1, 32, 32)), window, padding=0, theme=LIGHT)
    cell = SIDE / 32
    assert boxes(figure, 2.5) == [[8.5 * cell, 5.5 * cell]] == boxes(figure, 5.0)
    wide = picture(np.zeros((1, 32, 32)), [(0, 0), (0, 2), (2, 0), (2, 2)], padding=0, theme=LIGHT)
    assert len(boxes(wide, 2.5)) == 4, "with gaps every pixel is outlined"
