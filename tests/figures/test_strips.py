import numpy as np

from core.figures.strips import strips
from core.figures.theme import COLOUR, LIGHT


def test_rows_of_pictures_inside_the_panel():
    rows = [("first", np.ones((3, 8, 8))), ("二", np.zeros((5, 8, 8)))]
    made = strips(rows, theme=LIGHT, marked=(0, 2))["drawing"]
    image, box, names, marks = made["items"]
    assert len(image["at"]) == 8 and box["data"][3:].tolist() == [[1, j] for j in range(5)]
    left, top, side = image["at"].T
    assert (left + side <= made["width"]).all() and (top + side <= made["height"]).all()
    assert names["text"] == ["first", "二"] and marks["stroke"] == COLOUR["gradient"] and len(marks["xy"]) == 2
