"""Augmentation: a batch of images changed at random, in ways that keep its labels true.

Each image is changed as torchvision's transforms would, but in its own way, all at once, and by the run's own chance:
torchvision draws once for a whole batch, and from the global generator.
"""

from collections.abc import Callable
from typing import Any

import torch
from pydantic import Field
from torch import Generator, Tensor

from core.config import Config


def share(title: str, description: str, most: float = 1.0, step: float = 0.05) -> Any:
    return Field(
        0.0, ge=0, le=most, title=title, description=description, json_schema_extra={"hot": True, "step": step}
    )


class AugmentationConfig(Config):
    """How strongly each batch is changed; 0 leaves it as it is."""

    flip: float = share("Flip", "Share of the images mirrored left to right. Never for digits: a mirrored 3 is no 3.")
    shift: float = share("Shift", "How far an image moves at most, as a share of its side.", 0.5)
    rotate: float = share("Rotate", "How far an image turns at most, in degrees.", 45, 1)
    crop: float = share("Crop", "How much of an image is cut away at most before it is enlarged again.", 0.5)
    colour: float = share("Colour", "How much brightness, contrast and saturation change at most.")
    cutout: float = share("Cutout", "Side of a grey square that hides a part, as a share of the image's.", 0.8)

    @property
    def active(self) -> bool:
        return any(self.model_dump().values())


def augment(x: Tensor, config: AugmentationConfig, generator: Generator) -> Tensor:
    """Images (n, c, h, w) of bytes → the same changed, each in its own way; all chance comes from the generator."""
    for name, change in CHANGES.items():
        strength = getattr(config, name)
        if strength:
            x = change(x, strength, generator)
    return x


def uniform(n: int, limit: float, generator: Generator) -> Tensor:
    return (2 * torch.rand(n, generator=generator) - 1) * limit


def flip(x: Tensor, chance: float, generator: Generator) -> Tensor:
    from torchvision.transforms.v2 import functional as F

    chosen = torch.rand(len(x), generator=generator) < chance
    return torch.where(chosen[:, None, None, None], F.horizontal_flip(x), x)


def affine(x: Tensor, matrices: Tensor) -> Tensor:
    """Every image seen through its own matrix (n, 2, 3) in −1…1 coordinates; what lies outside repeats the rim."""
    grid = torch.nn.functional.affine_grid(matrices, list(x.shape), align_corners=False)
    seen = torch.nn.functional.grid_sample(x.float(), grid, padding_mode="border", align_corners=False)
    return seen.round_().clamp_(0, 255).to(torch.uint8)


def shift(x: Tensor, limit: float, generator: Generator) -> Tensor:
    matrices = torch.eye(2, 3).repeat(len(x), 1, 1)
    matrices[:, 0, 2], matrices[:, 1, 2] = (2 * uniform(len(x), limit, generator) for _ in range(2))
    return affine(x, matrices)


def rotate(x: Tensor, limit: float, generator: Generator) -> Tensor:
    angle = torch.deg2rad(uniform(len(x), limit, generator))
    cos, sin, zero = angle.cos(), angle.sin(), torch.zeros(len(x))
    return affine(x, torch.stack([torch.stack([cos, -sin, zero], 1), torch.stack([sin, cos, zero], 1)], 1))


def crop(x: Tensor, most: float, generator: Generator) -> Tensor:
    size = 1 - most * torch.rand(len(x), generator=generator)
    matrices = torch.eye(2, 3).repeat(len(x), 1, 1) * size[:, None, None]
    matrices[:, 0, 2], matrices[:, 1, 2] = (uniform(len(x), 1.0, generator) * (1 - size) for _ in range(2))
    return affine(x, matrices)


def colour(x: Tensor, strength: float, generator: Generator) -> Tensor:
    """Brightness, contrast and saturation as torchvision's `adjust_…`, but each image with factors of its own:
    x ← f x + (1 − f) y, where y is black, the image's mean grey, and each pixel's own grey."""
    factors = 1 + uniform(3 * len(x), strength, generator).view(len(x), 3, 1, 1, 1)
    weights = torch.tensor([0.2989, 0.587, 0.114] if x.shape[1] == 3 else [1.0])

    def grey(image: Tensor) -> Tensor:
        return torch.einsum("nchw,c->nhw", image, weights)[:, None]

    changed = (factors[:, 0] * x).clamp(0, 255)
    mean = grey(changed).mean((2, 3), keepdim=True)
    changed = torch.lerp(mean, changed, factors[:, 1]).clamp(0, 255)
    if x.shape[1] == 3:
        changed = torch.lerp(grey(changed).expand_as(changed), changed, factors[:, 2]).clamp(0, 255)
    return changed.round_().to(torch.uint8)


def cutout(x: Tensor, side: float, generator: Generator) -> Tensor:
    """DeVries & Taylor 2017."""
    n, _, height, width = x.shape
    corners = torch.rand(2, n, generator=generator)
    high, wide = max(1, round(side * height)), max(1, round(side * width))
    top, left = ((corners[0] * (height - high + 1)).long(), (corners[1] * (width - wide + 1)).long())
    row, column = torch.arange(height), torch.arange(width)
    down = (row >= top[:, None]) & (row < top[:, None] + high)  # (n, height)
    across = (column >= left[:, None]) & (column < left[:, None] + wide)
    return torch.where((down[:, :, None] & across[:, None, :])[:, None], torch.full_like(x, 128), x)


CHANGES: dict[str, Callable[[Tensor, float, Generator], Tensor]] = {
    "flip": flip,
    "shift": shift,
    "rotate": rotate,
    "crop": crop,
    "colour": colour,
    "cutout": cutout,
}
