"""The first block of a CNN as a product over tiles, against torch's own convolution and pooling."""

import pytest
import torch
import torch.nn.functional as F
from torch import Generator, nn

from core.models.cnn import CNNConfig
from core.models.tiled_convolution import TiledConvolution, fits


@pytest.mark.parametrize(
    ("channels", "filters", "kernel", "size"), [(3, 6, 5, 32), (1, 4, 1, 8), (2, 3, 3, 10), (3, 2, 4, 15)]
)
def test_answers_and_gradients_are_those_of_torch(channels, filters, kernel, size):
    """On small whole numbers, which bfloat16 holds exactly and where answers often tie."""
    chance = Generator().manual_seed(0)
    x = torch.randint(-2, 3, (5, channels, size, size), generator=chance).float()
    parameters = [
        torch.randint(-1, 2, shape, generator=chance).float().requires_grad_()
        for shape in ((filters, channels, kernel, kernel), (filters,))
    ]
    expected = torch.relu(F.max_pool2d(F.conv2d(x, *parameters), 2))
    found = TiledConvolution.apply(x.contiguous(memory_format=torch.channels_last), *parameters)
    assert torch.equal(found, expected)
    back = torch.randint(-2, 3, expected.shape, generator=chance).float()
    for ours, theirs in zip(
        torch.autograd.grad(found, parameters, back.bfloat16()),
        torch.autograd.grad(expected, parameters, back),
        strict=True,
    ):
        assert torch.allclose(ours, theirs, rtol=0.01, atol=0.5), "a sum rounded once to 8 bits"


@pytest.mark.parametrize("padding", ["valid", "same"])
def test_a_network_takes_it_where_no_gradient_goes_back(padding):
    config = CNNConfig(channels="6-16", kernel=5, padding=padding)
    model = config.build((3, 32, 32), 10, Generator().manual_seed(0))
    x = torch.rand(4, 3, 32, 32, generator=Generator().manual_seed(1))
    exact = model(x)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        first = model.convolutions[0]
        assert fits(first, x)
        found = model(x).float()
        assert not fits(first, x.requires_grad_())
    assert not fits(first, x.detach()), "in float32 it would be slower"
    assert torch.allclose(found, exact, atol=0.02 * exact.abs().max().item())


@pytest.mark.parametrize(
    ("filters", "size", "options"), [(6, 30, {}), (32, 32, {}), (6, 32, {"stride": 2}), (6, 2, {})]
)
def test_what_does_not_fit_goes_the_usual_way(filters, size, options):
    with torch.autocast("cpu", dtype=torch.bfloat16):
        assert not fits(nn.Conv2d(3, filters, 1 if size == 2 else 5, **options), torch.zeros(1, 3, size, size))
