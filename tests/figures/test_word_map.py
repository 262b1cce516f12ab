import numpy as np
import pytest

from core.figures.theme import CLASS, LIGHT
from core.figures.word_map import word_map

XY = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 2.0]])


def test_words_stand_at_their_places_in_the_colour_of_their_group():
    made = word_map(XY, ["a", "b", "c"], theme=LIGHT, groups=np.array([0, 1, 0]))["drawing"]
    words = [item for item in made["items"] if item.get("halo") is not None]
    assert [(item["text"], item["colour"]) for item in words] == [(["a", "c"], CLASS), (["b"], CLASS + 1)]
    place = made["plane"]
    (x0, x1), (y0, y1) = place["x_range"], place["y_range"]
    assert x0 == -x1 == y0 == -y1
    middle = [place["x"] + place["width"] / 2, place["y"] + place["height"] / 2]
    assert words[0]["xy"][0].tolist() == pytest.approx(middle, abs=1e-3)


def test_pairs_are_joined_and_arrows_end_in_a_head():
    made = word_map(XY, ["a", "b", "c"], theme=LIGHT, pairs=np.array([[0, 1]]), arrows=np.array([[0, 0, 1, 0]]))
    thin, arrow = [item for item in made["drawing"]["items"] if item["kind"] == "links"][-2:]
    assert len(thin["ends"]) == 1 and len(arrow["ends"]) == 3
    assert np.allclose(arrow["ends"][0], thin["ends"][0])
    assert (arrow["ends"][1:, 2] < arrow["ends"][0, 2]).all(), "the head points forwards"


def test_names_must_fit():
    with pytest.raises(ValueError, match="as many names"):
        word_map(XY, ["a"], theme=LIGHT)
