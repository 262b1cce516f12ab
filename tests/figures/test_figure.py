import base64
import json

import numpy as np
import pytest

from core.figures.figure import axis, layout, to_json
from core.figures.theme import LIGHT, THEMES


@pytest.mark.parametrize(
    ("array", "dtype"),
    [
        (np.array([1.5, -2.0, np.nan]), "f4"),
        (np.array([1, 2, 3]), "i4"),
        (np.array([True, False, True]), "u1"),
        (np.array([1, 2, 255], np.uint8), "u1"),
        (np.array([1, -2], np.int16), "i2"),
        (np.array([0.5], np.float16), "f4"),
    ],
)
def test_arrays_become_typed_arrays(array: np.ndarray, dtype: str) -> None:
    packed = to_json(array)
    assert packed.keys() == {"dtype", "bdata"}
    assert packed["dtype"] == dtype
    np.testing.assert_array_equal(np.frombuffer(base64.b64decode(packed["bdata"]), dtype), array)


@pytest.mark.parametrize("shape", [(2, 3), (4, 5, 2)])
def test_more_dimensions_are_named_in_the_shape(shape: tuple[int, ...]) -> None:
    array = np.arange(np.prod(shape), dtype=np.uint8).reshape(shape)
    packed = to_json({"z": array.T})["z"]
    assert packed["shape"] == ",".join(map(str, shape[::-1]))
    back = np.frombuffer(base64.b64decode(packed["bdata"]), np.uint8).reshape(shape[::-1])
    np.testing.assert_array_equal(back, array.T)


def test_scalars_and_nesting() -> None:
    nested = {"a": [np.float32(0.5), np.int64(3), np.bool_(True)], "b": (float("nan"), np.float64("nan"), None, "w")}
    assert to_json(nested) == {"a": [0.5, 3, True], "b": [None, None, None, "w"]}
    json.dumps(to_json(nested), allow_nan=False)


def test_text_arrays_stay_lists() -> None:
    assert to_json(np.array(["a", "b"])) == ["a", "b"]


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
def test_layout_is_transparent_and_keeps_the_zoom(theme) -> None:
    shared = layout(theme, "Loss", dragmode=False)
    assert shared["paper_bgcolor"] == shared["plot_bgcolor"] == "rgba(0,0,0,0)"
    assert shared["uirevision"]
    assert shared["title"]["text"] == "Loss"
    assert shared["dragmode"] is False
    assert "title" not in layout(theme)


def test_axis_range_is_fixed() -> None:
    assert axis(LIGHT, (-1, 2))["range"] == [-1.0, 2.0]
    assert axis(LIGHT, (-1, 2))["autorange"] is False
