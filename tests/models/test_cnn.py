"""The CNN and its layer table, against torch and counts by hand."""

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Generator

from core.models.cnn import CNN, CNNConfig
from core.models.layer_table import LIMITS, MESSAGES, ShapeError, total

MNIST_CNN = CNNConfig()
LENET = CNNConfig(channels=(6, 16), kernel=5, hidden=(120, 84))


def build(config: CNNConfig, shape: tuple[int, ...] = (1, 28, 28), n_outputs: int = 10) -> CNN:
    return config.build(shape, n_outputs, Generator().manual_seed(0))


def n_parameters(model: torch.nn.Module) -> int:
    return sum(p.numel() for p in model.parameters())


def test_the_networks_of_the_textbook_by_hand() -> None:
    rows = {row.name: row for row in LENET.rows((3, 32, 32), 10)}
    assert [rows[name].shape for name in ("conv 1", "pool 1", "conv 2", "pool 2", "flatten", "dense 1")] == [
        (6, 28, 28),
        (6, 14, 14),
        (16, 10, 10),
        (16, 5, 5),
        (400,),
        (120,),
    ]
    assert [row.n_parameters for row in rows.values() if row.n_parameters] == [456, 2416, 48_120, 10_164, 850]
    assert rows["conv 1"].flops == 28 * 28 * 6 * (2 * 75 + 1) and rows["dense 2"].flops == 84 * (2 * 120 + 1)
    assert [rows[name].field for name in ("conv 1", "pool 1", "conv 2", "pool 2")] == [5, 6, 14, 16]
    assert sum(row.n_parameters for row in MNIST_CNN.rows((1, 28, 28), 10)) == 320 + 18_496 + 204_928 + 1_290
    mlp = CNNConfig(channels="", hidden=(128, 128)).rows((1, 28, 28), 10)
    assert [(row.name, row.shape, row.n_parameters, row.flops) for row in mlp] == [
        ("flatten", (784,), 0, 0),
        ("dense 1", (128,), 128 * 785, 128 * (2 * 784 + 1)),
        ("dense 2", (128,), 128 * 129, 128 * (2 * 128 + 1)),
        ("output", (10,), 10 * 129, 10 * (2 * 128 + 1)),
    ]


CONFIGS = st.builds(
    lambda **k: k,
    channels=st.lists(st.integers(1, 6), max_size=4).map(tuple),
    kernel=st.integers(1, 7),
    stride=st.integers(1, 3),
    padding=st.sampled_from(["valid", "same"]),
    pool=st.sampled_from(["none", "max", "average"]),
    hidden=st.lists(st.integers(1, 9), max_size=3).map(tuple),
    batch_norm=st.booleans(),
    residual=st.booleans(),
)


@settings(deadline=None, max_examples=150)
@given(CONFIGS, st.sampled_from([(1, 8, 8), (3, 32, 32), (1, 28, 28), (2, 9, 13)]))
def test_the_table_says_what_the_network_does(chosen: dict, shape: tuple[int, ...]) -> None:
    """Shapes, parameters and the impossible, over the whole range of settings."""
    if chosen["residual"] and (chosen["padding"] == "valid" or chosen["kernel"] % 2 == 0):
        chosen = chosen | {"residual": False}
    config = CNNConfig(**chosen)
    rows = config.rows(shape, 5)
    if rows[-1].problem:
        with pytest.raises(ShapeError) as caught:
            build(config, shape, 5)
        assert caught.value.id == rows[-1].problem and caught.value.values["layer"] == rows[-1].name
        return
    model = build(config, shape, 5).eval()
    x = torch.randn(2, *shape, generator=Generator().manual_seed(1))
    assert model(x).shape == (2, 5)
    assert config.problem(shape, 5) is None
    assert [(name, tuple(y.shape[1:])) for name, y in model.layers(x)] == [(row.name, row.shape) for row in rows]
    assert torch.equal(model.layers(x)[-1][1], model(x))
    assert n_parameters(model) == sum(row.n_parameters for row in rows)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"kernel": 7, "channels": (4, 4, 4)}, "kernel"),
        ({"channels": (4,) * 5}, "pool"),
        ({"residual": True}, None),
    ],
)
def test_what_is_impossible_is_named(changed: dict, problem: str | None) -> None:
    if problem is None:
        with pytest.raises(ValueError, match="same"):
            CNNConfig(**changed)
        return
    last = CNNConfig(padding="valid" if problem == "kernel" else "same", **changed).rows((1, 28, 28), 10)[-1]
    assert last.problem == problem and min(last.shape[1:]) < 1


@pytest.mark.parametrize("kernel", [1, 3, 5])
@pytest.mark.parametrize("pool", ["max", "average", "none"])
def test_a_block_is_convolution_activation_and_pooling(kernel: int, pool: str) -> None:
    model = build(CNNConfig(channels=(4,), kernel=kernel, pool=pool, activation="tanh"))
    x, (block,) = torch.randn(3, 1, 28, 28), model.blocks
    y = torch.tanh(F.conv2d(x, block.conv.weight, block.conv.bias))
    y = F.max_pool2d(y, 2) if pool == "max" else F.avg_pool2d(y, 2) if pool == "average" else y
    torch.testing.assert_close(block(x), y)
    torch.testing.assert_close(model(x), model.dense[1](torch.tanh(model.dense[0](y.flatten(1)))))


