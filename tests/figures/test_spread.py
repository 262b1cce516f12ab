import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.figures.spread import BINS, shares, spread
from core.figures.theme import DARK, LIGHT


def test_shares_of_known_values() -> None:
    assert shares(np.array([0.0, 0.1, 0.9, 1.0]), (0, 1), 4).tolist() == [0.5, 0, 0, 0.5]
    assert shares(np.array([-9.0, 9.0, np.nan, np.inf]), (0, 1), 2).tolist() == [0.5, 0.5], "beyond the ends: end bins"
    assert shares(np.empty(0), (0, 1), 3).tolist() == [0, 0, 0]


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=50))
def test_shares_sum_to_one_and_agree_with_numpy(values: list[float]) -> None:
    found = shares(np.array(values), (-5, 5))
    assert found.sum() == pytest.approx(1)
    assert np.abs(found * len(values) - np.histogram(values, BINS, (-5, 5))[0]).sum() <= 2 * sum(
        abs(v * BINS / 10 - round(v * BINS / 10)) < 1e-9 for v in values
    ), "but for values on an edge"


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_two_groups_stand_back_to_back(theme) -> None:
    groups = [np.full(10, 0.05), np.full(30, 0.95)]
    drawn = spread(groups, (0, 1), colours=theme.classes[:2], names=["no", "yes"], theme=theme, mark=0.5)
    down, up, mark = drawn["data"]
    assert down["y"].min() == -1 and down["y"].max() == 0 and up["y"].max() == 1 and up["y"].min() == 0
    assert drawn["layout"]["yaxis"]["range"] == [-1, 1] and mark["x"].tolist() == [0.5, 0.5]
    assert "no" in down["hovertemplate"] and down["marker"]["color"] != up["marker"]["color"]


@pytest.mark.parametrize(("n", "top"), [(1, 1.0), (2, 0.5), (25, 0.2)])
def test_one_group_has_an_axis_of_few_sizes(n: int, top: float) -> None:
    values = (np.arange(n) + 0.5) / n
    drawn = spread([values], (0, 1), colours=["#000000"], names=["all"], theme=LIGHT)
    assert drawn["layout"]["yaxis"]["range"] == [0, top] and len(drawn["data"][1]["x"]) == 0
