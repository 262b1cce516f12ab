import numpy as np

from core.figures.phase_plane import Curve, phase_plane
from core.figures.theme import COLOUR, LIGHT, inks
from core.ui.live import pack

ANGLE = np.linspace(0, 2 * np.pi, 200)
PATH = np.column_stack([np.cos(ANGLE), np.sin(ANGLE)])
LINE = Curve("dv/dt = 0", np.array([-2.0, 2.0]), np.array([-2.0, 2.0]), COLOUR["muted"])


def draw(path=PATH, **more):
    figure = phase_plane(path, [LINE], (-2, 2), (-2, 2), theme=LIGHT, x_title="v", y_title="u", **more)
    pack(figure)
    return figure["drawing"]


def links(whole, colour):
    return next(item for item in whole["items"] if item["kind"] == "links" and item["colour"] == colour)["ends"]


def test_the_path_is_a_circle_whose_end_is_in_full_colour():
    whole = draw()
    plane = whole["plane"]
    pale, full = links(whole, len(inks(LIGHT))), links(whole, COLOUR["positive"])
    for ends in (pale, full):
        x = (ends[:, 0] - plane["x"]) / plane["width"] * 4 - 2
        y = 2 - (ends[:, 1] - plane["y"]) / plane["height"] * 4
        np.testing.assert_allclose(np.hypot(x, y), 1, atol=0.01)
    assert len(pale) > 2 * len(full)


def test_a_jump_leaves_no_line():
    broken = np.insert(PATH, 190, [np.nan, np.nan], axis=0)
    jump = np.vstack([broken, [[1.9, 1.9]]])
    jump[-2] = np.nan
    whole = draw(jump)
    ends = np.vstack([links(whole, len(inks(LIGHT))), links(whole, COLOUR["positive"])])
    assert np.hypot(ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1]).max() < 20


def test_now_the_moment_and_the_points_where_nothing_changes():
    whole = draw(cursor=np.array([0.5, 0.5]), points=[(0, 0, True), (1, 1, False), (9, 9, True)], hover="now")
    marks = [item for item in whole["items"] if item["kind"] == "marks"]
    assert len(marks) == 4, "what lies outside is not drawn"
    stable, unstable, now, moment = marks
    assert stable["fill"] == COLOUR["text"] and unstable["fill"] == COLOUR["background"]
    assert now["hover"] == ["now"] and "fill" not in moment
