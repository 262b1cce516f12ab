"""Augmentation: what each change does to pictures that are known."""

import pytest
import torch
from torch import Generator, Tensor

from core.datasets.image_augmentation import CHANGES, AugmentationConfig, augment, uniform


def generator(seed: int = 0) -> Generator:
    return Generator().manual_seed(seed)


def pictures(n: int = 8, channels: int = 3, side: int = 16) -> Tensor:
    return torch.randint(0, 256, (n, channels, side, side), generator=generator(9), dtype=torch.uint8)


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("channels", [1, 3])
def test_every_change_keeps_the_form_and_follows_the_seed(name: str, channels: int) -> None:
    x, config = pictures(channels=channels), AugmentationConfig(**{name: 0.3 if name != "rotate" else 20})
    one, same, other = (augment(x, config, generator(s)) for s in (1, 1, 2))
    assert one.shape == x.shape and one.dtype == torch.uint8
    assert torch.equal(one, same) and not torch.equal(one, other)
    assert not torch.equal(one, x) and config.active


def test_nothing_is_nothing() -> None:
    assert augment(pictures(), AugmentationConfig(), generator()) is not None
    assert torch.equal(augment(pictures(), AugmentationConfig(), generator()), pictures())
    assert list(AugmentationConfig.model_fields) == list(CHANGES)


def test_a_flip_of_all_mirrors_all() -> None:
    x = pictures()
    assert torch.equal(CHANGES["flip"](x, 1.0, generator()), x.flip(3))


def test_a_shift_moves_a_dot_by_at_most_the_share() -> None:
    x = torch.zeros(200, 1, 21, 21, dtype=torch.uint8)
    x[:, 0, 10, 10] = 255
    moved = CHANGES["shift"](x, 0.2, generator()).float()
    weight = moved.sum((1, 2, 3))
    place = torch.stack(
        [(moved.sum((1, 3)) * torch.arange(21)).sum(1), (moved.sum((1, 2)) * torch.arange(21)).sum(1)], 1
    )
    away = (place / weight[:, None] - 10).abs()
    assert away.max() <= 0.2 * 21 + 0.1 and away.max() > 3 and away.mean() > 1


def test_a_rotation_keeps_the_middle_and_turns_the_rest() -> None:
    x = torch.zeros(50, 1, 21, 21, dtype=torch.uint8)
    x[:, 0, 8:13, 8:13], x[:, 0, 2, 10] = 200, 255
    turned = CHANGES["rotate"](x, 40, generator())
    assert (turned[:, 0, 10, 10] > 150).all() and turned[:, 0, 2, 10].float().std() > 20


def test_a_cutout_is_a_grey_square_of_that_side() -> None:
    x = torch.full((30, 1, 20, 20), 7, dtype=torch.uint8)
    cut = CHANGES["cutout"](x, 0.5, generator())
    assert ((cut == 128).sum((1, 2, 3)) == 100).all() and ((cut == 128) | (cut == 7)).all()


def test_a_crop_enlarges() -> None:
    x = torch.zeros(40, 1, 20, 20, dtype=torch.uint8)
    x[:, :, :, 9:11] = 255
    wide = (CHANGES["crop"](x, 0.5, generator()) > 100)[:, 0, 10].sum(1)
    assert wide.max() >= 3 and wide.float().mean() > 1.5


def test_colours_change_and_greys_stay_grey() -> None:
    x = torch.full((20, 3, 4, 4), 100, dtype=torch.uint8)
    changed = CHANGES["colour"](x, 0.5, generator())
    assert changed[:, 0].float().std() > 10
    assert (changed[:, 0] == changed[:, 1]).all() and (changed[:, 1] == changed[:, 2]).all()


@pytest.mark.parametrize("name", ["shift", "rotate", "crop"])
def test_moving_is_what_torchvision_makes_of_each_image(name: str) -> None:
    """Away from the rim, where torchvision would show black."""
    from torchvision.transforms import InterpolationMode
    from torchvision.transforms.v2 import functional as F

    n, side, drawn = 12, 32, generator(3)
    x = pictures(n, 3, side)
    angle, scale, moved = torch.zeros(n), torch.ones(n), torch.zeros(n, 2)  # px
    if name == "shift":
        moved = -side * torch.stack([uniform(n, 0.2, drawn) for _ in range(2)], 1)
    elif name == "rotate":
        angle = -uniform(n, 30, drawn)
    else:
        size = 1 - 0.4 * torch.rand(n, generator=drawn)
        scale = 1 / size
        moved = -torch.stack([uniform(n, 1.0, drawn) * (1 - size) for _ in range(2)], 1) * side / 2 / size[:, None]
    ours = CHANGES[name](x, {"shift": 0.2, "rotate": 30, "crop": 0.4}[name], generator(3))
    for i in range(n):
        theirs = F.affine(
            x[i],
            angle[i].item(),
            moved[i].tolist(),
            scale[i].item(),
            [0.0],
            interpolation=InterpolationMode.BILINEAR,
            fill=[0.0],
        )
        inner = slice(10, -10)
        away = (ours[i, :, inner, inner].int() - theirs[:, inner, inner].int()).abs()
        assert away.max() <= 1


@pytest.mark.parametrize("channels", [1, 3])
def test_colour_is_what_torchvision_makes_of_each_image(channels: int) -> None:
    from torchvision.transforms.v2 import functional as F

    x = pictures(12, channels)
    factors = 1 + uniform(36, 0.4, generator(3)).view(12, 3)
    expected = []
    for image, (brightness, contrast, saturation) in zip(x, factors.tolist(), strict=True):
        made = F.adjust_contrast(F.adjust_brightness(image, brightness), contrast)
        expected.append(F.adjust_saturation(made, saturation) if channels == 3 else made)
    away = (CHANGES["colour"](x, 0.4, generator(3)).int() - torch.stack(expected).int()).abs()
    assert away.max() <= 3 and away.float().mean() < 1.5, "torchvision rounds down after each of the three"
