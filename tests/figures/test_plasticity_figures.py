"""The drawings of the page on plasticity."""

import numpy as np
import pytest

from core.figures.arrow import arrow
from core.figures.axes import Axes
from core.figures.load_curve import load_curve
from core.figures.pictures import Picture, pictures, places
from core.figures.stdp_window import stdp_window
from core.figures.synapses import synapses
from core.figures.theme import COLOUR, DARK, LIGHT
from core.figures.tuning import tuning
from core.figures.volley import volley
from core.figures.weight_cloud import Neuron, plane, tags, weight_cloud

AXES = Axes.within((-2, 2), (-2, 2), 300, 300)


def items(figure: dict, kind: str) -> list[dict]:
    return [item for item in figure["drawing"]["items"] if item["kind"] == kind]


def named(figure: dict, name: str) -> list[dict]:
    return [item for item in figure["drawing"]["items"] if item.get("name") == name]


def test_an_arrow_ends_at_its_tip_or_at_the_rim() -> None:
    _, head = arrow(AXES, np.zeros(2), np.array([1.0, 0.0]), 3)
    assert head["corners"][0][:2] == pytest.approx(AXES.place(1.0, 0.0)[0])
    _, head = arrow(AXES, np.zeros(2), np.array([50.0, 0.0]), 3)
    assert head["corners"][0][:2] == pytest.approx(AXES.place(2.0, 0.0)[0])
    assert arrow(AXES, np.zeros(2), np.zeros(2), 3) == [] == arrow(AXES, np.zeros(2), np.full(2, np.nan), 3)


def cloud(**more: object) -> dict:
    rng = np.random.default_rng(0)
    neurons = [Neuron("a", np.array([900.0, 300.0]), np.zeros((3, 2)), "test")]
    neurons.append(Neuron("b", np.array([0.3, 0.9]), rng.normal(size=(5, 2)), "positive"))
    handles = np.array([[1.0, 1.0], [-1.0, -1.0], [0.5, -0.5], [-0.5, 0.5]])
    labels = dict.fromkeys(("input", "handle", "middle", "component"), "word")
    parts = {"middle": np.zeros(2), "handles": handles, "component": np.array([0.6, 0.8]), "labels": labels}
    return weight_cloud(rng.normal(size=(50, 2)), neurons, theme=LIGHT, **parts | more)


def test_the_cloud_has_one_scale_in_both_directions() -> None:
    for width, height in ((380, 300), (900, 250)):
        axes = plane(width, height, "title")
        across, up = axes.across(1.0) - axes.across(0.0), axes.up(0.0) - axes.up(1.0)
        assert across == pytest.approx(up)


def test_names_stand_inside_though_an_arrow_leaves() -> None:
    figure = cloud()
    box = plane(380, 320, "").box
    for name in ("a", "b"):
        (word,) = (item for item in items(figure, "words") if item["text"] == [name])
        x, y = word["xy"][0]
        assert box[0] <= x <= box[2] and box[1] <= y <= box[3]


@pytest.mark.parametrize("w", [(-0.4, 0.3), (0.4, -0.3), (0.0, 90.0), (0.0, -90.0)])
def test_names_of_equal_weights_stand_one_over_the_other(w: tuple[float, float]) -> None:
    axes = plane(380, 320, "")
    first, second = (
        item["xy"][0] for item in tags(axes, [Neuron(n, np.array(w), np.zeros((1, 2)), "test") for n in "ab"])
    )
    assert abs(first[1] - second[1]) >= 13 and axes.box[1] < second[1] < axes.box[3]


def test_the_current_input_is_ringed_where_there_is_one() -> None:
    n = len(items(cloud(), "marks"))
    ring = items(cloud(current=np.array([0.5, 0.25])), "marks")
    assert len(ring) == n + 1 and ring[-1]["xy"][0] == pytest.approx(plane(380, 320, "").place(0.5, 0.25)[0])


@pytest.mark.parametrize("n", [1, 2, 3, 7, 10])
def test_pictures_do_not_overlap_and_fit(n: int) -> None:
    corners, side = places(n, 300.0, 250.0, 1)
    assert (
        (corners >= 0).all() and (corners[:, 0] + side <= 300.01).all() and (corners[:, 1] + side + 17 <= 250.01).all()
    )
    for i in range(n):
        for j in range(i):
            assert (np.abs(corners[i] - corners[j]) >= side).any()


def test_one_picture_counts_its_pixels_from_the_upper_left_and_many_can_be_clicked() -> None:
    figure = pictures([Picture(np.eye(8), under="below", cells=[(0, 7)])], theme=DARK, title="t")
    extent = figure["drawing"]["plane"]
    assert extent["x_range"] == [0, 8] and extent["y_range"] == [8, 0] and extent["width"] == extent["height"]
    two = pictures([Picture(np.eye(4)), Picture(-np.eye(4), chosen=True)], theme=DARK, name="memory", hover="x")
    assert "plane" not in two["drawing"] and [item["data"].tolist() for item in named(two, "memory")] == [[[0]], [[1]]]


