from itertools import combinations

import numpy as np
import pytest

from core.figures.theme import SYMBOLS, THEMES, alpha, class_palette, palette, rgb

themes = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())

# Machado, Oliveira & Fernandes 2009, severity 1, on linear RGB
VISION = {
    "normal": np.eye(3),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
    ),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]]
    ),
}


def linear(colour: str) -> np.ndarray:
    c = rgb(colour) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def lab(colour: str, vision: str) -> np.ndarray:
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ np.clip(VISION[vision] @ linear(colour), 0, 1) / np.array([0.9505, 1, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(a: str, b: str) -> float:
    light, dark = sorted((float(linear(c) @ [0.2126, 0.7152, 0.0722]) + 0.05 for c in (a, b)), reverse=True)
    return light / dark


@themes
@pytest.mark.parametrize("vision", VISION)
def test_classes_can_be_told_apart(theme, vision: str) -> None:
    colours = [lab(c, vision) for c in theme.classes]
    assert min(float(np.linalg.norm(a - b)) for a, b in combinations(colours, 2)) > 15
    assert min(float(np.linalg.norm(a - lab(theme.background, vision))) for a in colours) > 25


@themes
def test_class_0_is_orange_and_class_1_blue(theme) -> None:
    assert theme.classes[:2] == (theme.negative, theme.positive)
    assert rgb(theme.negative)[0] > rgb(theme.negative)[2]
    assert rgb(theme.positive)[2] > rgb(theme.positive)[0]
    assert len(set(theme.classes)) == len(set(SYMBOLS)) == 8


@themes
def test_text_reads_on_the_background(theme) -> None:
    assert contrast(theme.text, theme.background) > 7
    assert contrast(theme.muted, theme.background) > 4.5
    for colour in (theme.train, theme.test, theme.gradient, theme.outline):
        assert contrast(colour, theme.background) > 3


@themes
def test_zero_is_the_background(theme) -> None:
    colours = palette(theme)
    assert colours.shape == (256, 3)
    assert colours.dtype == np.uint8
    np.testing.assert_array_equal(colours[127], rgb(theme.background))
    np.testing.assert_array_equal(colours[128], rgb(theme.background))
    np.testing.assert_array_equal(colours[0], rgb(theme.negative))
    np.testing.assert_array_equal(colours[255], rgb(theme.positive))


@themes
@pytest.mark.parametrize("n_classes", [3, 8, 10])
def test_class_palette_runs_from_background_to_each_class(theme, n_classes: int) -> None:
    colours = class_palette(theme, n_classes).reshape(n_classes, 256 // n_classes, 3)
    for k, run in enumerate(colours):
        np.testing.assert_array_equal(run[0], rgb(theme.background))
        np.testing.assert_array_equal(run[-1], rgb(theme.classes[k % 8]))


def test_alpha() -> None:
    assert alpha("#ff8000", 0.5) == "rgba(255,128,0,0.5)"
