"""A picture's way through a network, on arrays."""

import numpy as np
import pytest

from core.figures.answer_bars import Answer, percent
from core.figures.journey import Fed, journey
from core.figures.theme import LIGHT
from core.figures.tile_columns import Column

NAMES = [str(i) for i in range(10)]


def columns(*sizes: int) -> list[Column]:
    picture = Column(0, "picture", "1×8×8", np.zeros((1, 1, 8, 8), np.uint8))
    maps = [Column(i, f"conv {i}", f"{n}×8×8", np.ones((n, 8, 8)), 2.0) for i, n in enumerate(sizes, 1)]
    return [picture, *maps, Column(len(sizes) + 1, "dense 1", "32", np.ones(32), 1.0)]


def answer(stage: int, k: int = 10) -> Answer:
    return Answer(stage, NAMES[:k], np.full(k, 1 / k), np.arange(k), 3)


def draw(shown: list[Column], **more: object) -> dict:
    return journey(shown, answer(len(shown)), theme=LIGHT, **more)["drawing"]  # type: ignore[arg-type]


def tiles(drawing: dict) -> list[np.ndarray]:
    return [item["at"] for item in drawing["items"] if item["kind"] == "images"]


@pytest.mark.parametrize(
    "sizes", [(8, 8, 16), (32, 32, 32, 64, 64, 64), (1,), (6, 6, 6, 16, 16, 16), (8,) * 14, (128,) * 16]
)
@pytest.mark.parametrize("width", [660, 370])
def test_every_tile_lies_inside_and_none_on_another(sizes: tuple[int, ...], width: int) -> None:
    drawing = draw(columns(*sizes), width_px=width, height_px=300)
    at = np.concatenate(tiles(drawing))
    assert (at[:, :2] >= 0).all() and (at[:, 0] + at[:, 2] <= width).all() and (at[:, 1] + at[:, 2] <= 300).all()
    apart = np.abs(at[:, None, :2] - at[None, :, :2]).max(2) >= np.minimum(at[:, None, 2], at[None, :, 2]) - 0.01
    assert (apart | np.eye(len(at), dtype=bool)).all()


def test_the_largest_network_leaves_the_answer_its_room() -> None:
    """Five blocks of 128 maps and three dense layers of 512 neurons, on a screen and on a phone."""
    shown = columns(*[128] * 16)[:-1] + [Column(17 + i, f"dense {i}", "512", np.ones(512), 1.0) for i in range(3)]
    for width in (660, 366):
        drawing = draw(shown, width_px=width, height_px=300)
        at = np.concatenate(tiles(drawing))
        names = drawing["items"][-2]
        assert names["align"] == "right" and names["text"][0] == "0"
        beside = at[:, 1] + at[:, 2] > names["xy"][:, 1].min()
        assert beside.any() and (at[beside, 0] + at[beside, 2]).max() <= names["xy"][:, 0].min()


def test_tiles_are_as_large_as_there_is_room() -> None:
    few, many = (tiles(draw(columns(*sizes)))[1][0, 2] for sizes in ((4, 4), (64, 64, 64)))
    assert few > 2 * many > 8
    assert tiles(draw(columns(*[8] * 14)))[1][0, 2] > 10, "many columns take two lines"


def test_a_click_says_which_map_it_was() -> None:
    named = [item for item in draw(columns(4, 6))["items"] if item.get("name") == "map"]
    assert named[2]["data"].tolist() == [[2, i, i + 1] for i in range(6)]
    assert named[-1]["data"][3].tolist() == pytest.approx([4, 3, 10]), "a class: stage, number, percent"


def test_what_feeds_the_selected_map_is_joined_to_it_by_strength_and_sign() -> None:
    drawing = draw(columns(3, 2), selected=(2, 1), fed=Fed(1, np.array([1.0, -0.5, 0.0])))
    link = drawing["items"][0]
    before, here = tiles(drawing)[1], tiles(drawing)[2][1]
    np.testing.assert_allclose(link["ends"][:, 0], before[:, 0] + before[:, 2])
    assert (link["ends"][:, 2] == here[0]).all()
    assert link["width"][0] > link["width"][1] > link["width"][2] > 0
    assert [drawing["colours"][c] for c in link["colour"]] == [LIGHT.positive, LIGHT.negative, LIGHT.positive]


def test_bars_are_as_long_as_the_probabilities_and_the_true_class_is_ticked() -> None:
    shown = Answer(2, ["cat", "dog"], np.array([0.25, 0.75]), np.array([4, 7]), 7)
    items = journey(columns(2)[:2], shown, theme=LIGHT)["drawing"]["items"]
    bars = [item for item in items if item["kind"] == "links"]
    full, part = (item["ends"][:, 2] - item["ends"][:, 0] for item in bars)
    np.testing.assert_allclose(part / full, [0.25, 0.75], atol=1e-5)
    words = [item["text"] for item in items if item["kind"] == "words"]
    assert ["cat", "✓ dog"] in words and ["25.0%", "75.0%"] in words


def test_the_answer_can_be_read_beside_two_lines_of_columns() -> None:
    drawn = draw(columns(32, 32, 32, 64, 64, 64), width_px=680, height_px=300)
    assert len({round(float(at[0, 1])) for at in tiles(drawn)[1:]}) > 1, "two lines"
    names, percents = [item for item in drawn["items"] if item["kind"] == "words"][-2:]
    assert names["size"] == percents["size"] > 9 and names["xy"][:, 1].max() < 300


def test_percent_is_never_more_certain_than_the_probability() -> None:
    assert [percent(p) for p in (0.0, 1e-5, 0.5, 0.99999, 1.0)] == ["0.0%", "< 0.1%", "50.0%", "> 99.9%", "100%"]
