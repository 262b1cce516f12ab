"""The way forward and the way back, with the angle between update and gradient."""

import numpy as np
import pytest

from core.figures.error_paths import ErrorPath, error_paths
from core.figures.message_rows import MessageRow, message_rows
from core.figures.theme import LIGHT

NAN = float("nan")


def drawn(direct=False, angles=(60.0, 90.0, 0.0)):
    path = ErrorPath("a rule", ["W₁", "W₂", "W₃"], ["B₁", "B₂"], np.array(angles), direct=direct)
    return error_paths([path, path], ["x", "h₁", "h₂", "ŷ"], theme=LIGHT, selected=(1, 2))["drawing"]


@pytest.mark.parametrize("direct", [False, True])
def test_everything_stays_inside(direct):
    drawing = drawn(direct)
    for item in drawing["items"]:
        places = np.reshape(item["ends"] if item["kind"] == "links" else item["xy"], (-1, 2))
        assert (places >= 0).all() and (places <= [drawing["width"], drawing["height"]]).all()


def test_hands_stand_at_their_angle():
    hands = next(i for i in drawn()["items"] if i["kind"] == "links" and i["width"] == 2.4)["ends"][:3]
    way = hands[:, 2:] - hands[:, :2]
    assert np.degrees(np.arctan2(-way[:, 1], way[:, 0])) == pytest.approx([60, 90, 0], abs=1e-3)


def test_where_there_is_no_gradient_there_is_no_hand():
    items = drawn(angles=(NAN, 10.0, 0.0))["items"]
    texts = [text for item in items if item["kind"] == "words" for text in item["text"]]
    assert "–" in texts and "10°" in texts
    assert len(next(i for i in items if i["kind"] == "links" and i["width"] == 2.4)["ends"]) == 3 * 2


def test_hidden_layers_can_be_clicked():
    data = [item["data"].tolist() for item in drawn()["items"] if item.get("name") == "layer"]
    assert data == [[[0, 1], [0, 2]], [[1, 1], [1, 2]]]


def test_messages_are_full_colour_at_their_own_largest():
    rows = [MessageRow("told", np.array([0.001, -0.002, 0.0])), MessageRow("gradient", np.array([5.0, 1.0, NAN]), "!")]
    drawing = message_rows(rows, theme=LIGHT, unit=2)["drawing"]
    strips = [item for item in drawing["items"] if item["kind"] == "images"]
    assert [strip["pixels"][0, 0].tolist() for strip in strips] == [[191, 0, 128], [255, 153, 128]]
    assert strips[0]["values"][0, 0, 1] * strips[0]["scale"] == pytest.approx(-0.002)
    with pytest.raises(ValueError):
        message_rows([*rows, MessageRow("", np.zeros(4))], theme=LIGHT)
