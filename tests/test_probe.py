import pytest
import torch
from torch import Generator

from core.activations import ACTIVATIONS
from core.experiment import Experiment
from core.learning.backprop import Explicit
from core.losses import LOSSES
from core.models.mlp import MLPConfig
from core.probe import gradient, grid, layers, unit_maps, units
from core.trainer import Trainer


def net(weights, biases, activation):
    """A network with these weights, one matrix and one list of biases a layer."""
    sizes = [len(weights[0][0]), *(len(weight) for weight in weights)]
    model = MLPConfig(hidden=tuple(sizes[1:-1]), activation=activation).build(sizes[0], sizes[-1], Generator())
    with torch.no_grad():
        for view, values in zip([*model.weights, *model.biases], [*weights, *biases], strict=True):
            view.copy_(torch.tensor(values))
    return model


def random_net(hidden=(8, 6), n_outputs=1, activation="tanh", seed=0):
    return MLPConfig(hidden=hidden, activation=activation).build(2, n_outputs, Generator().manual_seed(seed))


def test_grid():
    assert grid(3, 2.0).tolist() == [[-2, -2], [0, -2], [2, -2], [-2, 0], [0, 0], [2, 0], [-2, 2], [0, 2], [2, 2]]
    assert grid(50, 6.0).shape == (2500, 2)
    assert grid(50, 6.0).view(50, 50, 2)[7, :, 1].unique().numel() == 1


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("hidden", [(), (5,), (8, 6, 4)])
def test_layers_end_with_what_the_model_answers(activation, hidden):
    model, x = random_net(hidden, 3, activation), grid(5, 3.0)
    zs, activations = layers(model, x)
    assert [a.shape[1] for a in activations] == [2, *hidden, 3]
    assert len(zs) == len(hidden) + 1
    assert torch.equal(activations[0], x)
    torch.testing.assert_close(activations[-1], model(x).detach())
    for z, a in zip(zs[:-1], activations[1:-1], strict=True):
        assert torch.equal(a, ACTIVATIONS[activation].function(z))
    for z, a, weight, bias in zip(zs, activations, model.weights, model.biases, strict=False):
        torch.testing.assert_close(z, a @ weight.t() + bias)


@pytest.mark.parametrize(
    ("dataset", "loss"), [("circle", "bce"), ("circle", "cross_entropy"), ("pinwheel3", "mse"), ("plane", "mse")]
)
def test_unit_maps(dataset, loss):
    trainer = Trainer(Experiment().replace(dataset=dataset, loss=loss, features="x1-x2-sinx1", hidden=(5, 4)))
    points = grid(10, 6.0)
    maps = unit_maps(trainer.model, trainer.data.encode, points, trainer.loss.scores)
    assert [tuple(m.shape) for m in maps] == [(3, 100), (5, 100), (4, 100), (trainer.n_outputs, 100)]
    assert torch.equal(maps[0], torch.stack([points[:, 0], points[:, 1], points[:, 0].sin()]))
    assert maps[-1].abs().max() <= 1
    scores = trainer.loss.scores(trainer.model(trainer.data.encode(points)).detach())
    expected = scores if scores.dim() == 1 else 2 * scores.t() - 1
    torch.testing.assert_close(maps[-1].squeeze(0), expected)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradient_is_the_explicit_one(activation, loss):
    k = 2 if loss == "cross_entropy" else 1
    model, x = random_net((7, 5), k, activation), torch.randn(40, 2, generator=Generator().manual_seed(1))
    targets = LOSSES[loss].targets(torch.arange(40) % 2, k)
    found = gradient(model, LOSSES[loss], x, targets)
    Explicit(model, LOSSES[loss])(x, targets, Generator())
    for ours, theirs in zip(found, model.views(model.flat.grad)[0], strict=True):
        assert ours.shape == theirs.shape
        torch.testing.assert_close(ours, theirs, atol=1e-6, rtol=1e-4)


def test_gradient_leaves_the_model_alone_and_ignores_dropout():
    model = random_net((30,))
    x, targets = torch.ones(4, 2), torch.ones(4, 1)
    plain = gradient(model, LOSSES["mse"], x, targets)
    kept, model.dropout = model.flat.detach().clone(), 0.5
    with torch.no_grad():
        again = gradient(model, LOSSES["mse"], x, targets)
    assert all(map(torch.equal, plain, again))
    assert model.flat.grad is None
    assert torch.equal(model.flat, kept)


@pytest.mark.parametrize("activation", ["relu", "step", "linear", "leaky_relu"])
def test_dead_units(activation):
    """Two layers of three: the second unit of the first and the third of the second never fire."""
    first = [[1.0, 0.0], [0.0, 1.0], [-1.0, 1.0]]
    second = [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [-1.0, -1.0, -1.0]]
    model = net([first, second, [[1.0, 1.0, 1.0]]], [[0.5, -100.0, 0.0], [0.1, 0.1, -1.0], [0.0]], activation)
    found = units(model, torch.randn(200, 2, generator=Generator().manual_seed(0)))
    everyone = tuple((layer, unit) for layer in (1, 2) for unit in range(3))
    assert found.dead == {"relu": ((1, 1), (2, 2)), "step": everyone}.get(activation, ())
    assert found.saturated == ()


def test_a_unit_that_fires_once_is_alive():
    model = net([[[1.0, 0.0]], [[1.0]]], [[-2.0], [0.0]], "relu")
    x = torch.zeros(100, 2)
    assert units(model, x).dead == ((1, 0),)
    x[42, 0] = 3.0
    assert units(model, x).dead == ()


@pytest.mark.parametrize(("activation", "flat"), [("tanh", 4.0), ("sigmoid", 8.0)])
def test_saturated_units(activation, flat):
    """A wide layer of one weight each: flat everywhere, steep, flat on 9 of 10 samples, flat on 8 of 10."""
    model = net([[[flat, 0.0], [0.1, 0.0], [0.0, flat], [0.0, 0.0]], [[1.0] * 4]], [[0.0] * 4, [0.0]], activation)
    x = torch.ones(10, 2)
    x[0, 1] = 0.0
    assert units(model, x).saturated == ((1, 0), (1, 2))
    x[1, 1] = 0.0
    assert units(model, x).saturated == ((1, 0),)
    assert units(model, x).dead == ()


def test_a_unit_without_any_slope_is_dead_and_not_saturated():
    model = net([[[100.0, 0.0]], [[1.0]]], [[0.0], [0.0]], "tanh")
    found = units(model, torch.ones(10, 2))
    assert (found.dead, found.saturated) == (((1, 0),), ())


def test_a_saturated_relu_is_no_such_thing():
    model = net([[[100.0, 0.0]], [[1.0]]], [[-1.0], [0.0]], "relu")
    assert units(model, torch.eye(2)).saturated == ()


def test_no_hidden_layer_has_no_units():
    found = units(random_net(()), torch.ones(3, 2))
    assert (found.dead, found.saturated) == ((), ())
