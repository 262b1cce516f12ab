import numpy as np
import pytest

from core.figures.axes import LEFT
from core.figures.states import GAP, StateMap, states, unit_at
from core.figures.theme import DARK, LIGHT, palette
from core.ui.live import pack

VALUES = np.array([[0.0, 0.5, 1.0, -1.0, np.nan], [2.0, -2.0, 0.0, 0.25, 0.0]])  # 2 units, 5 steps


def items(figure: dict, **wanted: object) -> list[dict]:
    return [item for item in figure["drawing"]["items"] if all(item.get(k) == v for k, v in wanted.items())]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_first_unit_is_on_top_and_colours_run_from_minus_to_plus(theme: object) -> None:
    figure = states([StateMap("h", VALUES)], theme=theme, title="RNN")  # type: ignore[arg-type]
    pack(figure)
    (image,) = items(figure, kind="images")
    upper, lower = image["pixels"][0][::-1]
    assert upper.tolist() == [128, 191, 255, 0, 128] and lower[0] == 255 and lower[1] == 0
    told = image["values"][0][::-1].astype(float) * image["scale"]
    np.testing.assert_allclose(told[1], VALUES[1], atol=1e-3)
    assert image["values"][0][::-1][0, 4] == -32768
    assert (palette(theme)[128] == palette(theme)[127]).all()  # type: ignore[arg-type]


def test_maps_stand_under_one_another_and_share_the_steps() -> None:
    figure = states([StateMap("h", VALUES), StateMap("c", VALUES, 2.0)], theme=LIGHT, x_title="step")
    first, second = (item["at"][0] for item in items(figure, kind="images"))
    assert first[0] == second[0] == LEFT and first[2] == second[2] and first[3] == pytest.approx(second[3])
    assert second[1] == pytest.approx(first[1] + first[3] * (1 + GAP), abs=1e-3)
    lower = items(figure, kind="images")[1]["pixels"][0][::-1]
    assert lower[0].tolist()[2] == 191, "1 of a limit of 2"
    words = [text for item in items(figure, kind="words") for text in item["text"]]
    assert "h" in words and "c ±2" in words and "step" in words


@pytest.mark.parametrize("n_maps", [1, 2, 3])
def test_the_unit_under_the_pointer_is_the_one_that_is_drawn_there(n_maps: int) -> None:
    maps = [StateMap(name, np.zeros((7, 5))) for name in "fio"[:n_maps]]
    whole = states(maps, theme=LIGHT, unit=3)["drawing"]
    plane = whole["plane"]
    low, high = plane["y_range"]
    assert plane["x_range"] == [0.5, 5.5]
    for item in whole["items"]:
        if item["kind"] != "images":
            continue
        for unit in range(7):
            px = item["at"][0][1] + (unit + 0.5) / 7 * item["at"][0][3]
            assert unit_at(high + (px - plane["y"]) / plane["height"] * (low - high), 7) == unit
    assert unit_at(-1, 7) == 0 and unit_at(99.3, 7) in range(7)


def test_the_step_and_the_unit_are_framed() -> None:
    figure = states([StateMap("h", VALUES)], theme=LIGHT, step=2, unit=1)
    image = items(figure, kind="images")[0]["at"][0]
    column = items(figure, kind="links")[-1]["ends"]
    assert column[:, ::2].min() == pytest.approx(image[0] + 2 / 5 * image[2], abs=0.01)
    assert column[:, ::2].max() == pytest.approx(image[0] + 3 / 5 * image[2], abs=0.01)
    (pointer,) = [item for item in items(figure, kind="words") if item["text"] == ["◀"]]
    assert pointer["xy"][0, 1] == pytest.approx(image[1] + 0.75 * image[3], abs=0.01)
    assert pointer["xy"][0, 0] > image[0] + image[2]
    assert len(items(states([StateMap("h", VALUES)], theme=LIGHT, step=9), kind="links")) == 1


def test_symbols_stand_under_their_steps_where_there_is_room() -> None:
    def below(n_steps: int, width: float) -> list[str]:
        figure = states([StateMap("h", np.zeros((2, n_steps)))], theme=LIGHT, symbols="ab" * n_steps, width_px=width)
        return items(figure, kind="words")[-2]["text"]

    assert below(5, 440) == list("ababa")
    assert below(100, 440)[:2] == ["10", "20"]
    assert below(1, 440) == ["a"]


def test_maps_of_different_sizes_are_refused() -> None:
    with pytest.raises(ValueError, match="one size"):
        states([StateMap("h", VALUES), StateMap("c", VALUES[:1])], theme=LIGHT)
