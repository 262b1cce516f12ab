import pytest
import torch
from pydantic import ValidationError
from torch import Generator, nn

from core.activations import ACTIVATIONS
from core.initializations import INITIALIZATIONS
from core.models.mlp import MLP, MLPConfig

SHAPES = [(2, (), 1), (2, (8, 8), 1), (9, (6, 5), 4), (3, (1,) * 8, 2)]


def build(n_inputs, hidden, n_outputs, seed=0, **settings):
    return MLPConfig(hidden=hidden, **settings).build(n_inputs, n_outputs, Generator().manual_seed(seed))


def sequential(model, activation):
    """The same network as a tutorial writes it."""
    parts = []
    for weight, bias in zip(model.weights, model.biases, strict=True):
        linear = nn.Linear(weight.shape[1], weight.shape[0])
        linear.load_state_dict({"weight": weight, "bias": bias})
        parts += [linear, ACTIVATIONS[activation].module()]
    return nn.Sequential(*parts[:-1])


def inputs(n, n_inputs):
    return torch.randn(n, n_inputs, generator=Generator().manual_seed(1))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_forward_is_that_of_a_sequential_model(shape, activation):
    model, x = build(*shape, activation=activation), inputs(20, shape[0])
    with torch.no_grad():
        for bias in model.biases:
            bias.copy_(torch.randn(bias.shape, generator=Generator().manual_seed(2)))
    found = model(x)
    assert found.shape == (20, shape[2])
    torch.testing.assert_close(found, sequential(model, activation)(x), atol=1e-6, rtol=1e-6)


@pytest.mark.parametrize("shape", SHAPES)
def test_weights_and_biases_are_views_of_the_one_parameter(shape):
    model = build(*shape)
    assert [name for name, _ in model.named_parameters()] == ["flat"]
    assert sum(w.numel() for w in model.weights) + sum(b.numel() for b in model.biases) == model.flat.numel()
    assert [tuple(w.shape) for w in model.weights] == model.shapes
    with torch.no_grad():
        model.flat.copy_(torch.arange(float(model.flat.numel())))
    parts = [part for pair in zip(model.weights, model.biases, strict=True) for part in pair]
    assert torch.cat([part.flatten() for part in parts]).tolist() == list(range(model.flat.numel()))


def test_views_survive_loading_a_state():
    model, other = build(2, (8,), 1), build(2, (8,), 1, seed=5)
    model.load_state_dict(other.state_dict())
    assert torch.equal(model.weights[0], other.weights[0])
    model.weights[0][0, 0] = 3.0
    assert model.flat[0] == 3.0
    assert other.flat[0] != 3.0


@pytest.mark.parametrize("init", INITIALIZATIONS)
def test_build_fills_the_weights_and_leaves_the_biases_at_zero(init):
    model = build(2, (16, 16), 1, init=init)
    assert all((bias == 0).all() for bias in model.biases)
    assert all((weight != 0).all() == (init != "zeros") for weight in model.weights)


def test_build_takes_all_chance_from_its_generator():
    state = torch.get_rng_state()
    assert torch.equal(build(2, (8,), 1).flat, build(2, (8,), 1).flat)
    assert not torch.equal(build(2, (8,), 1).flat, build(2, (8,), 1, seed=1).flat)
    assert torch.equal(torch.get_rng_state(), state)


def test_dropout_switches_units_off_and_scales_the_rest():
    model = build(2, (32,), 32, activation="linear", dropout=0.25)
    with torch.no_grad():  # each output is one hidden unit, which is 1
        model.flat.zero_()
        model.biases[0].fill_(1)
        model.weights[1].copy_(torch.eye(32))
    x = torch.zeros(2000, 2)
    answers = model(x, Generator().manual_seed(0))
    assert (answers == 0).float().mean().item() == pytest.approx(0.25, abs=0.01)
    assert answers[answers != 0].unique().tolist() == pytest.approx([4 / 3])
    assert answers.mean().item() == pytest.approx(1, abs=0.01)
    assert torch.equal(model(x), torch.ones(2000, 32))
    assert torch.equal(answers, model(x, Generator().manual_seed(0)))


def test_without_dropout_a_generator_changes_nothing():
    model, x, generator = build(2, (8,), 1), inputs(5, 2), Generator().manual_seed(3)
    assert torch.equal(model(x, generator), model(x))
    assert torch.equal(generator.get_state(), Generator().manual_seed(3).get_state())


@pytest.mark.parametrize(
    ("text", "expected"), [("8-8-8", (8, 8, 8)), ("32", (32,)), ("", ()), ((4, 2), (4, 2)), ([1], (1,))]
)
def test_widths(text, expected):
    assert MLPConfig(hidden=text).hidden == expected


@pytest.mark.parametrize("value", ["0", "33", "8-x", "1-1-1-1-1-1-1-1-1", "8.5", (0,), 8, None])
def test_impossible_widths(value):
    with pytest.raises(ValidationError):
        MLPConfig(hidden=value)


@pytest.mark.parametrize(
    "settings",
    [{"activation": "cube"}, {"init": ""}, {"dropout": 0.95}, {"dropout": -0.1}, {"dropout": float("nan")}, {"n": 1}],
)
def test_impossible_settings(settings):
    with pytest.raises(ValidationError):
        MLPConfig(**settings)


def test_no_hidden_layer_is_a_linear_model():
    model, x = MLP(2, (), 3, activation="tanh"), inputs(4, 2)
    with torch.no_grad():
        model.flat.copy_(torch.arange(9.0))
    torch.testing.assert_close(model(x), x @ torch.tensor([[0.0, 2, 4], [1, 3, 5]]) + torch.tensor([6.0, 7, 8]))
