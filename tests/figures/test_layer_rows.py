"""The layers of a network as a table."""

import numpy as np
import pytest

from core.figures.answer_bars import letters
from core.figures.layer_rows import BAR, LayerRow, folded, layer_rows
from core.figures.theme import LIGHT, alpha

ROWS = [LayerRow("conv 1", "8 × 8 × 8", 80, 9728, 3), LayerRow("output", "10", 40, 0, 0)]
HEADS = ("layer", "output", "parameters", "operations", "sees")


def texts(**more: object) -> list[str]:
    items = layer_rows(ROWS, HEADS, theme=LIGHT, **more)["drawing"]["items"]  # type: ignore[arg-type]
    return [text for item in items if item["kind"] == "words" for text in item["text"]]


def test_every_number_stands_in_its_row() -> None:
    assert texts(total="120")[5:] == [
        "conv 1",
        "8 × 8 × 8",
        "80",
        "9,728",
        "3 × 3",
        "output",
        "10",
        "40",
        "0",
        "",
        "120",
    ]


def test_bars_tell_the_shares() -> None:
    items = layer_rows(ROWS, HEADS, theme=LIGHT)["drawing"]["items"]
    bars = [item["ends"] for item in items if item["kind"] == "links" and item["colour"] == BAR]
    lengths = [ends[:, 2] - ends[:, 0] for ends in bars]
    np.testing.assert_allclose(lengths[0][1] / lengths[0][0], 0.5)
    assert len(lengths[1]) == 1, "nothing is drawn for nothing"


def test_an_impossible_layer_is_marked_and_explained() -> None:
    rows = [ROWS[0], LayerRow("pool 4", "8 × 0 × 0", 0, 0, 0, wrong=True)]
    drawing = layer_rows(rows, HEADS, theme=LIGHT, total="1", problem="too small", width_px=660)["drawing"]
    band = next(item for item in drawing["items"] if drawing["colours"][item["colour"]] == alpha(LIGHT.negative, 0.4))
    words = {
        text: xy[1]
        for i in drawing["items"]
        if i["kind"] == "words"
        for text, xy in zip(i["text"], i["xy"], strict=True)
    }
    assert len(band["ends"]) == 1 and band["ends"][0, 1] == words["pool 4"] < words["too small"]
    assert "1" not in words, "an impossible network has no total"


@pytest.mark.parametrize(
    "text", ["a map of 1 × 1 is too small to be halved", "1 × 1 的特征图太小，无法减半。请减少模块"]
)
def test_an_explanation_is_folded_into_the_width(text: str) -> None:
    lines = folded(text, 120)
    assert len(lines) > 1 and all(letters(line) * 13 / 11 <= 120 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "") and not any(line[0] in "，。" for line in lines)
    drawing = layer_rows(ROWS, HEADS, theme=LIGHT, problem=text, width_px=128, height_px=10)["drawing"]
    feet = [item["xy"][0, 1] for item in drawing["items"] if item["kind"] == "words" and item["text"][0] in lines]
    assert len(feet) == len(lines) and drawing["height"] > max(feet) + 8


def test_a_narrow_table_leaves_out_what_is_needed_least() -> None:
    assert "9,728" not in texts(width_px=370) and "80" in texts(width_px=370)
