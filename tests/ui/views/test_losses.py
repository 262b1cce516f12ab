"""The panels of the page of losses: what they show, what they say, and what a drag does."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import log_loss, mean_absolute_error, mean_squared_error

from core.datasets.rows import ROWS, outlier, rows
from core.figures.theme import COLOUR, DARK, LIGHT
from core.lessons.losses.pointwise import NUMBERS, of_logit, sigmoid, softmax
from core.lessons.losses.race import LossRace
from core.lessons.losses.settings import LossSettings
from core.losses import LOSSES
from core.ui import live
from core.ui.language import speaking
from core.ui.player import Player
from core.ui.views import losses
from core.ui.views.losses import SceneLook, loss_scene
from core.ui.views.losses.look import DRAGS, drag_bar, grip, predicted
from core.ui.views.losses.rows import best_height, best_label, height_now, judged
from core.ui.views.losses.same import NAMES

SCENES = ("one", "race", "rows", "same", "three")


def look(held=None, theme=LIGHT, **settings):
    """What a person sees of some settings."""
    if held is None:
        held = player(**settings)
    return SceneLook(
        held.settings, held.run, held.frame(), held.frames(), theme, None, None, None, held.picked, held.width
    )


def player(**settings):
    held = Player(None)
    wanted = LossSettings(**settings)
    loss_scene.enter(held, wanted.scene == "race")
    held.hold(wanted)
    return held


def drag(held, panel, x, y, *, x0=None, y0=None):
    event = {"panel": panel, "x": x, "y": y, "x0": x if x0 is None else x0, "y0": y if y0 is None else y0}
    SceneLook.dragged(held, event | {"start": True})


def text(seen):
    with speaking("en"):
        panels = loss_scene.panels(seen.settings)
        return "\n".join(line for _, lines in panels["words"].figure(seen)["text"] for line in lines)


def numbers_at_end(lines):
    """The last number of each line that ends in one."""
    ends = [line.rsplit("= ", 1)[-1].split(" ")[0].replace("−", "-") for line in lines.splitlines() if "= " in line]
    return [float(end) for end in ends if end.lstrip("-")[:1].isdigit()]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize(
    "settings",
    [
        *({"scene": scene} for scene in SCENES),
        *({"scene": "one", "loss": loss, "others": True} for loss in LOSSES),
        *({"scene": "one", "answer": "number", "loss": loss, "others": True} for loss in NUMBERS),
        *({"scene": "rows", "rows": "iris", "loss": loss, "shape": "line", "slope": -20.0} for loss in LOSSES),
        *({"scene": "rows", "rows": "diabetes", "loss": loss, "shape": "line", "slope": 3.0} for loss in NUMBERS),
        {"scene": "same", "unit": "bits", "z": 8.0, "truth": "0"},
        {"scene": "one", "loss": "hinge", "z": 8.0, "truth": "0"},
    ],
)
def test_every_panel_can_be_sent(settings, theme):
    for lang in ("en", "zh"):
        with speaking(lang):
            seen = look(theme=theme, **settings)
            figures = {id: panel.figure(seen) for id, panel in loss_scene.panels(seen.settings).items()}
            assert len(live.pack(figures)) < 120_000
            assert all(isinstance(note, str) for note in seen.notes() + [v for _, v in seen.readout()])


def test_panels_that_can_be_dragged_are_those_that_know_what_a_drag_means():
    tables = (losses.ONE, losses.NUMBER, losses.RACE, losses.ROWS, losses.SAME, losses.THREE)
    assert {id for table in tables for id, panel in table.items() if panel.drag} == set(DRAGS) | {"rows"}


@pytest.mark.parametrize("loss", LOSSES)
@given(z=st.floats(-8, 8))
def test_the_written_numbers_are_those_of_autograd(loss, z):
    z = round(z, 2)
    lines = text(look(loss=loss, z=z))
    value, slope = (float(v) for v in of_logit(loss, z, 1))
    found = dict(line.split(" = ", 1) for line in lines.splitlines())
    assert float(found["L"].rsplit("= ")[-1].replace("−", "-")) == pytest.approx(value, rel=1e-5, abs=1e-12)
    assert float(found["dL/dz"].rsplit("= ")[-1].replace("−", "-")) == pytest.approx(slope, rel=1e-5, abs=1e-12)
    assert float(found["p"].rsplit("= ")[-1]) == pytest.approx(float(sigmoid(z)), rel=1e-5)


def test_the_sigmoid_is_named_where_it_swallows_the_gradient():
    with speaking("en"):
        (note,) = look(z=-4.0).notes()
        assert "28.31 times" in note
        assert look(z=0.0).notes() == look(z=-4.0, loss="bce").notes() == []


def test_the_ball_lies_where_the_loss_is():
    seen = look(z=-2.0, loss="bce")
    with speaking("en"):
        items = losses.ONE["of_z"].figure(seen)["drawing"]["items"]
    plane = losses.ONE["of_z"].figure(seen)["drawing"]["plane"]
    (ball,) = [item for item in items if item["kind"] == "marks"]
    x = plane["x"] + (-2 + 8) / 16 * plane["width"]
    high = plane["y_range"][1]
    y = plane["y"] + (1 - np.log1p(np.exp(2)) / high) * plane["height"]
    np.testing.assert_allclose(ball["xy"], [[x, y]], rtol=1e-4)


@pytest.mark.parametrize(("panel", "x", "expected"), [("of_p", 0.9, np.log(9)), ("of_z", 1.25, 1.25), ("of_p", 7, 8)])
def test_dragging_the_ball(panel, x, expected):
    held = player()
    drag(held, panel, x, 0.3)
    assert held.settings.z == pytest.approx(expected, abs=0.005)
    assert held.asked


@pytest.mark.parametrize("y", [0, 1])
def test_dragging_the_probability_of_what_is_true(y):
    held = player(scene="same", truth=str(y))
    drag(held, "of_truth", 0.25, 3)
    assert sigmoid(held.settings.z if y else -held.settings.z) == pytest.approx(0.25, abs=1e-3)
    drag(held, "two_bars", 0.1, 0.6)
    assert sigmoid(held.settings.z) == pytest.approx(0.4, abs=2e-3)


@given(st.integers(0, 2), st.floats(0.01, 0.99))
def test_a_dragged_bar_gets_the_probability_it_is_dragged_to(k, p):
    settings = LossSettings(scene="three")
    (change,) = drag_bar(settings, k + 0.2, p).items()
    z = np.array(settings.logits)
    z[k] = change[1]
    assert change[0] == f"z{k + 1}"
    assert softmax(z)[k] == pytest.approx(p, rel=1e-6)


@given(
    st.sampled_from([(scene, id) for scene in SCENES for id, p in loss_scene.PANELS[scene].items() if p.drag]),
    st.floats(-1e9, 1e9),
    st.floats(-1e9, 1e9),
)
def test_wherever_the_pointer_is_the_settings_stay_possible(panel, x, y):
    held = player(scene=panel[0])
    drag(held, panel[1], x, y, x0=100.0, y0=100.0)
    assert LossSettings(**held.settings.values()) == held.settings


def test_a_pointer_that_is_nowhere_changes_nothing():
    held = player()
    drag(held, "of_z", float("nan"), 1)
    assert not held.asked


def test_dragging_rows():
    held = player(scene="rows", shape="line", slope=0.0)
    x, y = rows("jumps")
    drag(held, "rows", x.mean(), 80, x0=x.mean(), y0=120)
    assert held.settings.height == 80
    drag(held, "rows", 260.0, 170, x0=260.0, y0=80)
    assert predicted(held.settings, np.array([260.0])) == pytest.approx(170, abs=1)
    assert held.settings.height == 80
    row = outlier("jumps")
    drag(held, "rows", 100.0, 152, x0=x[row], y0=y[row] + 3)
    assert rows("jumps", held.settings.stretch)[1][row] == pytest.approx(152, abs=1)
    SceneLook.dragged(held, {"panel": "rows", "x": 100.0, "y": 54.0})  # the movement goes on
    assert held.settings.stretch == pytest.approx(0)


def test_dragging_the_curve_of_a_yes_no_question():
    held = player(scene="rows", rows="iris", loss="bce", shape="line")
    drag(held, "rows", 2.5, 0.9, x0=2.5, y0=0.5)
    assert predicted(held.settings, np.array([2.5])) == pytest.approx(0.9, abs=2e-3)
    drag(held, "rows", 1.2, 0.4, x0=1.2, y0=0.8)
    assert held.settings.chance == 0.4
    assert grip(held.settings, 1.2, 0.5) == "height"


@pytest.mark.parametrize("shape", ["constant", "line"])
def test_the_loss_of_the_rows_is_scikit_learns(shape):
    for loss, metric in (("mse", mean_squared_error), ("mae", mean_absolute_error)):
        settings = LossSettings(scene="rows", loss=loss, shape=shape, slope=0.3, height=66.0)
        x, y = rows("jumps")
        assert judged(settings, 66.0)[0].mean() == pytest.approx(metric(y, predicted(settings, x)))
    settings = LossSettings(scene="rows", rows="iris", loss="bce", shape=shape, slope=1.5, chance=0.3)
    x, y = rows("iris")
    assert judged(settings, 0.3)[0].mean() == pytest.approx(log_loss(y, predicted(settings, x)))


@pytest.mark.parametrize(
    ("id", "loss"), [(id, loss) for id in ROWS for loss in LOSSES if ROWS[id].classes or loss in NUMBERS]
)
def test_the_slope_by_the_height_is_that_of_the_loss(id, loss):
    settings = LossSettings(scene="rows", rows=id, loss=loss, shape="line", slope=0.7)
    h = height_now(settings) + 0.013
    low, high = (judged(settings, h + step)[0].mean() for step in (-1e-6, 1e-6))
    assert judged(settings, h)[1].mean() == pytest.approx((high - low) / 2e-6, rel=1e-4, abs=1e-7)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"loss": "mse"}, "the mean: 70.3"),
        ({"loss": "mae"}, "the median: 50 … 58"),
        ({"loss": "huber", "delta": 30.0}, "least: 57.86"),
        ({"rows": "iris", "loss": "bce"}, "share of yes: 0.3333"),
        ({"rows": "iris", "loss": "mse"}, "share of yes: 0.3333"),
        ({"rows": "iris", "loss": "mae"}, "the majority: 0"),
        ({"rows": "iris", "loss": "hinge"}, "the margin: 0.2689"),
        ({"rows": "iris", "loss": "mse", "shape": "line", "slope": 2.0}, ""),
    ],
)
def test_the_best_answer_is_named(settings, words):
    with speaking("en"):
        assert best_label(LossSettings(scene="rows", **settings)) == words


def test_the_best_height_of_a_curve_has_no_slope():
    settings = LossSettings(scene="rows", rows="iris", loss="bce", shape="line", slope=4.0)
    low, high = best_height(settings) or (0, 0)
    assert low == pytest.approx(high)
    assert judged(settings, low)[1].mean() == pytest.approx(0, abs=1e-9)


def test_rows_are_written_out():
    lines = text(look(scene="rows"))
    assert "L = ( 3600 + 3600 + 361 + … + 5929 ) / 20 = 4968" in lines
    assert "Σ y / n = 1406 / 20 = 70.3" in lines


@pytest.mark.parametrize("truth", ["0", "1"])
@pytest.mark.parametrize("unit", ["nats", "bits"])
@given(z=st.floats(-8, 8))
def test_three_names_are_one_loss(truth, unit, z):
    z = round(z, 2)
    found = numbers_at_end(text(look(scene="same", z=z, truth=truth, unit=unit)))
    expected = log_loss([int(truth)], [[float(sigmoid(-z)), float(sigmoid(z))]], labels=[0, 1])
    expected = expected / (np.log(2) if unit == "bits" else 1)
    assert found[:2] == pytest.approx([float(sigmoid(z))] * 2, rel=1e-11)
    assert found[2:6] == pytest.approx([expected] * 4, rel=1e-10, abs=1e-14)


@given(st.floats(-8, 8), st.integers(0, 1))
def test_the_four_ways_agree_but_for_rounding(z, y):
    values = [compute(z, y) for _, compute in NAMES.values()]
    assert np.ptp(values) < 2e-12


def test_three_classes_are_written_as_autograd_has_it():
    settings = {"z1": 0.3, "z2": -1.2, "z3": 2.0, "label": "2"}
    z = torch.tensor([0.3, -1.2, 2.0], dtype=torch.float64, requires_grad=True)
    loss = torch.nn.functional.cross_entropy(z[None], torch.tensor([1]))
    loss.backward()
    found = numbers_at_end(text(look(scene="three", **settings)))
    assert found[:3] == pytest.approx(torch.softmax(z, 0).tolist(), rel=1e-5)
    assert found[3] == pytest.approx(loss.item(), rel=1e-5)
    assert found[4:7] == pytest.approx(z.grad.tolist(), rel=1e-5)
    assert found[7] == 0


def test_the_race_is_shown_up_to_the_frame_one_went_back_to():
    held = player(scene="race")
    for _ in range(40):
        held.step()
    seen = look(held)
    with speaking("en"):
        assert seen.notes() == ["Cross-entropy needed 30 steps; the other then said p = 0.03561."]
        assert seen.readout() == [("step", "40")]
    held.scrub(3)
    seen = look(held)
    with speaking("en"):
        assert seen.notes() == []
        items = losses.RACE["p"].figure(seen)["drawing"]["items"]
    curves = [i for i in items if i["kind"] == "links" and i.get("hover")]
    assert max(len(curve["ends"]) for curve in curves) == 3


def test_the_end_of_the_race_is_told_to_the_step():
    held = player(scene="race", start=-8.0)
    held.play()
    while held.playing:
        held.tick("fastest")
    with speaking("en"):
        (note,) = look(held).notes()
    assert note == "Cross-entropy needed 38 steps; the other then said p = 0.0003397. The other needed 3,081 steps."
    held = player(scene="race", rival="hinge")
    for _ in range(30):
        held.step()
    with speaking("en"):
        assert "its gradient is zero" in look(held).notes()[0]


def test_no_best_line_is_marked_where_there_may_be_several():
    with speaking("en"):
        for loss, told in (("mse", 1), ("bce", 0)):
            assert len(look(scene="rows", rows="iris", loss=loss, shape="line").notes()) == told


def test_the_next_step_is_written_out():
    held = player(scene="race", lr=0.5)
    lines = numbers_at_end(text(look(held)))
    held.step()
    assert [lines[2], lines[5]] == pytest.approx(held.run.learner.z.tolist(), rel=1e-5)


def test_the_start_is_dragged():
    held = player(scene="race")
    drag(held, "descent", -6.5, 1)
    assert held.run.learner.z.tolist() == [-6.5, -6.5]


def test_before_there_is_a_race_its_start_is_shown():
    held = player(scene="race", start=-3.0)
    held.run = None
    seen = look(held)
    with speaking("en"):
        figures = {id: panel.figure(seen) for id, panel in losses.RACE.items()}
        assert "σ(−3)" in text(seen)
        assert live.pack(figures) and seen.notes() == []


def test_leaving_the_race_leaves_nothing_that_learns():
    held = player(scene="race")
    held.play()
    loss_scene.enter(held, False)
    assert not held.playing and held.run is None and held.frame() is None
    held.hold(LossSettings(scene="rows"))
    assert held.run is None
    loss_scene.enter(held, True)
    held.hold(LossSettings(scene="race"))
    assert isinstance(held.run.learner, LossRace)


def test_losses_drawn_together_differ_in_more_than_colour():
    seen = look(loss="bce", others=True)
    with speaking("en"):
        items = losses.ONE["of_z"].figure(seen)["drawing"]["items"]
    names = [i["text"][0] for i in items if i["kind"] == "words" and len(i["text"]) == 1]
    assert {entry.title for entry in LOSSES.values()} <= set(names)
    assert COLOUR["text"] in {i["colour"] for i in items if i["kind"] == "links"}


def test_the_loss_of_the_rows_is_told_alike_everywhere():
    seen = look(scene="rows", rows="diabetes", height=276.5, loss="mse")
    total = f"{judged(seen.settings, 276.5)[0].mean():.6g}"
    assert float(total) > 1e4 and "e" not in total and f"= {total}" in text(seen)
    with speaking("en"):
        panels = loss_scene.panels(seen.settings)
        assert panels["parts"].figure(seen)["drawing"]["title"].endswith(f"L = {total}")
        items = panels["total"].figure(seen)["drawing"]["items"]
    assert any(f"L = {total}" in item.get("text", ()) for item in items)
