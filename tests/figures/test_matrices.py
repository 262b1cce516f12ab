import numpy as np
import pytest

from core.figures.matrices import OUTLINE, Matrix, matrices, wrapped
from core.figures.theme import DARK, LIGHT
from core.ui.live import pack

W = Matrix("W", np.arange(6.0).reshape(2, 3) - 2, (2, 3))
X = Matrix("x", np.ones((3, 1)), (3, 1))
Z = Matrix("z", None, (2, 1))


def words(figure: dict) -> list[str]:
    return [word for item in figure["drawing"]["items"] if item["kind"] == "words" for word in item["text"]]


def test_names_shapes_and_numbers_are_written_and_the_unknown_is_blank() -> None:
    figure = matrices([Z, "=", W, "·", X], theme=LIGHT, title="z = W x")
    pack(figure)
    told = words(figure)
    assert {"z", "=", "W", "·", "x", "2 × 1", "2 × 3", "3 × 1"} <= set(told)
    assert [word for word in told if word[0] in "−0123456789" and "×" not in word] == [
        "−2",
        "−1",
        "0",
        "1",
        "2",
        "3",
        *["1"] * 3,
    ]


def test_numbers_stand_in_rows_and_columns() -> None:
    items = matrices([W], theme=DARK)["drawing"]["items"]
    (numbers,) = [item for item in items if item["kind"] == "words" and len(item["text"]) == 6]
    xy = numbers["xy"].reshape(2, 3, 2)
    assert (np.diff(xy[..., 0], axis=1) == 40).all() and (np.diff(xy[..., 0], axis=0) == 0).all()
    assert (np.diff(xy[..., 1], axis=0) == 18).all() and (np.diff(xy[..., 1], axis=1) == 0).all()


def test_the_mark_frames_its_number() -> None:
    marked = Matrix("W", W.values, (2, 3), mark=(1, 2))
    items = matrices([marked], theme=LIGHT)["drawing"]["items"]
    (frame,) = [item for item in items if item["kind"] == "links" and item["colour"] is OUTLINE]
    (numbers,) = [item for item in items if item["kind"] == "words" and len(item["text"]) == 6]
    x, y = numbers["xy"][5]
    left, right = frame["ends"][:, [0, 2]].min(), frame["ends"][:, [0, 2]].max()
    top, low = frame["ends"][:, [1, 3]].min(), frame["ends"][:, [1, 3]].max()
    assert (left + right) / 2 == x and (top + low) / 2 == y


def test_a_long_equation_goes_on_in_the_next_line() -> None:
    terms = [Z, "=", W, "·", X]
    assert wrapped(terms, 1000) == [terms]
    assert wrapped(terms, 150) == [[Z], ["=", W], ["·", X]]
    narrow = matrices(terms, theme=LIGHT, width_px=150, height_px=60)["drawing"]
    assert narrow["height"] > 200, "drawn smaller to fit"


def test_a_wrong_shape_is_refused() -> None:
    with pytest.raises(ValueError, match=r"W must be \(3, 2\), not \(2, 3\)"):
        matrices([Matrix("W", W.values, (3, 2))], theme=LIGHT)
