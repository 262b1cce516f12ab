"""What the pointer does to a sliding window."""

import pytest

from core.figures.theme import LIGHT
from core.lessons.convolution.sliding import Sliding, SlidingSettings
from core.ui.picture import Picture
from core.ui.player import Player
from core.ui.stage import Scene, handle, message
from core.ui.views.convolution.panels import PANELS, SlidingLook


def open_view(**settings: object) -> Player:
    held = Player(Sliding)
    held.hold(SlidingSettings().replace(**settings))
    held.scene = Scene("en", LIGHT, Picture(speed="step"), PANELS, SlidingLook, None, "")
    return held


def shown(held: Player) -> dict:
    return message(held, held.scene, whole=True)


def numbers(held: Player) -> dict[str, str]:
    return dict(shown(held)["readout"])


def test_the_window_follows_the_pointer_over_picture_and_map() -> None:
    held = open_view()
    handle(held, {"kind": "hover", "panel": "map", "x": 3.4, "y": 1.2})
    assert (numbers(held)["row"], numbers(held)["column"]) == ("2", "4")
    handle(held, {"kind": "hover", "panel": "picture", "x": 4.5, "y": 2.5})
    assert (numbers(held)["row"], numbers(held)["column"]) == ("2", "4"), "the pointer is in the middle of the window"
    handle(held, {"kind": "hover", "panel": "picture", "x": 99, "y": -5})
    assert (numbers(held)["row"], numbers(held)["column"]) == ("1", "6")


def test_a_step_takes_the_window_from_the_pointer() -> None:
    held = open_view()
    handle(held, {"kind": "hover", "panel": "map", "x": 3.4, "y": 1.2})
    held.step()
    assert (numbers(held)["row"], numbers(held)["column"]) == ("1", "2")


def test_a_weight_is_dragged_and_the_kernel_becomes_ones_own() -> None:
    held = open_view(kernel="identity")
    place = {"kind": "drag", "panel": "kernel", "x0": 150, "y0": 85}
    handle(held, place | {"x": 150, "y": 85, "start": True})
    handle(held, place | {"x": 150, "y": 25, "start": False})
    assert held.settings.kernel == "own" and held.settings.slices[0][1, 1] == 2 and held.settings.slices[0].sum() == 2
    handle(held, {"kind": "drop", "panel": "kernel"})
    assert held.refresh


@pytest.mark.parametrize(
    ("settings", "note"),
    [
        ({"size": 7, "dilation": 3}, "fits nowhere"),
        ({"stride": 4}, "rows and columns: 4, 8"),
        ({"kernel": "learned"}, "learned"),
        ({"operation": "max", "size": 2, "padding": 3}, "−∞"),
    ],
)
def test_what_is_to_be_known_is_said(settings: dict, note: str) -> None:
    assert note in " ".join(shown(open_view(**settings))["notes"])


@pytest.mark.parametrize(("operation", "numbers"), [("convolution", 100), ("average", 100), ("max", 64)])
def test_a_rim_of_zeros_is_shown_and_one_that_never_wins_is_empty(operation: str, numbers: int) -> None:
    drawn = shown(open_view(operation=operation, padding=1))["figures"]["picture"]["drawing"]
    assert sum(len(item["text"]) for item in drawn["items"] if item["kind"] == "words") == numbers


@pytest.mark.parametrize("operation", ["convolution", "max", "average"])
@pytest.mark.parametrize("picture", ["digit", "photo"])
@pytest.mark.parametrize("padding", [0, 2])
def test_the_sum_that_is_written_out_is_the_value_of_the_map(operation: str, picture: str, padding: int) -> None:
    held = open_view(operation=operation, picture=picture, padding=padding, size=2, bias=0.25)
    handle(held, {"kind": "hover", "panel": "map", "x": 2.5, "y": 4.5})
    _, (_, lines) = shown(held)["figures"]["sum"]["text"]
    y = held.settings.output().mean(0)[4, 2]
    if operation == "convolution":
        written = "".join(lines).split("=")[1].replace("·", "*").replace("−", "-")
        assert eval(written) == pytest.approx(y, abs=1e-4)
    assert lines[-1].replace("−", "-").rstrip(")").split()[-1] == f"{y:.6g}"


def test_a_weight_of_one_channel_is_dragged_and_the_others_stay() -> None:
    held = open_view(picture="photo", kernel="identity")
    place = {"kind": "drag", "panel": "kernel", "x0": 150, "y0": 66}
    handle(held, place | {"x": 150, "y": 66, "start": True})
    handle(held, place | {"x": 150, "y": 6, "start": False})
    red, green, blue = held.settings.slices
    assert green[1, 1] == 2 and red[1, 1] == blue[1, 1] == 1


def test_every_step_shows_one_value_more() -> None:
    held = open_view()
    held.step()
    shown_values = shown(held)["figures"]["map"]["drawing"]["items"][0]["values"]
    assert (shown_values != -32768).sum() == 2 and numbers(held)["column"] == "2"


def test_pooled_channels_are_said_to_be_a_mean() -> None:
    for picture, name in (("digit", "max = "), ("photo", "mean of the maxima = ")):
        items = shown(open_view(operation="max", picture=picture))["figures"]["kernel"]["drawing"]["items"]
        assert any(text.startswith(name) for item in items for text in item.get("text", [])), picture
