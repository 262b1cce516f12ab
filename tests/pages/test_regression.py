"""The regression page as Streamlit runs it without a browser."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.datasets.line import EXTENT, OUTSIDE, TOO_FEW
from core.datasets.own_points import decode_points, encode_points
from core.ui.language import speaking
from core.ui.player import Player
from core.ui.views.regression import regression_tabs
from core.ui.views.regression.look import ERASER, RegressionLook
from core.ui.views.regression.panels import CURVED
from tests.pages.opened import open_page

FOUR = encode_points(np.array([[-4, -5, 0], [0, 3, 0], [4, 11, 0], [2, 7, 2]], float), EXTENT)


def regression(lang: str = "en", **query: str) -> AppTest:
    at = open_page("Foundations", "regression", lang, **query)
    assert at.get("bidi_component"), "the live view is there"
    return at


def held(at: AppTest) -> Player:
    return at.session_state["players"]["regression"]


def drag(player: Player, panel: str, x: float, y: float, start: bool = True) -> None:
    RegressionLook.dragged(player, {"panel": panel, "x": x, "y": y, "x0": x, "y0": y, "start": start})


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"task": "logistic", "noise": "0"},
        {"degree": "5", "dataset": "wave", "l2": "0.1", "optimizer": "adam"},
        {"task": "logistic", "degree": "3", "basis": "powers", "batch_size": "7"},
        {"n_samples": "5", "degree": "9"},
        {"dataset": "own", "points": FOUR},
    ],
    ids=lambda q: "-".join(q),
)
def test_it_opens_steps_and_explains(query: dict[str, str]) -> None:
    at = regression(**query)
    assert not at.error and not at.warning
    at.button(key="step").click().run()
    assert not at.exception and held(at).run.newest.step == 1
    assert at.dataframe and at.code


@pytest.mark.parametrize("query", [{}, {"task": "logistic", "noise": "0", "degree": "2"}], ids=lambda q: "-".join(q))
def test_it_speaks_chinese(query: dict[str, str]) -> None:
    at = regression("zh", **query)
    assert not at.error and not at.warning and "回归" in at.markdown[0].value
    with speaking("zh"):
        blocks = [panel.figure(look_of(at)) for id, panel in CURVED.items() if id in ("numbers", "answer", "speed")]
    assert all("一" <= text[0] <= "龥" for block in blocks for text, _ in block["text"])


def test_an_empty_plane_says_what_to_do() -> None:
    for lang, task in (("en", "linear"), ("zh", "logistic")):
        at = regression(lang, dataset="own", task=task)
        assert at.button(key="play").disabled and at.button(key="clear").disabled
        assert (at.info[0].value == TOO_FEW[task]) == (lang == "en")
    at = regression(dataset="own", task="logistic", points=FOUR)
    assert at.info[0].value == OUTSIDE


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("degree", "13", "1 … 12"),
        ("l1", "0.1", "0.0"),
        ("optimizer", "adamw", "sgd"),
        ("points", "%%", "base64url"),
        ("loss", "mae", "auto"),
        ("hidden", "4", "task"),
    ],
)
def test_a_bad_address_is_told_and_the_rest_of_it_counts(name: str, value: str, allowed: str) -> None:
    at = regression(**{name: value, "noise": "0.5"})
    assert len(at.warning) == 1 and name in at.warning[0].value and allowed in at.warning[0].value
    assert at.slider(key="noise").value == 0.5


def test_the_sidebar_follows_the_task() -> None:
    at = regression()
    keys = {w.key for w in [*at.slider, *at.selectbox]}
    assert "start_w2" not in keys and "basis" not in keys
    at.selectbox(key="task").set_value("logistic")
    at.slider(key="degree").set_value(3)
    at.run()
    keys = {w.key for w in [*at.slider, *at.selectbox]}
    assert {"start_w2", "basis"} <= keys and at.selectbox(key="task").value == "logistic"
    assert {k: v for k, v in at.query_params.items() if k != "lang"} == {"task": "logistic", "degree": "3"}
    assert held(at).settings.data.degree == 3


def test_a_dragged_point_becomes_an_own_one() -> None:
    at = regression(n_samples="10")
    player = held(at)
    x, y = player.run.learner.data.x_train[3, 0].item(), player.run.learner.data.y_train[3].item()
    drag(player, "fit", x, y)
    drag(player, "fit", x, 90.0, start=False)
    at.run()
    points = decode_points(at.query_params["points"], EXTENT)
    assert at.query_params["dataset"] == "own" and len(points) == 60
    np.testing.assert_allclose(points[3], [x, 20, 0], atol=1e-3)
    assert held(at).run.learner.data.y_train[3] == 20 and not at.exception


def test_a_click_puts_a_point_and_the_eraser_takes_it() -> None:
    at = regression(dataset="own", points=FOUR)
    player = held(at)
    drag(player, "fit", -2.0, 15.0)
    drag(player, "fit", -2.1, 15.5, start=False)
    assert np.allclose(decode_points(player.settings.data.points, EXTENT)[-1], [-2.1, 15.5, 0])
    player.picked["pen"] = 2
    drag(player, "fit", 3.0, 0.0)
    assert decode_points(player.settings.data.points, EXTENT)[-1, 2] == 2
    player.picked["pen"] = ERASER
    for x, y in ((-2.1, 15.5), (3.0, 0.0)):
        drag(player, "fit", x, y)
    assert player.settings.data.points == FOUR
    for x, y in ((-4, -5), (0, 3)):
        drag(player, "fit", x, y)
    assert player.run is None and player.problem


def test_dragging_in_the_bowl_starts_there() -> None:
    at = regression()
    player = held(at)
    drag(player, "bowl", -1.234, 6.5)
    at.run()
    assert at.query_params["start_w"] == "-1.23" and at.query_params["start_b"] == "6.5"
    assert held(at).run.newest.weights["flat"].tolist() == pytest.approx([-1.23, 6.5])
    at = regression(task="logistic")
    RegressionLook.chosen(held(at), "1-2")
    at.run()
    drag(held(at), "bowl", 2.0, -3.0)
    assert held(at).settings.model.start_w2 == 2 and held(at).settings.model.start_b == -3


def test_a_finished_run_learns_again_what_was_dragged() -> None:
    at = regression(n_samples="10", stop_value="5")
    player = held(at)
    player.run.advance(60)
    assert player.run.outcome == "done" and not player.playing
    drag(player, "fit", 1.0, 1.0)
    assert player.playing and player.run.newest.step == 0
    player.playing = False
    drag(player, "fit", 1.1, 1.0, start=False)
    assert not player.playing, "who paused keeps pausing"


def test_a_learning_rate_that_is_too_large_is_told_and_ends_the_run() -> None:
    at = regression(lr="0.12")
    look = look_of(at)
    assert any("0.116" in note for note in look.notes())
    held(at).run.advance(60)
    at.run()
    assert held(at).run.outcome == "exploded" and at.error
    assert look_of(regression(lr="0.116")).notes() == []


def look_of(at: AppTest) -> RegressionLook:
    look = regression_tabs.look_of(held(at))
    assert look is not None
    return look


def test_the_line_of_logistic_regression_turns_towards_the_answer() -> None:
    """S6: 0/1 labels with the cross-entropy; and S5 ends at the closed form."""
    at = regression(task="logistic", lr="0.3")
    truth, found = np.array([2.0, 3.0]), []
    for _ in range(4):
        held(at).run.advance(60, 250)
        w1, w2, b = look_of(at).theta
        found.append(np.linalg.norm([-w1 / w2 - truth[0], -b / w2 - truth[1]]))
    assert found == sorted(found, reverse=True) and found[-1] < 0.25
    at = regression()
    held(at).run.advance(60)
    assert held(at).run.outcome == "done" and held(at).run.newest.step == 1000
    assert look_of(at).distance < 1e-4 and look_of(at).gap < 1e-8


def test_numbers_and_code_follow_the_run() -> None:
    at = regression(l2="0.2")
    at.button(key="step").click().run()
    sums, look = at.code[0].value, look_of(at)
    assert (
        f"= {look.gradient[0]:.4g}".replace("-", "−") in sums and f"= {look.gradient[1]:.4g}".replace("-", "−") in sums
    )
    listed = at.dataframe[0].value
    assert listed["(ŷ − y)²"].mean() == pytest.approx(look.frame.metrics["train_loss"], rel=1e-5)
    weights = at.dataframe[1].value
    np.testing.assert_allclose(weights["answer"], look.aim.answer.theta)
