"""Grids of numbers as squares."""

import numpy as np
import pytest

from core.figures.pixels import LIGHT_TEXT, TEXT, dark, pixels, written
from core.figures.theme import DARK, LIGHT, Theme

VALUES = np.array([[0.0, 1.0], [-1.0, np.nan]])


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.25, ".25"), (-0.5, "−.5"), (1.0, "1"), (0.0, "0"), (-0.001, "0"), (-2.346, "−2.35"), (10, "10")],
)
def test_numbers_are_short(value: float, text: str) -> None:
    assert written(value) == text


def test_the_first_row_is_on_top_and_colours_run_from_minus_to_plus() -> None:
    image = pixels(VALUES, 0, 0, 100, theme=LIGHT)[0]
    assert image["pixels"][0].tolist() == [[0, 128], [128, 255]]
    told = image["values"][0][::-1] * image["scale"]
    assert told[0].tolist() == pytest.approx([0, 1]) and image["values"][0][0, 1] == -32768


def test_each_known_value_is_written_in_its_square() -> None:
    words = [item for item in pixels(VALUES, 10, 20, 100, theme=LIGHT) if item["kind"] == "words"]
    found = {text: tuple(xy) for item in words for text, xy in zip(item["text"], item["xy"].tolist(), strict=True)}
    assert found == {"0": (35, 45), "1": (85, 45), "−1": (35, 95)}


def test_squares_too_small_for_a_number_have_none() -> None:
    assert not [item for item in pixels(np.zeros((9, 9)), 0, 0, 90, theme=LIGHT) if item["kind"] == "words"]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_numbers_are_readable_on_every_square(theme: Theme) -> None:
    strong = dark(theme, np.linspace(-1, 1, 21)[None])[0]
    assert strong[0] or theme is DARK
    assert not strong[10], "nothing is written in the background's colour on the background"
    colours = {item["colour"] for item in pixels(VALUES, 0, 0, 100, theme=LIGHT) if item["kind"] == "words"}
    assert colours <= {TEXT, LIGHT_TEXT} and TEXT in colours
