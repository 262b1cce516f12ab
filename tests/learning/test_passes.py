"""One pass against autograd, for every activation with every loss, and what is made of it."""

from collections.abc import Callable
from itertools import pairwise

import pytest
import torch
from torch import Generator, Tensor

from core.activations import ACTIVATIONS
from core.datasets.points import PointsConfig
from core.learning.passes import Parameter, Pass, Phase, loss_at, one_pass, parameters, paths, phases
from core.losses import LOSSES, n_outputs
from core.models.mlp import MLP, MLPConfig

TASKS = {0: "plane", 2: "circle", 3: "pinwheel3", 4: "pinwheel4"}  # number of classes → data set
CASES = [
    (activation, loss, n_classes)
    for activation in ACTIVATIONS
    for loss, entry in LOSSES.items()
    for n_classes in TASKS
    if n_classes or entry.regression
]


def made(
    activation: str, loss: str, n_classes: int, *, hidden: tuple[int, ...] = (4, 3), n: int = 5, seed: int = 0
) -> tuple[MLP, Tensor, Tensor, Tensor]:
    """A network with biases, its parameters in float64, and a batch."""
    data = PointsConfig(dataset=TASKS[n_classes], n_samples=40).load()  # type: ignore[arg-type]
    k = n_outputs(loss, n_classes)
    generator = Generator().manual_seed(seed)
    model = MLPConfig(hidden=hidden, activation=activation).build(2, k, generator)  # type: ignore[arg-type]
    flat = model.flat.detach().double()
    flat += 0.1 * torch.randn(len(flat), generator=generator, dtype=torch.float64)
    x = data.x_train[:n].double()
    targets = LOSSES[loss].targets(data.y_train[:n], k)
    return model, flat, x, targets.double() if targets.is_floating_point() else targets


def by_autograd(
    model: MLP, flat: Tensor, x: Tensor, targets: Tensor, function: Callable, loss: str
) -> tuple[Tensor, list[Tensor], list[Tensor], list[Tensor], Tensor]:
    """Loss, every z, a and ∂L/∂z, and the gradient of the flat parameter, by PyTorch alone."""
    flat = flat.clone().requires_grad_()
    weights, biases = model.views(flat)
    zs, activations = [], [x]
    for layer, (weight, bias) in enumerate(zip(weights, biases, strict=True), start=1):
        zs.append(activations[-1] @ weight.T + bias)
        activations.append(function(zs[-1]) if layer < len(weights) else zs[-1])
    value = LOSSES[loss].value(zs[-1], targets)
    found = torch.autograd.grad(value, [*zs, flat], allow_unused=True, materialize_grads=True)
    return value, zs, activations, list(found[:-1]), found[-1]


@pytest.mark.parametrize(("activation", "loss", "n_classes"), CASES)
def test_every_number_of_a_pass_is_what_autograd_finds(activation: str, loss: str, n_classes: int) -> None:
    model, flat, x, targets = made(activation, loss, n_classes)
    record = one_pass(model, LOSSES[loss], flat, x, targets, 0.1)
    value, zs, activations, deltas, gradient = by_autograd(
        model, flat, x, targets, ACTIVATIONS[activation].module(), loss
    )
    close = {"rtol": 1e-10, "atol": 1e-12}
    assert record.loss == pytest.approx(value.item(), rel=1e-12)
    for ours, theirs in (
        (record.zs, zs),
        (record.activations, activations),
        (record.deltas, deltas),
        (record.weight_grads, model.views(gradient)[0]),
        (record.bias_grads, model.views(gradient)[1]),
    ):
        assert len(ours) == len(theirs)
        for a, b in zip(ours, theirs, strict=True):
            torch.testing.assert_close(a, b.detach(), **close)  # type: ignore[arg-type]
    torch.testing.assert_close(record.new_flat, flat - 0.1 * gradient, **close)  # type: ignore[arg-type]
    assert record.new_loss == pytest.approx(loss_at(model, LOSSES[loss], flat - 0.1 * gradient, x, targets), rel=1e-12)


def test_the_flat_parameters_are_left_alone() -> None:
    model, flat, x, targets = made("tanh", "bce", 2)
    kept = flat.clone()
    record = one_pass(model, LOSSES["bce"], flat, x, targets, 0.1)
    assert torch.equal(flat, kept) and not torch.equal(record.new_flat, kept)


@pytest.mark.parametrize("hidden", [(), (3,), (4, 4, 4)])
@pytest.mark.parametrize("sample", [0, 2])
def test_the_paths_of_a_parameter_add_up_to_its_gradient(hidden: tuple[int, ...], sample: int) -> None:
    model, flat, x, targets = made("sigmoid", "cross_entropy", 3, hidden=hidden)
    record = one_pass(model, LOSSES["cross_entropy"], flat, x, targets, 0.1)
    alone = one_pass(model, LOSSES["cross_entropy"], flat, x[[sample]], targets[[sample]], 0.1)
    for parameter in parameters(model.shapes):
        found = paths(record, parameter, sample)
        widths = [n for n, _ in model.shapes[parameter.layer :]]
        assert len(found) == torch.tensor([1, *widths]).prod()
        assert all(len(path.factors) == 2 + 2 * (len(path.units) - 1) for path in found)
        expected = parameter.of(alone.weight_grads, alone.bias_grads) / len(x)
        assert sum(path.product for path in found) == pytest.approx(expected, rel=1e-10, abs=1e-15)


def test_parameters_know_their_place() -> None:
    model, flat, x, targets = made("tanh", "mse", 0, hidden=(4, 2))
    record = one_pass(model, LOSSES["mse"], flat, x, targets, 0.1)
    every = parameters(model.shapes)
    assert [parameter.index(model.shapes) for parameter in every] == list(range(len(flat)))
    assert [parameter.of(record.weights, record.biases) for parameter in every] == flat.tolist()
    assert Parameter(2, 1, 3).of(record.weights, record.biases) == record.weights[1][1, 3]
    assert Parameter(2, 1).of(record.weights, record.biases) == record.biases[1][1]


@pytest.mark.parametrize("n_layers", [1, 2, 4])
def test_the_phases_go_forward_then_back(n_layers: int) -> None:
    order = phases(n_layers)
    assert len(order) == len(set(order)) == 4 * n_layers + 3
    assert order[0] == Phase("input") and order[-2:] == (Phase("update"), Phase("after"))
    at = {phase: i for i, phase in enumerate(order)}
    for near, far in pairwise(range(1, n_layers + 1)):
        assert at[Phase("z", near)] < at[Phase("a", near)] < at[Phase("z", far)] < at[Phase("loss")]
        assert at[Phase("loss")] < at[Phase("delta", far)] < at[Phase("gradient", far)] < at[Phase("delta", near)]
    assert Phase("a", n_layers) not in at, "the output layer is linear"


def test_one_pass_is_one_step_of_pytorchs_sgd() -> None:
    model, flat, x, targets = made("gelu", "huber", 0)
    plain = flat.clone().requires_grad_()
    optimizer = torch.optim.SGD([plain], lr=0.3)
    record: Pass | None = None
    for _ in range(5):
        record = one_pass(model, LOSSES["huber"], record.new_flat if record else flat, x, targets, 0.3)
        optimizer.zero_grad()
        plain.grad = by_autograd(model, plain.detach(), x, targets, torch.nn.GELU(), "huber")[4]
        optimizer.step()
    assert record
    torch.testing.assert_close(record.new_flat, plain.detach(), rtol=1e-10, atol=1e-12)
