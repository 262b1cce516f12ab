import numpy as np
import pytest

from core.figures.symbols import SHADES, SymbolRow, symbols, window
from core.figures.theme import CLASS, DARK, LIGHT
from core.ui.live import pack

READ = SymbolRow("input", "abca")
GUESS = SymbolRow("RNN", "xbc ", np.array([0, 1, -1, 1]), np.array([0.5, 1.0, 0.9, 0.0]))


def items(figure: dict, **wanted: object) -> list[dict]:
    return [item for item in figure["drawing"]["items"] if all(item.get(k) == v for k, v in wanted.items())]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_letters_stand_in_columns_under_one_another(theme: object) -> None:
    figure = symbols([READ, GUESS], theme=theme)  # type: ignore[arg-type]
    pack(figure)
    read, guess = (item for item in items(figure, kind="words", align="center") if item["size"] > 10)
    assert read["text"] == list("abca") and guess["text"] == list("xbc"), "a blank is not written"
    np.testing.assert_allclose(read["xy"][:3, 0], guess["xy"][:, 0])
    assert (read["xy"][:, 1] < guess["xy"][0, 1]).all()
    names = [item["text"][0] for item in items(figure, kind="words", align="right")]
    assert names == ["input", "RNN"]


def test_right_and_wrong_differ_in_colour_and_in_a_line() -> None:
    figure = symbols([READ, GUESS], theme=LIGHT)
    right, wrong = items(figure, kind="areas")
    assert len(right["corners"]) == 2 and len(wrong["corners"]) == 1, "what is not asked has no box"
    assert right["fill"].tolist() == [CLASS + SHADES - 1, CLASS]
    assert CLASS + SHADES <= wrong["fill"][0] < CLASS + 2 * SHADES == len(figure["drawing"]["colours"])
    (line,) = items(figure, kind="links")
    assert line["ends"].shape == (1, 4) and line["ends"][0, 0] == wrong["corners"][0, 0]


def test_one_step_is_framed_and_the_plane_counts_steps() -> None:
    figure = symbols([READ, GUESS], theme=LIGHT, step=2)
    plane, frame = figure["drawing"]["plane"], items(figure, kind="links")[-1]["ends"]
    assert plane["x_range"] == [0.5, 4.5]
    each = plane["width"] / 4
    assert frame[:, ::2].min() == pytest.approx(plane["x"] + 2 * each) and np.ptp(frame[:, ::2]) == pytest.approx(each)


@pytest.mark.parametrize(("step", "first"), [(None, 0), (0, 0), (50, 40), (99, 80)])
def test_of_a_long_sequence_the_steps_around_the_chosen_one_are_shown(step: int | None, first: int) -> None:
    assert window(100, 20, step) == (first, 20)
    figure = symbols([SymbolRow("", "x" * 100)], theme=LIGHT, step=step, width_px=24 + 8 + 20 * 15)
    assert figure["drawing"]["plane"]["x_range"] == [first + 0.5, first + 20.5]


def test_nothing_to_show_is_no_error() -> None:
    pack(symbols([SymbolRow("input", "")], theme=LIGHT, step=0))
    pack(symbols([], theme=LIGHT))
