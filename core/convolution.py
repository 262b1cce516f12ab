"""Convolution and pooling written out: what slides over an image, and what it makes of each window."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def output_size(size: int, kernel: int, stride: int, padding: int, dilation: int = 1) -> int:
    """⌊(size + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1 (Dumoulin & Visin 2016); below 1: none fits."""
    return (size + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1


def unread(size: int, kernel: int, stride: int, padding: int, dilation: int = 1) -> list[int]:
    """Rows of the picture, counted from 0, that no window reads: between windows far apart, or left over at the end."""
    starts = range(0, output_size(size, kernel, stride, padding, dilation) * stride, stride)
    read = {start + dilation * i - padding for start in starts for i in range(kernel)}
    return [row for row in range(size) if row not in read]


def padded(x: Array, padding: int, fill: float = 0.0) -> Array:
    """x (c, h, w) with a rim of `padding` pixels."""
    return np.pad(x, ((0, 0), (padding, padding), (padding, padding)), constant_values=fill)


def windows(x: Array, kernel: int, stride: int, padding: int, dilation: int = 1, fill: float = 0.0) -> Array:
    """Every window of x (c, h, w): (c, h', w', kernel, kernel); raises `ValueError` where none fits."""
    reach = dilation * (kernel - 1) + 1
    whole = padded(x, padding, fill)
    if min(whole.shape[1:]) < reach:
        raise ValueError(f"a kernel that reaches over {reach} pixels does not fit into {whole.shape[1:]}")
    every = np.lib.stride_tricks.sliding_window_view(whole, (reach, reach), axis=(1, 2))
    return every[:, ::stride, ::stride, ::dilation, ::dilation]


def convolve(x: Array, w: Array, bias: float, stride: int, padding: int, dilation: int = 1) -> Array:
    """y[i, j] = b + Σ_{k,u,v} w[k, u, v] · x[k, i·s + u·d, j·s + v·d] (Goodfellow et al. 2016, ch. 9): (1, h', w').

    x: (c, h, w) with a rim of zeros; w: (c, kernel, kernel). The kernel is not turned over: networks compute the
    cross-correlation and call it convolution.
    """
    return bias + np.einsum("chwuv,cuv->hw", windows(x, w.shape[-1], stride, padding, dilation), w)[None]


def max_pool(x: Array, kernel: int, stride: int, padding: int, dilation: int = 1) -> Array:
    """y[c, i, j] = max of the window; the rim is −∞, so that it never wins: (c, h', w')."""
    return windows(x, kernel, stride, padding, dilation, -np.inf).max((3, 4))


def average_pool(x: Array, kernel: int, stride: int, padding: int, dilation: int = 1) -> Array:
    """y[c, i, j] = mean of the window, the rim's zeros included: (c, h', w')."""
    return windows(x, kernel, stride, padding, dilation).mean((3, 4))


def binomial(n: int) -> Array:
    """The n-th row of Pascal's triangle, with sum 1: the small Gaussian."""
    row = np.ones(1)
    for _ in range(n - 1):
        row = np.convolve(row, [0.5, 0.5])
    return row


def slope(n: int) -> Array:
    """A derivative over n pixels: differences of a smoothed row, the positive ones with sum 1."""
    if n < 3:
        return np.array([1.0] if n == 1 else [-1.0, 1.0])
    row = np.convolve(binomial(n - 2), [-1.0, 0.0, 1.0])
    return row / row[row > 0].sum()


def centre(n: int) -> Array:
    """1 in the middle, 0 elsewhere: (n, n)."""
    kernel = np.zeros((n, n))
    kernel[n // 2, n // 2] = 1
    return kernel


@dataclass(frozen=True)
class Kernel:
    """A kernel by name; `make(n)` gives its n × n weights."""

    title: str
    make: Callable[[int], Array]


KERNELS: dict[str, Kernel] = {
    "identity": Kernel("Identity", centre),
    "blur": Kernel("Blur (mean)", lambda n: np.full((n, n), 1 / n**2)),
    "gaussian": Kernel("Blur (Gaussian)", lambda n: np.outer(binomial(n), binomial(n))),
    "sharpen": Kernel("Sharpen", lambda n: 2 * centre(n) - np.full((n, n), 1 / n**2)),
    "outline": Kernel("Edges all round", lambda n: centre(n) - np.full((n, n), 1 / n**2)),
    "vertical": Kernel("Vertical edges", lambda n: np.outer(binomial(n), slope(n))),
    "horizontal": Kernel("Horizontal edges", lambda n: np.outer(slope(n), binomial(n))),
}
