"""The first block of a CNN as a product over tiles, against torch's own convolution and pooling."""

import pytest
import torch
import torch.nn.functional as F
from torch import Generator, nn

from core.models import conv_block
from core.models.cnn import CNNConfig
from core.models.tiled_convolution import fits, tiled, tiled_gradient


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
    conv = nn.Conv2d(channels, filters, kernel)
    conv.weight.data, conv.bias.data = (parameter.detach() for parameter in parameters)
    expected = torch.relu(F.max_pool2d(F.conv2d(x, *parameters), 2))
    with torch.no_grad():
        found = tiled(conv, x.contiguous(memory_format=torch.channels_last))
        assert torch.equal(found.y, expected)
        back = torch.randint(-2, 3, expected.shape, generator=chance).float()
        gradients = tiled_gradient(found, back.bfloat16())
    for ours, theirs in zip(gradients, torch.autograd.grad(expected, parameters, back), strict=True):
        assert torch.allclose(ours, theirs, rtol=0.01, atol=0.5), "a sum rounded once to 8 bits"


@pytest.mark.parametrize("padding", ["valid", "same"])
def test_a_network_that_answers_in_16_bits_takes_it(padding, monkeypatch):
    config = CNNConfig(channels="6-16", kernel=5, padding=padding)
    model = config.build((3, 32, 32), 10, Generator().manual_seed(0))
    x = torch.rand(4, 3, 32, 32, generator=Generator().manual_seed(1))
    taken = []
    monkeypatch.setattr(conv_block, "tiled", lambda conv, x: taken.append(conv) or tiled(conv, x))
    with torch.no_grad():
        exact = model(x)
        assert not taken, "in float32 it would be slower"
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found = model(x).float()
    assert taken == model.convolutions[:1]
    assert torch.allclose(found, exact, atol=0.02 * exact.abs().max().item())
    with torch.autocast("cpu", dtype=torch.bfloat16):
        model(x)
    assert len(taken) == 1, "autograd could not go back through it"


@pytest.mark.parametrize(
    ("filters", "size", "options"), [(6, 30, {}), (32, 32, {}), (6, 32, {"stride": 2}), (6, 2, {})]
)
def test_what_does_not_fit_goes_the_usual_way(filters, size, options):
    conv = nn.Conv2d(3, filters, 1 if size == 2 else 5, **options)
    assert not fits(conv, torch.zeros(1, 3, size, size), torch.bfloat16)
