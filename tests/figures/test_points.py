import numpy as np
import pytest

from core.figures.points import FIRST, SHADES, UNIT, colours, points
from core.figures.theme import LIGHT, SYMBOLS

MIDDLE = np.array([200.0, 150.0])


def drawn(name: str, x: list, y: list, n_classes: int) -> list[dict]:
    return points(name, (np.array(x, float), np.array(y)), MIDDLE, 20, 6, n_classes, "a\nb")


def test_points_stand_where_they_should_by_class() -> None:
    first, second = drawn("train", [[-6, 6], [0, 0], [6, -6]], [0, 0, 1], 2)
    np.testing.assert_allclose(first["xy"] * UNIT, [[80, 30], [200, 150]])
    np.testing.assert_allclose(second["xy"] * UNIT, [[320, 270]])
    np.testing.assert_array_equal(first["data"], [[0, 0], [1, 0]])
    np.testing.assert_array_equal(second["data"], [[2, 1]])
    assert (first["shape"], second["shape"]) == SYMBOLS[:2]
    table = colours(2, LIGHT)
    assert (table[first["fill"]], table[second["fill"]]) == LIGHT.classes[:2]
    assert first["hover"] == ["a", "b"]


def test_test_points_are_hollow() -> None:
    (item,) = drawn("test", [[0, 0]], [1], 2)
    table = colours(2, LIGHT)
    assert (table[item["fill"]], table[item["stroke"]]) == (LIGHT.background, LIGHT.classes[1])


def test_targets_are_coloured_by_value() -> None:
    table = colours(0, LIGHT)
    (train,) = drawn("train", [[0, 0]] * 4, [-1.0, 0.0, 7.0, np.nan], 0)
    np.testing.assert_array_equal(train["fill"], FIRST + SHADES * np.array([0, 1, 2, 1]))
    assert [table[i] for i in train["fill"][:3]] == [LIGHT.negative, LIGHT.background, LIGHT.positive]
    (test,) = drawn("test", [[0, 0]], [0.0], 0)
    assert table[test["stroke"][0]] not in (LIGHT.background, LIGHT.text)
    assert len(table) < 256


def test_points_beyond_the_plane_are_left_out_and_the_others_keep_their_numbers() -> None:
    (item,) = drawn("train", [[6.1, 0], [1, 1], [0, -7]], [0, 0, 0], 2)
    np.testing.assert_array_equal(item["data"], [[1, 0]])


def test_the_same_points_need_no_new_painting() -> None:
    keys = [drawn("train", [[x, 0]], [y], 2)[0]["still"] for x, y in ((1, 0), (1, 0), (2, 0), (1, 1))]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3


def test_wrong_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="points"):
        drawn("train", [[0, 0, 0]] * 3, [0, 0], 2)
