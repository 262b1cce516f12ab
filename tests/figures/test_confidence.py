"""Bars of confidence."""

import numpy as np
import pytest

from core.figures.confidence import confidence, shares
from core.figures.theme import DARK, LIGHT

P, Y = np.array([0.05, 0.06, 0.95, 0.5, np.nan, 1.0]), np.array([0, 0, 1, 1, 1, 1])


def test_shares_of_each_class_add_up_to_one_without_what_is_no_number() -> None:
    zero, one = shares(P, Y, 0, bins=10), shares(P, Y, 1, bins=10)
    assert zero.tolist() == [1] + [0] * 9
    assert one.sum() == pytest.approx(1) and one[9] == pytest.approx(2 / 3) and one[5] == pytest.approx(1 / 3)


def test_no_samples_give_no_bars() -> None:
    assert shares(P, np.zeros(6), 1).sum() == 0
    drawing = confidence(P, np.zeros(6), theme=LIGHT)["drawing"]
    bars = next(item for item in drawing["items"] if item.get("name") == "class 1")
    assert bars["ends"].shape == (0, 4) and bars["data"].shape == (0, 3)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_class_1_stands_up_and_class_0_hangs_down(theme) -> None:
    drawing = confidence(P, Y, theme=theme, title="A", limits=(0.5,))["drawing"]
    bars = {item["name"]: item for item in drawing["items"] if "name" in item}
    up, down = bars["class 1"]["ends"], bars["class 0"]["ends"]
    assert (up[:, 3] < up[:, 1]).all() and (down[:, 3] > down[:, 1]).all()
    assert bars["class 0"]["data"].tolist() == [[pytest.approx(0.05), pytest.approx(0.075), 100.0]]
    assert drawing["colours"][bars["class 1"]["colour"]] == theme.positive
    assert drawing["colours"][bars["class 0"]["colour"]] == theme.negative


def test_a_bar_of_all_samples_reaches_the_edge_and_bars_stay_inside() -> None:
    drawing = confidence(P, Y, theme=LIGHT)["drawing"]
    plane = drawing["plane"]
    bar = next(item for item in drawing["items"] if item.get("name") == "class 0")["ends"]
    assert bar[0, 3] == pytest.approx(plane["y"] + plane["height"])
    assert plane["x"] <= bar[0, 0] <= plane["x"] + plane["width"]
