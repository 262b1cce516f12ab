import numpy as np
import pytest

from core.figures.descent import DECADES, descent
from core.figures.runners import Runner
from core.figures.theme import LIGHT

NOWHERE = np.empty((0, 2))


def draw(losses, lost=(), **more):
    runners = [Runner(f"r{i}", i, NOWHERE, lost=i in lost) for i in range(losses.shape[1])]
    settings = {"n_steps": 300, "lowest": 0.0, "width_px": 400, "height_px": 240} | more
    return descent(runners, losses, theme=LIGHT, **settings)["drawing"]


def test_a_straight_fall_by_decades_is_a_straight_line() -> None:
    whole = draw(10.0 ** -np.arange(5)[:, None] + 2, lowest=2.0)
    plane, line = whole["plane"], whole["items"][0]["ends"]
    assert plane["y_range"] == [1 - DECADES, 1]
    slope = (np.diff(line[:, 1::2]) / np.diff(line[:, ::2]))[:, 0]
    np.testing.assert_allclose(slope, slope[0], rtol=1e-3)
    per_step = plane["width"] / (plane["x_range"][1] - plane["x_range"][0])
    assert slope[0] == pytest.approx(plane["height"] / DECADES / per_step, rel=1e-3)


def test_the_axis_of_steps_grows_rarely() -> None:
    ends = {draw(np.ones((n + 1, 1)))["plane"]["x_range"][1] for n in range(0, 301, 5)}
    assert ends == {50, 100, 200, 300}
    assert draw(np.ones((3, 1)), n_steps=20)["plane"]["x_range"] == [0, 20]


@pytest.mark.parametrize("bad", [np.nan, np.inf, 0.0, -1.0, 1e300])
def test_odd_losses_are_borne(bad: float) -> None:
    losses = np.array([[4.0, bad], [2.0, bad], [1.0, bad]])
    for item in draw(losses, lost=(1,))["items"]:
        for value in item.values():
            if isinstance(value, np.ndarray):
                assert np.isfinite(value).all()


def test_a_lost_one_is_struck_out_at_its_last_step_and_shapes_must_fit() -> None:
    losses = np.array([[4.0, 4.0], [2.0, 9.0], [1.0, np.nan]])
    items = draw(losses, lost=(1,))["items"]
    (strike,) = [item for item in items if item.get("shape") == "strike"]
    heads = [item for item in items if item["kind"] == "marks" and "hover" in item]
    assert strike["xy"][0, 0] < heads[0]["xy"][0, 0]
    with pytest.raises(ValueError, match="losses"):
        descent([Runner("a", 0, NOWHERE)], losses, theme=LIGHT, n_steps=10, lowest=0)
