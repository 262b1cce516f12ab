import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.datasets.line import CURVES, EXTENT, N_TEST, OUTSIDE, TASKS, TOO_FEW, LineConfig
from core.datasets.own_points import encode_points

MADE = [(task, dataset) for task in TASKS for dataset in CURVES]


def own(*points: tuple[float, float, int]) -> str:
    return encode_points(np.array(points, float).reshape(-1, 3), EXTENT)


def test_the_default_is_the_articles_line() -> None:
    data = LineConfig(n_samples=500).load()
    assert LineConfig().n_samples == 100 and len(LineConfig().load().x_train) == 100
    assert data.x_train.min() < -4.9 and data.x_train.max() > 4.9 and data.x_train.abs().max() <= 5
    miss = data.y_train - (2 * data.x_train[:, 0] + 3)
    assert abs(miss.mean()) < 0.15 and abs(miss.std() - 1) < 0.1
    assert data.n_classes == 0 and len(data.x_test) == N_TEST


@pytest.mark.parametrize(("task", "dataset"), MADE)
def test_without_noise_the_curve_is_met_or_parts_the_classes(task: str, dataset: str) -> None:
    config = LineConfig(task=task, dataset=dataset, noise=0, n_samples=300, slope=1.5, intercept=-1)
    data = config.load()
    for x, y in ((data.x_train, data.y_train), (data.x_test, data.y_test)):
        height = config.truth(x[:, 0])
        expected = height if task == "linear" else (x[:, 1] > height).long()
        torch.testing.assert_close(y, expected)


@pytest.mark.parametrize(("task", "dataset"), MADE)
def test_everything_comes_from_the_seed(task: str, dataset: str) -> None:
    torch.manual_seed(7)
    state = torch.get_rng_state()
    first, again = (LineConfig(task=task, dataset=dataset).load() for _ in range(2))
    other = LineConfig(task=task, dataset=dataset, data_seed=1).load()
    assert torch.equal(first.x_train, again.x_train) and torch.equal(first.y_test, again.y_test)
    assert not torch.equal(first.x_train, other.x_train)
    assert torch.equal(torch.get_rng_state(), state)


def test_test_points_are_further_ones() -> None:
    data = LineConfig().load()
    assert not set(data.x_train[:, 0].tolist()) & set(data.x_test[:, 0].tolist())


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("degree", [1, 4])
@pytest.mark.parametrize("basis", ["legendre", "powers"])
def test_the_network_reads_the_features(task: str, degree: int, basis: str) -> None:
    data = LineConfig(task=task, degree=degree, basis=basis).load()
    read = data.encode(data.x_train)
    assert read.shape == (100, len(data.input_names)) and read.dtype == torch.float32
    torch.testing.assert_close(read[:, : data.x_train.shape[1]], data.x_train, atol=1e-5, rtol=1e-5)


def test_own_points_are_split_by_their_label() -> None:
    points = own((-1, -8, 0), (2, 19, 0), (3, 4, 2))
    data = LineConfig(dataset="own", points=points).load()
    assert data.x_train[:, 0].tolist() == [-1, 2] and data.y_train.tolist() == [-8, 19]
    assert data.x_test[:, 0].tolist() == [3] and data.y_test.tolist() == [4]
    classes = own((-1, -4, 0), (2, 4, 1), (3, 4, 3), (1, 1, 2))
    data = LineConfig(task="logistic", dataset="own", points=classes).load()
    assert data.y_train.tolist() == [0, 1] and data.y_test.tolist() == [1, 0] and data.n_classes == 2
    assert data.x_train.tolist() == [[-1, -4], [2, 4]]


def test_without_test_points_the_training_points_stand_in() -> None:
    config = LineConfig(dataset="own", points=own((-1, -8, 0), (2, 19, 0)))
    data = config.load()
    assert not config.has_test and torch.equal(data.x_train, data.x_test)
    assert LineConfig().has_test


@pytest.mark.parametrize(
    ("task", "points", "told"),
    [
        ("linear", "", TOO_FEW["linear"]),
        ("linear", own((1, 1, 0), (2, 2, 2)), TOO_FEW["linear"]),
        ("logistic", own((1, 1, 0), (2, 2, 0), (2, 2, 3)), TOO_FEW["logistic"]),
        ("logistic", own((1, 1, 0), (2, 9, 1)), OUTSIDE),
    ],
)
def test_what_cannot_be_learned_from_is_told(task: str, points: str, told: str) -> None:
    config = LineConfig(task=task, dataset="own", points=points)
    assert config.problem == told
    with pytest.raises(ValueError, match=told[:20]):
        config.load()


def test_own_points_have_the_pictures_of_this_page() -> None:
    tall = np.array([[5.0, -20, 0], [-5, 20, 2]])
    np.testing.assert_array_equal(LineConfig(points=encode_points(tall, EXTENT)).own, tall)
    with pytest.raises(ValueError, match="±20"):
        encode_points(tall * (1, 1.1, 1), EXTENT)


@pytest.mark.parametrize("text", ["%%%", "AAAA", own((1, 1, 0))[:-2], encode_points(np.array([[5.5, 1, 0]]))])
def test_bad_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        LineConfig(points=text)


@pytest.mark.parametrize("task", TASKS)
def test_made_points_become_own_ones(task: str) -> None:
    made = LineConfig(task=task, n_samples=40)
    taken = LineConfig(task=task, dataset="own", points=made.as_own())
    one, other = made.load(), taken.load()
    torch.testing.assert_close(one.x_train, other.x_train, atol=6e-4, rtol=0)
    torch.testing.assert_close(one.y_train, other.y_train, atol=6e-4, rtol=0)
    torch.testing.assert_close(one.y_test, other.y_test, atol=6e-4, rtol=0)
    assert taken.as_own() == taken.points


@given(
    st.fixed_dictionaries(
        {
            "task": st.sampled_from(list(TASKS)),
            "dataset": st.sampled_from(list(CURVES)),
            "n_samples": st.integers(3, 500),
            "slope": st.floats(-3, 3),
            "intercept": st.floats(-5, 5),
            "noise": st.floats(0, 5),
            "degree": st.integers(1, 12),
        }
    )
)
def test_any_setting_loads_and_can_be_taken_over(values: dict) -> None:
    config = LineConfig(**values)
    data = config.load()
    assert torch.isfinite(data.encode(data.x_train)).all() and torch.isfinite(data.y_train.float()).all()
    LineConfig(task=config.task, dataset="own", points=config.as_own())
