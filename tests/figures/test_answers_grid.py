import numpy as np
import pytest

from core.figures.answers_grid import answers_grid
from core.figures.theme import COLOUR, DARK, LIGHT, palette

NAMES = ["a", "b", "c"]


def items(values, **more):
    told = np.eye(len(values), values.shape[1], dtype=bool)
    names = {"row_names": NAMES[: len(values)], "column_names": NAMES[: values.shape[1]]}
    return answers_grid(values, told, theme=LIGHT, **names | more)["drawing"]


def test_squares_carry_their_place_and_colour():
    values = np.array([[1.0, -1.0, np.nan], [0.0, 0.5, -0.5]])
    found = items(values, share=(values + 1) / 2)
    image = next(item for item in found["items"] if item["kind"] == "images")
    pixels = image["pixels"][0][::-1]
    assert (palette(LIGHT)[pixels[0, 2]] == 255).all(), "no question, no colour"
    assert pixels[0, 0] == 255 and pixels[0, 1] == 0
    question = next(item for item in found["items"] if item.get("name") == "question")
    assert question["data"].tolist() == [[0, 2, 100], [0, 3, 0], [1, 2, 50], [1, 3, 75], [1, 4, 25]]
    assert [found["names"][int(k)] for k in question["data"][1, :2]] == ["a", "b"]


def test_dots_for_told_crosses_for_wrong_a_frame_for_the_chosen():
    wrong = np.zeros((2, 3), bool)
    wrong[1, 2] = True
    found = items(np.zeros((2, 3)), wrong=wrong, chosen=(0, 1))["items"]
    dots, crosses = (next(i for i in found if i.get("shape") == shape) for shape in ("circle", "strike"))
    frame = [item for item in found if item.get("stroke") == COLOUR["outline"] and item["shape"] == "box"]
    assert len(dots["xy"]) == 2 and len(crosses["xy"]) == 1 and len(frame) == 1


@pytest.mark.parametrize("shape", [(4, 4), (24, 12), (24, 24)])
def test_it_fits_its_panel(shape):
    names = [f"thing {i}" for i in range(24)]
    made = answers_grid(
        np.zeros(shape), np.zeros(shape, bool), theme=DARK, row_names=names[: shape[0]], column_names=names[: shape[1]]
    )["drawing"]
    place = made["plane"]
    assert place["x"] + place["width"] <= 420 and made["height"] <= 362


def test_names_must_fit():
    with pytest.raises(ValueError, match="must fit"):
        items(np.zeros((2, 3)), row_names=["a"])
