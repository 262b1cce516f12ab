import numpy as np
import pytest

from core.figures.coefficients import OUTLINE, coefficients
from core.figures.theme import DARK, LIGHT
from core.ui.live import pack

VALUES, ANSWER = np.array([2.0, -1.0, 0.0]), np.array([4.0, -1.0, 1.0])


def bars(figure: dict) -> dict:
    return next(i for i in figure["drawing"]["items"] if i.get("data") is not None)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_bars_are_as_long_as_their_values(theme) -> None:
    figure = coefficients(VALUES, ["x", "x²", "b"], theme=theme, answer=ANSWER, reach=5.0)
    pack(figure)
    ends = bars(figure)["ends"]
    np.testing.assert_allclose((ends[:, 1] - ends[:, 3]) / (ends[0, 1] - ends[0, 3]), VALUES / 2, atol=1e-5)
    assert bars(figure)["colour"].tolist() == [1, 0, 1]
    marks = [i for i in figure["drawing"]["items"] if np.all(i["colour"] == OUTLINE)]
    assert marks[0]["ends"][1, 1] == pytest.approx(ends[1, 3], abs=1e-4), "bar and mark meet where they agree"
    assert bars(figure)["data"].tolist() == [[0, 2, 4], [1, -1, -1], [2, 0, 1]]


def test_the_axis_holds_the_answers_and_does_not_follow_the_bars() -> None:
    ends = [bars(coefficients(v * VALUES, "abc", theme=LIGHT, answer=ANSWER))["ends"] for v in (1, 0.5, 1e9)]
    assert ends[0][0, 3] - ends[0][0, 1] == pytest.approx(2 * (ends[1][0, 3] - ends[1][0, 1]), rel=1e-4)
    assert np.isfinite(ends[2]).all() and ends[2].min() >= 0


def test_many_bars_have_no_names_and_broken_values_no_bar() -> None:
    figure = coefficients(np.full(40, np.nan), [f"w{i}" for i in range(40)], theme=LIGHT)
    pack(figure)
    assert all("w0" not in i.get("text", []) for i in figure["drawing"]["items"])
    assert (bars(figure)["ends"][:, 1] == bars(figure)["ends"][:, 3]).all()
