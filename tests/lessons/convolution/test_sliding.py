"""The window on its way: settings, pictures, places."""

from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st

from core.lessons.convolution.learned_filters import N_FILTERS, learned_filters
from core.lessons.convolution.pictures import PICTURES
from core.lessons.convolution.script import script
from core.lessons.convolution.sliding import MOST, Sliding, SlidingSettings
from core.run import Run
from core.settings import SettingError
from tests.alone import printed_alone

DEFAULT = SlidingSettings()


@pytest.mark.parametrize("picture", PICTURES)
def test_every_picture_is_square_and_in_range(picture: str) -> None:
    image = DEFAULT.replace(picture=picture).image
    assert image.ndim == 3 and image.shape[1] == image.shape[2] and len(image) == (3 if picture == "photo" else 1)
    assert image.min() >= 0 and image.max() <= 1 and image.std() > 0.1


WEIGHT = st.floats(-MOST, MOST).map(lambda v: round(v, 3))


@given(st.integers(1, 7).flatmap(lambda n: st.lists(WEIGHT, min_size=n * n, max_size=n * n)))
def test_a_kernel_of_ones_own_survives_an_address(weights: list[float]) -> None:
    n = round(len(weights) ** 0.5)
    settings = DEFAULT.replace(kernel="own", own=tuple(weights), size=n)
    found, errors = DEFAULT.from_query(settings.to_query(DEFAULT))
    assert not errors and np.allclose(found.slices[0], settings.slices[0], atol=1e-5)
    assert settings.slices[0].ravel().tolist() == weights


def test_a_kernel_of_ones_own_keeps_its_middle_when_the_size_changes() -> None:
    own = DEFAULT.replace(kernel="own", own=tuple(range(1, 10)))
    wide = own.replace(size=5).slices[0]
    assert wide[1:4, 1:4].tolist() == [[1, 2, 3], [4, 5, 6], [7, 8, 9]] and wide.sum() == 45
    assert own.replace(size=1).slices[0].tolist() == [[5]]
    assert own.replace(size=2).slices[0].tolist() == [[1, 2], [4, 5]]


@pytest.mark.parametrize("text", ["x", "1_2_y", "10", "nan", "1_2_3_4_5", "_".join(["1"] * 50)])
def test_weights_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(SettingError) as caught:
        DEFAULT.replace(own=text)
    assert caught.value.name == "own"


def test_channels_share_a_kernel_in_proportion() -> None:
    settings = DEFAULT.replace(picture="photo", kernel="blur", red=1, green=-0.5, blue=0, size=2)
    np.testing.assert_allclose(settings.weights, np.array([1, -0.5, 0])[:, None, None] * np.full((2, 2), 0.25))


def test_filters_are_learned_the_same_each_time() -> None:
    weights, accuracy = learned_filters(3)
    learned_filters.cache_clear()
    again, _ = learned_filters(3)
    assert weights.shape == (N_FILTERS, 3, 3) and np.array_equal(weights, again)
    assert accuracy > 0.9 and np.allclose(np.abs(weights).max((1, 2)), 1)


def test_a_run_visits_every_place_once() -> None:
    run = Run(Sliding(DEFAULT.replace(stride=2)))
    assert run.settings.side == 3
    assert run.finish_epoch().step == 2, "to the end of a row"
    assert run.advance(9).step == 8 and run.outcome == "done"
    run.rewind(run.frames()[4])
    assert run.step().step == 5


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"picture": "photo", "kernel": "sharpen", "padding": 2, "stride": 3, "bias": 0.5},
        {"operation": "max", "size": 2, "stride": 2, "padding": 1},
        {"operation": "average", "size": 3, "dilation": 2, "picture": "photo", "padding": 1},
        {"kernel": "learned", "size": 5, "filter": 3},
    ],
)
def test_the_script_prints_the_map(settings: dict, tmp_path: Path) -> None:
    settings = DEFAULT.replace(**settings)
    rows = [[float(value) for value in line.split()] for line in printed_alone(script(settings), tmp_path).splitlines()]
    np.testing.assert_allclose(rows, settings.output().mean(0), atol=1e-4)


def test_each_channel_may_have_its_own_slice() -> None:
    settings = SlidingSettings().replace(picture="photo", kernel="blur", green_kernel="vertical", size=3)
    red, green, blue = settings.slices
    assert np.allclose(red, 1 / 9) and np.allclose(blue, red) and green.sum() == pytest.approx(0) and green.any()
    x, w = torch.tensor(settings.image[None]), torch.tensor(settings.weights[None])
    assert np.allclose(settings.output(), F.conv2d(x, w)[0])
    own = settings.replace(**settings.edited(1, np.eye(3)))
    assert own.kernel == "own" and np.allclose(own.slices, [red, np.eye(3), blue], atol=1e-3)
    again, errors = SlidingSettings().from_query(own.to_query(SlidingSettings()))
    assert again == own and not errors
    assert len(own.replace(picture="digit").slices) == 1, "a digit has one channel: that of the first slice"


@pytest.mark.parametrize("own", ["1_2", "1_2_3_4_5_6", "10"])
def test_a_kernel_that_is_no_square_is_refused(own: str) -> None:
    with pytest.raises(SettingError, match="own"):
        SlidingSettings().replace(own=own)


def test_the_window_begins_at_the_first_place_and_the_first_step_takes_it_to_the_second() -> None:
    sliding = Sliding(SlidingSettings().replace(size=7))
    run = Run(sliding)
    assert sliding.n_places == 4 and not sliding.epoch_ended
    run.finish_epoch()
    assert run.newest.step == 1 and run.outcome is None
    run.finish_epoch()
    assert run.newest.step == 3 and run.outcome == "done"
