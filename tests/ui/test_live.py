"""The live view's messages, read back as its JavaScript reads them."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.ui.live import FRONTEND, PLOTLY, pack

TYPES = {kind: np.dtype(kind) for kind in ("f4", "u1", "i1", "u2", "i2", "u4", "i4")}


def unpack(message: bytes) -> dict:
    length = int.from_bytes(message[:4], "little")
    start = -(-(4 + length) // 8) * 8

    def read(value: dict) -> object:
        if "$" not in value:
            return value
        kind, offset, shape = value["$"]
        count = int(np.prod(shape))
        return np.frombuffer(message, TYPES[kind], count, start + offset).reshape(shape)

    return json.loads(message[4 : 4 + length], object_hook=read)


@given(
    st.lists(
        st.sampled_from([np.float32, np.uint8, np.int16, np.int32]).flatmap(
            lambda kind: arrays.arrays(kind, arrays.array_shapes(max_dims=3, max_side=5, min_side=0))
        ),
        max_size=5,
    )
)
def test_arrays_arrive_as_they_were_sent(sent: list[np.ndarray]) -> None:
    got = unpack(pack({"title": "层", "arrays": sent}))
    assert got["title"] == "层"
    for one, other in zip(sent, got["arrays"], strict=True):
        np.testing.assert_array_equal(one, other)


def test_wide_types_are_narrowed_and_scalars_are_plain() -> None:
    got = unpack(pack({"x": np.array([0.5, 2]), "n": np.int64(3), "on": np.array([True])}))
    assert got["x"].dtype == np.float32 and got["x"].tolist() == [0.5, 2]
    assert got["n"] == 3 and got["on"].tolist() == [1]


@pytest.mark.parametrize("value", [float("nan"), {1, 2}])
def test_what_json_cannot_say_is_refused(value: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        pack({"value": value})


def test_what_the_server_serves_is_there() -> None:
    assert (FRONTEND / "live.js").exists() and (PLOTLY / "plotly.min.js").exists()
