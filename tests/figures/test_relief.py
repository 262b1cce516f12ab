import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.figures.relief import MOST, N_SHADES, TALL, project, relief
from core.figures.runners import FIRST, Runner
from core.figures.theme import DARK, LIGHT

X, Y = np.meshgrid(np.linspace(-1, 1, 33), np.linspace(-0.75, 0.75, 25))
angle = st.floats(-180, 180)


def draw(heights=X**2 + Y**2, runners=(), azimuth=35.0, elevation=40.0, **more):
    whole = relief(heights, runners, theme=LIGHT, azimuth=azimuth, elevation=elevation, **more)["drawing"]
    return whole, whole["items"]


def test_from_above_the_base_is_seen_and_from_the_side_the_height() -> None:
    points = np.array([(1.0, 0.5, 2.0)])
    np.testing.assert_allclose(project(points, 0, 90), [(1, 0.5, -2)], atol=1e-12)
    np.testing.assert_allclose(project(points, 0, 0), [(1, 2, 0.5)], atol=1e-12)
    np.testing.assert_allclose(project(points, 90, 0), [(-0.5, 2, 1)], atol=1e-12)


@given(angle, st.floats(0, 90), st.tuples(*[st.floats(-5, 5)] * 3))
def test_turning_keeps_lengths(azimuth: float, elevation: float, point: tuple[float, float, float]) -> None:
    seen = project(np.array(point), azimuth, elevation)
    assert np.linalg.norm(seen) == pytest.approx(np.linalg.norm(point), abs=1e-9)


@pytest.mark.parametrize("azimuth", [-170.0, -45.0, 0.0, 90.0, 135.0])
@pytest.mark.parametrize("elevation", [10.0, 40.0, 85.0])
def test_it_fits_and_what_is_near_is_painted_last(azimuth: float, elevation: float) -> None:
    whole, (area,) = draw(azimuth=azimuth, elevation=elevation)
    assert area["corners"].shape == (32 * 24, 8) and area["fill"].max() < N_SHADES
    x, y = area["corners"][:, ::2], area["corners"][:, 1::2]
    assert x.min() >= 0 and x.max() <= whole["width"] and y.min() >= 0 and y.max() <= whole["height"]
    flat = draw(np.zeros((25, 33)), azimuth=azimuth, elevation=elevation)[1][0]["corners"]
    assert flat[0, 1::2].mean() < flat[-1, 1::2].mean(), "far is high on the page"


def test_a_path_lies_on_the_surface() -> None:
    t = np.linspace(-0.9, 0.9, 40)
    path = np.column_stack([t, 0.3 * t, t**2 + 0.09 * t**2])
    whole, items = draw(runners=[Runner("a", 2, path)])
    ribbons = items[0]["corners"][items[0]["fill"] == N_SHADES + FIRST + 2]
    assert len(ribbons) == 39
    end = items[1]["xy"][0]
    top = float((X**2 + Y**2).max())
    seen = project(np.array([0.9, 0.27, path[-1, 2] / top * TALL + 0.012 - TALL / 2]), 35, 40)
    scale = (ribbons[:, ::2].max() - ribbons[:, ::2].min()) / (
        project(path * (1, 1, TALL / top), 35, 40)[:, 0].max() - project(path * (1, 1, TALL / top), 35, 40)[:, 0].min()
    )
    assert (end[0] - whole["width"] / 2) / scale == pytest.approx(seen[0], abs=0.03)
    assert (whole["height"] / 2 - end[1]) / scale == pytest.approx(seen[1], abs=0.03)


def test_paths_end_where_they_leave_and_are_bounded() -> None:
    away = np.array([(0.0, 0.0, 0.0), (0.5, 0.0, 0.25), (3.0, 0.0, 9.0), (np.nan, 0.0, np.nan)])
    items = draw(runners=[Runner("a", 0, away, lost=True)])[1]
    assert (items[0]["fill"] >= N_SHADES).sum() == 1
    assert [item.get("shape") for item in items[1:]] == ["circle", "strike"]
    walk = np.random.default_rng(0).uniform(-0.7, 0.7, (5000, 3))
    long = draw(runners=[Runner("a", 0, walk)])[1][0]
    assert (long["fill"] >= N_SHADES).sum() <= MOST + 1
    nowhere = draw(runners=[Runner("a", 0, np.full((3, 3), np.nan))])[1]
    assert len(nowhere[1]["xy"]) == 0


def test_a_drag_is_told_in_degrees_and_heights_that_are_no_number_are_borne() -> None:
    heights = (X**2).copy()
    heights[3, 3] = np.nan
    whole = relief(heights, theme=DARK, azimuth=0, elevation=30, title="t")["drawing"]
    assert whole["plane"]["x_range"] == [-180, 180]
    assert np.isfinite(whole["items"][0]["corners"]).all()
