import numpy as np
import pytest

from core.figures.comparison import FIRST, THICK, Row, overlay, table
from core.figures.theme import DARK, LIGHT
from core.ui.live import pack

Z = np.linspace(-5, 5, 101)
CURVES = np.array([Z, np.tanh(Z), *(k / 10 * Z for k in range(8))])
NAMES = [f"f{i}" for i in range(10)]
INF = float("inf")
ROWS = [
    Row("tanh", 0.5, 0.75, -1, 1, 0.0, 0.63, 0.56, 0.0, 1.0, "smooth"),
    Row("relu", 0.25, 1.0, 0, INF, 0.4, 0.58, 0.5, 0.5, 1.0, "kink"),
    Row("linear", 0.25, 1.0, -INF, INF, 0.0, 1.0, 0.0, 0.0, 1.0, "smooth"),
]
HEADS = ["f", "f′", "range", "mean", "spread", "flat\nshare", "dead", "steepest", "breaks"]


def items(figure: dict, **wanted: object) -> list[dict]:
    return [item for item in figure["drawing"]["items"] if all(item.get(k) == v for k, v in wanted.items())]


def draw(chosen: int = 3, at: float = 1.0) -> dict:
    heights = np.array([np.interp(at, Z, curve) for curve in CURVES])
    return overlay(Z, CURVES, NAMES, chosen, at, heights, (-2, 4), theme=LIGHT, title="All")


def test_every_curve_is_there_and_tells_its_number() -> None:
    figure = draw()
    pack(figure)
    lines = items(figure, name="activation")
    assert sorted(int(line["data"][0, 0]) for line in lines) == list(range(10))
    assert all(len(line["data"]) == len(line["ends"]) for line in lines)
    assert figure["drawing"]["names"] == NAMES


def test_the_chosen_curve_is_thick_and_on_top_not_recoloured() -> None:
    *others, last = items(draw(3), name="activation")
    assert last["data"][0, 0] == 3 and last["width"] == THICK and last["colour"] == FIRST + 3
    assert all(line["width"] < THICK for line in others)


def test_curves_that_share_a_colour_differ_in_dash() -> None:
    figure = draw()
    lines = {int(line["data"][0, 0]): line for line in items(figure, name="activation")}
    colours = figure["drawing"]["colours"]
    assert colours[lines[0]["colour"]] == colours[lines[8]["colour"]]
    drawn = {i: np.hypot(*(lines[i]["ends"][:, 2:] - lines[i]["ends"][:, :2]).T).sum() for i in (2, 8)}
    assert drawn[8] < 0.8 * drawn[2]


def test_points_stand_on_the_curves_in_sight() -> None:
    figure = draw(at=3.0)
    (points,) = items(figure, kind="marks")
    assert len(points["xy"]) == 10
    (few,) = items(draw(at=-4.0), kind="marks")
    in_sight = [float(np.interp(-4, Z, curve)) >= -2 for curve in CURVES]
    assert len(few["xy"]) == sum(in_sight) < 10
    assert not items(draw(at=9.0), kind="marks")


def test_only_what_changes_is_painted_again() -> None:
    a, b, c = draw(3, 1.0), draw(3, 2.0), draw(4, 1.0)
    still = [[item.get("still") for item in figure["drawing"]["items"] if item.get("still")] for figure in (a, b, c)]
    assert still[0] == still[1] != still[2]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_table_says_what_the_rows_say(theme: object) -> None:
    figure = table(ROWS, 1, HEADS, theme=theme, title="Facts")  # type: ignore[arg-type]
    pack(figure)
    columns = [item["text"] for item in items(figure, kind="words")]
    assert ["tanh", "relu", "linear"] in columns and ["0.75", "1", "1"] in columns
    assert ["56%", "50%", "0%"] in columns and ["0%", "50%", "0%"] in columns and ["flat", "share"] in columns


def test_ranges_end_in_arrows_where_there_is_no_bound() -> None:
    figure = table(ROWS, 1, HEADS, theme=LIGHT, reach=(-2, 4))
    (bars,) = (i["ends"] for i in items(figure, kind="links", width=6))
    (means,) = items(figure, shape="diamond")
    (arrows,) = (i["ends"] for i in items(figure, kind="links", width=2))
    assert len(arrows) == 2 * 3, "two strokes each: above for ReLU, on both sides for linear"
    unit = (bars[2, 2] - bars[2, 0]) / 6
    assert (bars[0, 2] - bars[0, 0]) / unit == pytest.approx(2, abs=1e-4)
    np.testing.assert_allclose((means["xy"][:, 0] - bars[2, 0]) / unit - 2, [0, 0.4, 0], atol=1e-4)


def test_every_row_can_be_clicked_and_the_chosen_one_is_seen() -> None:
    (bands,) = items(table(ROWS, 1, HEADS, theme=LIGHT), name="activation")
    np.testing.assert_array_equal(bands["data"][:, 0], [0, 1, 2])
    assert bands["colour"][1] != bands["colour"][0] == bands["colour"][2]


def test_a_narrow_table_keeps_what_matters_most() -> None:
    wide, narrow = (table(ROWS, 0, HEADS, theme=LIGHT, width_px=width) for width in (900, 350))
    pack(narrow)
    words = [" ".join(item["text"]) for item in items(narrow, kind="words")]
    assert "range" in words and "flat share" in words and "steepest" not in words
    assert len(items(narrow, kind="words")) < len(items(wide, kind="words"))
    right = max(float(item["xy"][:, 0].max()) for item in items(narrow, kind="words"))
    assert right < 350
