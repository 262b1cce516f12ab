"""The settings of a run on pictures, and the networks of the textbook."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.datasets.images import IMAGE_SETS
from core.lessons.images.settings import ARCHITECTURES, ROOM, ImagesExperiment
from core.models.cnn import CNNConfig
from core.settings import SettingError

DEFAULT = ImagesExperiment()


@pytest.mark.parametrize(
    ("id", "dataset", "n_parameters", "training"),
    [
        ("mlp", "mnist", 784 * 128 + 128 + 128 * 128 + 128 + 1290, ("adam", 0.001, 128)),
        ("mnist_cnn", "mnist", 320 + 18_496 + 1600 * 128 + 128 + 1290, ("momentum", 0.01, 64)),
        ("lenet", "cifar10", 456 + 2416 + 48_120 + 10_164 + 850, ("momentum", 0.001, 100)),
        ("small", "digits", 80 + 1168 + 64 * 32 + 32 + 330, ("adam", 0.003, 32)),
    ],
)
def test_the_networks_of_the_textbook(id: str, dataset: str, n_parameters: int, training: tuple) -> None:
    experiment = DEFAULT.replace(**ARCHITECTURES[id].settings)
    assert experiment.data.dataset == dataset
    assert sum(row.n_parameters for row in experiment.rows) == n_parameters
    assert (experiment.training.optimizer, experiment.training.lr, experiment.training.batch_size) == training
    assert experiment.architecture == id and experiment.problem is None
    assert experiment.replace(hidden="7").architecture == ""


def test_a_batch_fits_into_memory() -> None:
    experiment = DEFAULT.replace(dataset="cifar10", channels="64-64", pool="none", batch_norm=True)
    most, n = experiment.most_pictures, experiment.numbers
    assert n == 4 * 3 * 64 * 32 * 32 // 2 + 64 * 32 * 32 + 32 + 10 and most * n <= ROOM < (most + 1) * n
    assert 32 < most < 2000 and experiment.replace(batch_size=most).training.batch_size == most
    with pytest.raises(SettingError) as refused:
        experiment.replace(batch_size=most + 1)
    assert (refused.value.name, refused.value.allowed) == ("batch_size", f"1 … {most:,}")
    with pytest.raises(SettingError, match="batch_size"):
        DEFAULT.replace(batch_size=2000).replace(dataset="cifar10", channels="64-64")


@given(
    st.lists(st.integers(1, 128), max_size=5).map(tuple),
    st.integers(1, 7),
    st.sampled_from(["none", "max"]),
    st.booleans(),
    st.lists(st.integers(1, 512), max_size=3).map(tuple),
)
def test_whatever_is_possible_can_learn_from_a_batch_of_the_usual_size(
    channels: tuple, kernel: int, pool: str, batch_norm: bool, hidden: tuple
) -> None:
    changed = {"channels": channels, "kernel": kernel, "pool": pool, "batch_norm": batch_norm, "hidden": hidden}
    assert DEFAULT.replace(dataset="cifar10", padding="same", **changed).training.batch_size == 32


def test_the_default_is_the_small_network() -> None:
    assert DEFAULT.architecture == "small" and DEFAULT.replace(**ARCHITECTURES["small"].settings) == DEFAULT


def test_a_network_brings_its_pixels_whatever_another_had() -> None:
    after = DEFAULT.replace(**ARCHITECTURES["mlp"].settings)
    assert after.data.pixels == "unit"
    for id in ("small", "mnist_cnn", "lenet"):
        assert after.replace(**ARCHITECTURES[id].settings).data.pixels == "signed"


@given(st.sampled_from(list(ARCHITECTURES)), st.sampled_from(list(IMAGE_SETS)), st.booleans())
def test_the_address_holds_everything(id: str, dataset: str, batch_norm: bool) -> None:
    wanted = ARCHITECTURES[id].settings | {"dataset": dataset, "batch_norm": batch_norm, "flip": 0.3}
    experiment = DEFAULT.replace(**wanted)
    found, errors = DEFAULT.from_query(experiment.to_query(DEFAULT))
    assert found == experiment and not errors


def test_an_impossible_network_is_known_before_any_data() -> None:
    experiment = DEFAULT.replace(channels="4-4-4-4", dataset="cifar10", kernel=7, padding="valid", pool="none")
    assert experiment.problem is None
    impossible = experiment.replace(dataset="digits")
    assert impossible.rows[-1].problem == "kernel" and impossible.problem is not None
    assert impossible.problem.values["layer"] == "conv 2"


def test_no_blocks_is_a_perceptron() -> None:
    perceptron = DEFAULT.replace(channels="")
    assert perceptron.model.channels == () and [row.kind for row in perceptron.rows] == ["flatten", "dense", "dense"]
    assert perceptron.to_query(DEFAULT) == {"channels": ""}
    assert all(CNNConfig(**entry.model) for entry in ARCHITECTURES.values())
