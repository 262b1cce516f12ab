"""The sliding product against torch, and the kernels against what they are called."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st

from core.convolution import KERNELS, average_pool, convolve, max_pool, output_size, unread, windows

GEOMETRY = st.fixed_dictionaries(
    {
        "kernel": st.integers(1, 5),
        "stride": st.integers(1, 4),
        "padding": st.integers(0, 3),
        "dilation": st.integers(1, 3),
    }
)


def image(c: int, h: int, w: int) -> np.ndarray:
    return np.random.default_rng(0).standard_normal((c, h, w))


@settings(deadline=None, max_examples=150)
@given(GEOMETRY, st.integers(1, 3), st.integers(4, 12), st.integers(4, 12))
def test_it_is_torchs_convolution(geometry: dict[str, int], c: int, h: int, w: int) -> None:
    kernel, rest = geometry["kernel"], {k: v for k, v in geometry.items() if k != "kernel"}
    x, weights = image(c, h, w), image(c, kernel, kernel)
    size = [output_size(side, **geometry) for side in (h, w)]
    if min(size) < 1:
        with pytest.raises(ValueError, match="does not fit"):
            convolve(x, weights, 0.5, **rest)
        return
    expected = F.conv2d(torch.tensor(x)[None], torch.tensor(weights)[None], torch.tensor([0.5]).double(), **rest)
    found = convolve(x, weights, 0.5, **rest)
    assert found.shape == (1, *size)
    np.testing.assert_allclose(found, expected[0].numpy(), atol=1e-12)


@pytest.mark.parametrize("kernel", [1, 2, 3, 4])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("padding", [0, 1])
def test_pooling_is_torchs(kernel: int, stride: int, padding: int) -> None:
    if padding > kernel // 2:
        return
    x = image(2, 9, 8)
    y = torch.tensor(x)
    np.testing.assert_allclose(max_pool(x, kernel, stride, padding), F.max_pool2d(y, kernel, stride, padding).numpy())
    np.testing.assert_allclose(
        average_pool(x, kernel, stride, padding), F.avg_pool2d(y, kernel, stride, padding).numpy(), atol=1e-12
    )


@given(GEOMETRY, st.integers(4, 20))
def test_rows_no_window_reaches(geometry: dict[str, int], size: int) -> None:
    n = output_size(size, **geometry)
    if n < 1:
        return
    rest = {name: value for name, value in geometry.items() if name != "kernel"}
    moved = torch.zeros(1, 1, size, size, requires_grad=True)
    F.conv2d(moved, torch.ones(1, 1, geometry["kernel"], geometry["kernel"]), **rest).sum().backward()
    assert unread(size, **geometry) == (moved.grad[0, 0].sum(1) == 0).nonzero()[:, 0].tolist()


def test_gaps_between_windows_are_told() -> None:
    assert unread(12, 2, 3, 0) == [2, 5, 8, 11] and unread(8, 3, 2, 0) == [7] and unread(8, 3, 1, 0) == []


def test_windows_are_views_that_keep_their_place() -> None:
    x = np.arange(36.0).reshape(1, 6, 6)
    found = windows(x, 2, 2, 0, dilation=3)
    assert found.shape == (1, 2, 2, 2, 2)
    assert found[0, 1, 0].tolist() == [[12, 15], [30, 33]]


@pytest.mark.parametrize("n", range(1, 8))
def test_what_kernels_do_to_a_flat_and_to_a_split_image(n: int) -> None:
    sums = {"identity": 1, "blur": 1, "gaussian": 1, "sharpen": 1, "outline": 0}
    flat, split = np.ones((1, 9, 9)), np.zeros((1, 9, 9))
    split[:, :, 5:] = 1
    for id, entry in KERNELS.items():
        kernel = entry.make(n)
        assert kernel.shape == (n, n)
        if id in sums:
            np.testing.assert_allclose(convolve(flat, kernel[None], 0, 1, 0), sums[id], atol=1e-12)
    if n > 1:
        vertical, horizontal = (
            convolve(split, KERNELS[id].make(n)[None], 0, 1, 0) for id in ("vertical", "horizontal")
        )
        assert vertical.max() == pytest.approx(1) and np.abs(horizontal).max() < 1e-12
        assert np.array_equal(KERNELS["vertical"].make(n), KERNELS["horizontal"].make(n).T)


def test_three_by_three_edges_are_sobels() -> None:
    np.testing.assert_allclose(8 * KERNELS["vertical"].make(3) / 2, np.outer([1, 2, 1], [-1, 0, 1]))