def test_a_residual_block_adds_its_input() -> None:
    model = build(CNNConfig(channels=(4, 4), padding="same", pool="none", residual=True))
    x = torch.randn(2, 1, 28, 28)
    first = model.blocks[0](x)
    second, block = model.blocks[1](first), model.blocks[1]
    torch.testing.assert_close(second, torch.relu(block.conv(first)) + first)
    assert model.blocks[0].skip is not None and block.skip is None


def test_the_receptive_field_is_the_pixels_that_matter() -> None:
    """The gradient of one value of the last map reaches exactly a square of that side."""
    config = CNNConfig(channels=(3, 3), kernel=3, pool="average", activation="linear", padding="same", hidden=())
    model, x = build(config, (1, 40, 40)), torch.zeros(1, 1, 40, 40, requires_grad=True)
    model.blocks[1](model.blocks[0](x))[0, 0, 5, 5].backward()
    seen = x.grad[0, 0].ne(0)
    field = [row.field for row in config.rows((1, 40, 40), 10) if row.kind == "pool"][-1]
    assert seen.any(0).sum() == seen.any(1).sum() == field == 10


def test_the_layer_that_is_impossible_is_explained() -> None:
    """Three blocks of 7 × 7 leave 28 → 22 → 11 → 5: no window fits."""
    problem = CNNConfig(kernel=7, channels=(4, 4, 4)).problem((1, 28, 28), 10)
    assert problem is not None and problem.id in MESSAGES
    assert problem.values == {"layer": "conv 3", "kernel": 7, "height": 2, "width": 2}
    assert "conv 3" in str(problem) and "7 × 7" in str(problem) and "2 × 2" in str(problem)
    assert CNNConfig(kernel=7).problem((1, 5, 5), 10).values["height"] == 5  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("changed", "id", "layer", "n"),
    [
        ({"channels": (128,), "hidden": (64,)}, "parameters", "dense 1", 3584 + 64 * (128 * 32 * 32 + 1)),
        ({"channels": (64, 128, 128), "hidden": ()}, "operations", "conv 3", None),
        ({"channels": (), "hidden": (512, 512, 512)}, None, None, None),
    ],
)
def test_a_network_too_large_for_a_server_is_explained_at_the_layer(
    changed: dict, id: str | None, layer: str | None, n: int | None
) -> None:
    config = CNNConfig(padding="same", pool="none", **changed)
    problem, rows = config.problem((3, 32, 32), 10), config.rows((3, 32, 32), 10)
    if id is None:
        assert problem is None and not rows[-1].problem
        return
    assert problem is not None and (problem.id, problem.values["layer"]) == (id, layer)
    assert (rows[-1].problem, rows[-1].name) == (id, layer)
    assert total(rows, id) > LIMITS[id] >= total(rows[:-1], id)
    assert problem.values["n"] == f"{n or total(rows, id):,}" and f"{LIMITS[id]:,}" in str(problem)


def test_one_value_a_channel_has_no_spread_to_divide_by() -> None:
    """A batch of a single picture whose maps are 1 × 1 is scaled by what earlier batches had."""
    model = build(CNNConfig(channels=(4,), kernel=3, pool="none", batch_norm=True), (1, 3, 3)).train()
    model(torch.randn(8, 1, 3, 3))
    alone = torch.randn(1, 1, 3, 3)
    assert torch.equal(model(alone), model.eval()(alone))


def test_the_seed_decides_the_weights() -> None:
    assert torch.equal(build(LENET, (3, 32, 32)).dense[0].weight, build(LENET, (3, 32, 32)).dense[0].weight)


def test_dropout_only_with_masks() -> None:
    model, x = build(CNNConfig(dropout=0.25, hidden=(400, 30))), torch.randn(50, 1, 28, 28)
    masks = model.masks(50, Generator().manual_seed(0))
    assert [mask.shape for mask in masks] == [(50, 400), (50, 30)]
    assert masks[0].unique().tolist() == pytest.approx([0, 4 / 3]) and masks[0].mean().item() == pytest.approx(
        1, abs=0.02
    )
    assert torch.equal(model(x), model(x)) and not torch.equal(model(x), model(x, masks))
    first, second, output = model.linears
    y = model.blocks[1](model.blocks[0](x)).flatten(1)
    y = torch.relu(second(torch.relu(first(y)) * masks[0])) * masks[1]
    torch.testing.assert_close(model(x, masks), output(y))
    assert build(CNNConfig()).masks(5, Generator()) == []


@pytest.mark.parametrize("changed", [{}, {"batch_norm": True}, {"stride": 2}])
def test_the_short_way_through_a_block_is_the_long_one(changed: dict) -> None:
    """ReLU before or after the maximum: not one bit of answers and gradients differs."""
    model, x = build(CNNConfig(channels=(4,), **changed)), torch.randn(9, 1, 28, 28)
    found = []
    for way in (lambda block: block(x), lambda block: list(block.parts(x))[-1][1]):
        model.zero_grad()
        y = way(model.blocks[0])
        y.square().sum().backward()
        found.append([y.detach(), *(p.grad.clone() for p in model.blocks.parameters())])
    assert all(torch.equal(a, b) for a, b in zip(*found, strict=True))
