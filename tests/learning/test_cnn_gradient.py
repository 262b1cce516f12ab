"""The gradient of a CNN written out, against PyTorch's automatic differentiation."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Generator, Tensor

from core.learning import cnn_gradient
from core.learning.cnn_gradient import by_autograd, rule, written_out
from core.models.cnn import CNN, CNNConfig
from core.models.layer_table import Shape
from core.models.tiled_convolution import fits, tiled

N = 24


def network(shape: Shape, **changed: object) -> CNN:
    model = CNNConfig(**changed).build(shape, 10, Generator().manual_seed(0))
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name.endswith("bias"):
                parameter.copy_(torch.linspace(-0.2, 0.2, len(parameter)))
    model.dropout = CNNConfig(**changed).dropout
    return model.to(memory_format=torch.channels_last)


def batch(shape: Shape) -> tuple[Tensor, Tensor]:
    chance = Generator().manual_seed(1)
    x = torch.rand(N, *shape, generator=chance).contiguous(memory_format=torch.channels_last)
    return x, torch.randint(10, (N,), generator=chance)


def both(model: CNN, shape: Shape, precision: torch.dtype) -> list[tuple[str, Tensor, Tensor]]:
    """Of every parameter its name and its gradient, written out and by autograd, for the first part of a batch."""
    (x, y), found = batch(shape), []
    masks = model.masks(N, Generator().manual_seed(2))
    for gradient in (written_out, by_autograd):
        gradient(model, x, y, 4 * N, precision, masks)
        found.append([(name, parameter.grad.clone()) for name, parameter in model.named_parameters()])
    return [(name, ours, theirs) for (name, ours), (_, theirs) in zip(*found, strict=True)]


NETWORKS: list[tuple[Shape, dict[str, object]]] = [
    ((1, 8, 8), {"channels": (8, 16), "padding": "same", "hidden": (32,)}),
    ((3, 32, 32), {"channels": (6, 16), "kernel": 5, "hidden": (120, 84)}),
    ((3, 32, 32), {"channels": (6, 16), "kernel": 5, "padding": "same", "hidden": (30, 20), "dropout": 0.4}),
    ((1, 28, 28), {"channels": (32, 64), "hidden": (128,)}),
    ((1, 28, 28), {"channels": (4, 12, 9), "hidden": ()}),
    ((3, 17, 19), {"channels": (5, 3), "kernel": 2, "stride": 2, "hidden": (7,), "dropout": 0.5}),
    ((1, 8, 8), {"channels": (), "hidden": (20, 11)}),
    ((1, 8, 8), {"channels": (), "hidden": ()}),
]


@pytest.mark.parametrize(("shape", "changed"), NETWORKS)
def test_it_is_what_autograd_finds(shape: Shape, changed: dict[str, object]) -> None:
    model = network(shape, **changed)
    assert rule(model) is written_out
    for name, ours, theirs in both(model, shape, torch.float32):
        torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-6, msg=lambda text, name=name: f"{name}: {text}")


@pytest.mark.parametrize(("shape", "changed"), NETWORKS)
def test_in_16_bits_it_is_as_close_as_16_bits_are(shape: Shape, changed: dict[str, object]) -> None:
    model = network(shape, **changed)
    exact = {name: theirs for name, _, theirs in both(model, shape, torch.float32)}
    for name, ours, theirs in both(model, shape, torch.bfloat16):
        assert ours.dtype == torch.float32 and ours.shape == exact[name].shape
        error, usual = ((found - exact[name]).norm() / exact[name].norm() for found in (ours, theirs))
        assert error < max(1.5 * usual, 0.02), name


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.integers(1, 20), min_size=1, max_size=2),
    st.integers(1, 5),
    st.integers(1, 2),
    st.sampled_from(["valid", "same"]),
    st.sampled_from([1, 3]),
    st.sampled_from([0.0, 0.3]),
)
def test_any_network_of_plain_blocks(
    channels: list[int], kernel: int, stride: int, padding: str, colours: int, dropout: float
) -> None:
    changed = {
        "channels": tuple(channels),
        "kernel": kernel,
        "stride": stride,
        "padding": padding,
        "hidden": (6,),
        "dropout": dropout,
    }
    shape = (colours, 24, 20)
    if CNNConfig(**changed).problem(shape, 10):
        return
    for name, ours, theirs in both(network(shape, **changed), shape, torch.float32):
        torch.testing.assert_close(ours, theirs, rtol=1e-3, atol=1e-5, msg=lambda text, name=name: f"{name}: {text}")


@pytest.mark.parametrize(
    "changed",
    [
        {"batch_norm": True},
        {"residual": True, "padding": "same"},
        {"pool": "average"},
        {"pool": "none"},
        {"activation": "tanh"},
    ],
)
def test_other_networks_are_left_to_autograd(changed: dict[str, object]) -> None:
    assert rule(network((1, 12, 12), channels=(4,), **changed)) is by_autograd


def test_only_the_first_block_is_tiled_for_the_others_send_a_gradient_back(monkeypatch: pytest.MonkeyPatch) -> None:
    shape, taken = (3, 36, 36), []
    model = network(shape, channels=(6, 8), kernel=5)
    monkeypatch.setattr(cnn_gradient, "tiled", lambda conv, x: taken.append(conv) or tiled(conv, x))
    both(model, shape, torch.float32)
    assert not taken, "it is slower there"
    both(model, shape, torch.bfloat16)
    assert taken == model.convolutions[:1]
    assert fits(model.convolutions[1], torch.zeros(1, 6, 16, 16), torch.bfloat16)