def tuned(answers: list[float], theta: float, **more: object) -> dict:
    names = [f"{i}°" for i in range(len(answers))]
    shown = range(len(answers))
    return tuning(
        np.array(answers), theme=LIGHT, names=names, theta=theta, y_range=(-0.5, 4.0), **{"shown": shown} | more
    )


def test_columns_are_blue_above_the_threshold_and_orange_below() -> None:
    figure = tuned([1.0, 3.0, 0.0], 2.0)
    (bars,) = (item for item in items(figure, "links") if isinstance(item["colour"], np.ndarray))
    assert bars["colour"].tolist() == [COLOUR["negative"], COLOUR["positive"], COLOUR["negative"]]
    heights = bars["ends"][:, 1] - bars["ends"][:, 3]
    assert heights[1] == pytest.approx(3 * heights[0], rel=1e-3)
    assert named(figure, "bar")[0]["data"][:, 0].tolist() == [0, 1, 2]


def test_bars_that_are_not_shown_are_struck_out() -> None:
    assert not items(tuned([1.0, 2.0], 1.0), "marks")
    (strike,) = items(tuned([1.0, 2.0, 3.0], 1.0, shown=[0, 2]), "marks")
    assert strike["shape"] == "strike" and len(strike["xy"]) == 1


def test_a_threshold_beyond_the_axis_stays_at_its_top() -> None:
    figure = tuned([1.0], 99.0)
    (label,) = (item for item in items(figure, "words") if item["text"] == ["θ"])
    assert label["xy"][0, 1] > 0


LABELS = {"synapse": "s", "time": "t", "v": "v", "threshold": "th"}


def test_a_volley_shows_arrivals_over_the_potential_of_the_same_time() -> None:
    times, weights = np.array([10.0, 50.0, 90.0]), np.array([0.0, 0.5, 1.0])
    figure = volley(
        times,
        weights,
        np.full(200, -60.0),
        np.array([50.0]),
        theme=LIGHT,
        length=100.0,
        threshold=-50.0,
        v_range=(-75, -45),
        labels=LABELS,
    )
    (dots,) = named(figure, "synapse")
    assert (np.diff(dots["size"]) > 0).all() and (np.diff(dots["xy"][:, 1]) < 0).all(), "later synapses higher up"
    spikes = [item for item in items(figure, "links") if item["colour"] == COLOUR["gradient"]]
    assert len(spikes) == 2 and all(item["ends"][0, 0] == pytest.approx(dots["xy"][1, 0]) for item in spikes)
    assert max(item["xy"][:, 1].max(initial=0) for item in items(figure, "words")) < figure["drawing"]["height"]


def test_the_window_shows_both_branches_handles_and_only_pairs_within() -> None:
    dt = np.concatenate([np.linspace(-60, -1, 30), np.linspace(1, 60, 30)])
    change = np.where(dt > 0, np.exp(-dt / 20), -np.exp(dt / 20))
    pairs = np.array([5.0, -5.0, 200.0]), np.array([0.8, -0.8, 0.0])
    figure = stdp_window(
        dt,
        change,
        theme=DARK,
        pairs=pairs,
        handles=np.array([[-20, -1 / np.e], [20, 1 / np.e]]),
        handle_names=("left", "right"),
        sides=("after", "before"),
        top=1.5,
    )
    dots, left, right = items(figure, "marks")
    assert len(dots["xy"]) == 2 and left["hover"] == ["left"] and right["xy"][0, 0] > left["xy"][0, 0]
    assert right["xy"][0, 1] < left["xy"][0, 1], "strengthening is up"


def test_synapses_tell_growth_from_shrinking_and_ring_the_chosen() -> None:
    latency, now, before = np.array([10.0, 20.0, 30.0]), np.array([0.6, 0.4, 0.5]), np.full(3, 0.5)
    figure = synapses(latency, now, before, theme=LIGHT, length=100.0, fired=25.0, chosen=1)
    dots, ring = items(figure, "marks")
    assert dots["fill"].tolist() == [COLOUR["positive"], COLOUR["negative"], COLOUR["muted"]]
    assert ring["xy"][0] == pytest.approx(dots["xy"][1])


def test_a_load_curve_shows_what_is_known_and_marks_that_are_numbers() -> None:
    load, share = np.linspace(0.02, 0.2, 10), np.full(10, np.nan)
    share[:3] = [1, 0.9, 0.5]
    figure = load_curve(load, share, theme=LIGHT, marks=[(0.1, "here", "gradient"), (np.nan, "nowhere", "positive")])
    (dots,) = items(figure, "marks")
    assert len(dots["xy"]) == 3
    words = [item["text"] for item in items(figure, "words")]
    assert ["here"] in words and ["nowhere"] not in words
