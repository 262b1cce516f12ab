import numpy as np
import pytest

from core.figures.answers import answers
from core.figures.runners import Runner
from core.figures.theme import LIGHT

X = np.linspace(-2, 2, 41)


def test_lines_pass_through_their_values_and_samples_stand_at_theirs() -> None:
    runners = [Runner("a", 0, np.empty((0, 2))), Runner("b", 1, np.empty((0, 2)))]
    samples = np.array([-1.0, 0.0, 1.0]), np.array([0.5, 0.0, 99.0])
    whole = answers(X, [0.5 * X, -X], runners, samples, theme=LIGHT, y_range=(-3, 3), selected=1)["drawing"]
    plane, items = whole["plane"], whole["items"]
    lines = [item for item in items if item["kind"] == "links"][:2]
    assert [line["width"] for line in lines] == [1.6, 3.0], "the selected one is wide and on top"
    x = (lines[0]["ends"][:, 0] - plane["x"]) / plane["width"] * 4 - 2
    y = 3 - (lines[0]["ends"][:, 1] - plane["y"]) / plane["height"] * 6
    np.testing.assert_allclose(y, 0.5 * x, atol=1e-4)
    dots = next(item for item in items if item["kind"] == "marks" and "hover" not in item)
    assert len(dots["xy"]) == 2, "what lies beyond is left out"
    symbols = [item for item in items if item["kind"] == "marks" and "hover" in item]
    assert [item["hover"] for item in symbols] == [["a"], ["b"]]
    assert symbols[0]["xy"][0, 0] != pytest.approx(symbols[1]["xy"][0, 0])
