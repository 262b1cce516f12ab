"""Pictures: small ones to slide over, drawn by a formula, a digit, or a photograph of three channels."""

from functools import lru_cache
from typing import Any

import numpy as np
import torch

from core.convolution import Array
from core.datasets.images import digits

N_DIGITS = 1797
SIDE = 12  # of drawn pictures
PHOTO = 16  # side of the photograph
PICTURES: dict[str, Any] = {
    "digit": "A digit",
    "photo": "A photograph (3 channels)",
    "square": "A square",
    "ring": "A ring",
    "stripes": "Stripes",
    "noise": "Noise",
}


def drawn(name: str) -> Array:
    """A simple picture (1, SIDE, SIDE) in 0…1."""
    row, column = np.mgrid[:SIDE, :SIDE] - (SIDE - 1) / 2
    far = np.hypot(row, column)
    made = {
        "square": (np.maximum(abs(row), abs(column)) < 3.5).astype(float),
        "ring": ((far > 2.5) & (far < 4.6)).astype(float),
        "stripes": ((row + column).round() // 3 % 2 == 0).astype(float),
        "noise": np.random.default_rng(0).random((SIDE, SIDE)).round(2),
    }
    return made[name][None]


@lru_cache(maxsize=1)
def photo() -> Array:
    """A flower that comes with scikit-learn, as (3, PHOTO, PHOTO) in 0…1: each pixel the mean of a block."""
    from sklearn.datasets import load_sample_image

    whole = load_sample_image("flower.jpg")[:416, 110:526] / 255  # (416, 416, 3)
    return whole.reshape(PHOTO, 26, PHOTO, 26, 3).mean((1, 3)).transpose(2, 0, 1).round(2)


@lru_cache(maxsize=1)
def all_digits() -> Array:
    """The digits of scikit-learn, (1797, 8, 8) in 0…1: first those to train on, then those to test on."""
    parts = digits()
    return (torch.cat([parts["x_train"], parts["x_test"]])[:, 0].double() / 255).numpy().round(2)
