"""Strange pictures: what no digit looks like, to see what a maker of digits makes of it."""

import torch
from torch import Generator, Tensor

LETTER = """
...##...
..####..
..#..#..
.##..##.
.######.
.######.
##....##
##....##
"""


def strange(digit: Tensor) -> dict[str, Tensor]:
    """Name → picture (8, 8) of 0…1; some are made of a digit (8, 8)."""
    rows = LETTER.strip().split("\n")
    board = torch.arange(8)[:, None] + torch.arange(8)
    return {
        "a digit": digit,
        "turned": digit.rot90(),
        "negative": 1 - digit,
        "two at once": torch.maximum(digit, digit.flip(1)),
        "a letter": torch.tensor([[float(c == "#") for c in row] for row in rows]),
        "a board": (board % 2).float(),
        "noise": torch.rand(8, 8, generator=Generator().manual_seed(0)),
    }
