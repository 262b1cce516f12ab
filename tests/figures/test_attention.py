"""Maps of attention: large with the tokens on both axes, and small for every head."""

import numpy as np
import pytest

from core.figures.attention import MASKED, attention, levels, shades
from core.figures.heads import heads, signed, smaller
from core.figures.theme import DARK, LIGHT, rgb

T = 4
CAUSAL = np.tril(np.ones((T, T), bool))
WEIGHTS = CAUSAL / CAUSAL.sum(1, keepdims=True)


def items(drawing: dict, kind: str) -> list[dict]:
    return [item for item in drawing["drawing"]["items"] if item["kind"] == kind]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_a_shade_is_as_strong_as_the_root_of_its_weight(theme) -> None:
    colours = shades(theme).astype(float)
    quarter = levels(np.array([[0.25]]))[0, 0]
    half = (rgb(theme.background) + rgb(theme.positive)) / 2
    np.testing.assert_allclose(colours[quarter], half, atol=1.5)
    np.testing.assert_array_equal(colours[[0, MASKED - 1, MASKED]].round(), [rgb(c) for c in ends(theme)])


def ends(theme) -> tuple[str, str, str]:
    return theme.background, theme.positive, theme.grid


def test_the_first_token_looks_from_the_top_row_and_is_looked_at_in_the_left_column() -> None:
    drawn = attention(WEIGHTS, list("abcd"), theme=LIGHT, mask=CAUSAL, at=(2, 0))
    image = items(drawn, "images")[0]
    np.testing.assert_array_equal(image["pixels"][0][::-1] == MASKED, ~CAUSAL)
    np.testing.assert_allclose(image["values"][0][::-1] * image["scale"], WEIGHTS, atol=1e-4)
    plane = drawn["drawing"]["plane"]
    assert plane["x_range"] == [0, T] and plane["y_range"] == [T, 0], "y counts downwards"
    written = {word for item in items(drawn, "words") for word in item["text"]}
    assert {*"abcd", "1", ".5", ".33", ".25"} <= written
    side, cell = plane["width"], plane["width"] / T
    frame = items(drawn, "links")[-1]["ends"]
    assert frame[:, [0, 2]].min() == pytest.approx(plane["x"]) and frame[:, [1, 3]].max() == pytest.approx(
        plane["y"] + 3 * cell
    )
    assert plane["x"] >= 0 and plane["x"] + side <= drawn["drawing"]["width"]


def test_of_many_tokens_those_looked_at_are_always_named() -> None:
    t = 90
    drawn = attention(np.eye(t), [str(i) for i in range(t)], theme=LIGHT, at=(41, 17))
    written = [word for item in items(drawn, "words") for word in item["text"]]
    assert "41" in written and "17" in written and len(written) < t
    with pytest.raises(ValueError, match="3 tokens"):
        attention(WEIGHTS, list("abc"), theme=LIGHT)


def test_every_head_has_its_map_and_its_switch() -> None:
    maps = np.stack([np.stack([WEIGHTS, np.eye(T)]), np.stack([np.eye(T), WEIGHTS]), np.stack([WEIGHTS] * 2)])
    worth = np.array([[0.31, np.nan], [-0.02, 0.0], [12.34, 1e-5]])
    drawn = heads(maps, theme=LIGHT, mask=CAUSAL, whole=maps.mean(1), off={(1, 0)}, chosen=(2, 1), worth=worth)
    image = items(drawn, "images")[0]
    np.testing.assert_array_equal(image["data"][:, :2], [(i, j) for i in range(3) for j in range(3)])
    np.testing.assert_array_equal(image["pixels"][1][::-1] == MASKED - 1, np.eye(T, dtype=bool))
    assert drawn["drawing"]["names"][2] == "Layer 1 · Rollout" and drawn["drawing"]["names"][4] == "Layer 2 · Head 2"
    on, off = (mark for mark in items(drawn, "marks") if mark.get("name") == "switch")
    assert off["data"].tolist() == [[1, 0]] and len(on["data"]) == 5, "what is whole has no switch"
    assert len(items(drawn, "areas")[0]["corners"]) == 1
    written = items(drawn, "words")[-1]["text"]
    assert written == ["+0.31", "−0.02", "0", "+12.3", "0"]
    assert all(item["xy"][:, 1].max() < drawn["drawing"]["height"] for item in items(drawn, "words"))


@pytest.mark.parametrize("shape", [(1, 1, 4), (4, 4, 64), (6, 8, 30)])
def test_any_number_of_heads_fits(shape: tuple[int, int, int]) -> None:
    n_layers, n_heads, t = shape
    maps = np.broadcast_to(np.eye(t), (n_layers, n_heads, t, t))
    drawing = heads(maps, theme=DARK, whole=maps[:, 0], width_px=300, height_px=340)["drawing"]
    left, top, side = drawing["items"][0]["at"].T
    assert (left + side).max() <= drawing["width"] and (top + side).max() <= drawing["height"] and side.min() > 7


def test_many_small_maps_are_sent_with_no_more_pixels_than_are_seen() -> None:
    pixels = np.zeros((1, 5, 5), np.uint8)
    pixels[0, 4, 1], pixels[0, 2, 3] = 200, 100
    found = smaller(pixels, np.tril(np.ones((5, 5), bool)), 2)[0]
    assert found.tolist() == [[0, MASKED, MASKED], [0, 100, MASKED], [200, 0, 0]]
    assert smaller(pixels, None, 1).tolist() == pixels.tolist()
    maps = np.broadcast_to(np.eye(96), (6, 8, 96, 96))
    assert heads(maps, theme=LIGHT, whole=maps[:, 0])["drawing"]["items"][0]["pixels"].nbytes < 150_000


def test_a_change_has_its_sign() -> None:
    assert [signed(v) for v in (0.005001, -0.004, 1.0, -25.26)] == ["+0.01", "0", "+1.00", "−25.3"]
