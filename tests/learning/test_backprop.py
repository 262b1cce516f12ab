from itertools import pairwise

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Generator, nn, optim

from core.activations import ACTIVATIONS
from core.experiment import Experiment
from core.learning.backprop import Autograd, Explicit, backward, forward, rule
from core.losses import LOSSES
from core.models.mlp import MLPConfig
from core.optimizers import OPTIMIZERS
from core.trainer import Trainer
from tests.models.test_mlp import sequential

torch.set_num_threads(1)  # small nets are slower on more

STEPS = 100
TASKS = [
    (dataset, hidden, loss)
    for dataset, hidden in (("circle", (8, 8)), ("pinwheel3", (6, 5)), ("plane", (8, 8)))
    for loss in LOSSES
    if LOSSES[loss].regression or dataset != "plane"
]
PLAIN_LOSSES = {
    "mse": nn.MSELoss,
    "mae": nn.L1Loss,
    "huber": nn.HuberLoss,
    "bce": nn.BCEWithLogitsLoss,
    "cross_entropy": nn.CrossEntropyLoss,
}
PLAIN_OPTIMIZERS = {
    "sgd": lambda parameters, lr: optim.SGD(parameters, lr),
    "momentum": lambda parameters, lr: optim.SGD(parameters, lr, momentum=0.9),
    "nesterov": lambda parameters, lr: optim.SGD(parameters, lr, momentum=0.9, nesterov=True),
    "adagrad": lambda parameters, lr: optim.Adagrad(parameters, lr),
    "rmsprop": lambda parameters, lr: optim.RMSprop(parameters, lr),
    "adam": lambda parameters, lr: optim.Adam(parameters, lr),
    "adamw": lambda parameters, lr: optim.AdamW(parameters, lr, weight_decay=0.0),
}


class Recorder:
    """A rule that writes down the batches it is given."""

    def __init__(self, inner):
        self.inner, self.batches = inner, []

    def __call__(self, x, targets, generator):
        self.batches.append((x.clone(), targets.clone()))
        self.inner(x, targets, generator)


def trained(experiment, learning=None):
    """The weights after STEPS steps, and those before."""
    trainer = Trainer(experiment)
    before = trainer.model.flat.detach().clone()
    if learning:
        trainer.rule = learning(trainer.model, trainer.loss)
    for _ in range(STEPS):
        trainer.step()
    return trainer.model.flat.detach(), before


def agree(experiment):
    """Both rules give the same weights, and they learned something."""
    explicit, before = trained(experiment)
    autograd, _ = trained(experiment, Autograd)
    assert explicit.isfinite().all()
    assert (explicit - before).abs().max() > 1e-2
    assert (explicit - autograd).abs().max().item() <= 1e-5


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize(("dataset", "hidden", "loss"), TASKS)
def test_explicit_is_autograd_for_every_activation_and_loss(activation, dataset, hidden, loss):
    agree(Experiment().replace(dataset=dataset, hidden=hidden, loss=loss, activation=activation))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize(
    ("activation", "dataset", "hidden", "loss"),
    [
        ("tanh", "circle", (8, 8), "bce"),
        ("silu", "pinwheel4", (6, 5), "cross_entropy"),
        ("elu", "plane", (8, 8), "huber"),
    ],
)
def test_explicit_is_autograd_for_every_optimiser(optimizer, activation, dataset, hidden, loss):
    lr = 0.03 if optimizer == "sgd" else 0.01
    agree(
        Experiment().replace(
            dataset=dataset,
            hidden=hidden,
            loss=loss,
            activation=activation,
            optimizer=optimizer,
            lr=lr,
            l1=1e-3,
            l2=1e-2,
        )
    )


@pytest.mark.parametrize("hidden", [(), (1,), (32,), (8,) * 8])
@pytest.mark.parametrize("batch_size", [1, 7, 2000])
def test_explicit_is_autograd_for_every_depth_and_batch(hidden, batch_size):
    agree(Experiment().replace(hidden=hidden, batch_size=batch_size, n_samples=60, data_seed=1, lr=0.1))


@pytest.mark.parametrize(
    ("dataset", "hidden", "loss", "activation", "optimizer"),
    [
        *(("circle", (8, 8), "bce", "tanh", optimizer) for optimizer in OPTIMIZERS),
        *(("circle", (8, 8), loss, "sigmoid", "sgd") for loss in ("mse", "mae", "huber", "bce", "cross_entropy")),
        *(("pinwheel3", (6, 5), "cross_entropy", activation, "momentum") for activation in ACTIVATIONS),
        ("plane", (8, 8), "mse", "gelu", "adam"),
        ("multi_gauss", (6, 5), "huber", "relu", "rmsprop"),
    ],
)
def test_trainer_is_a_plain_loop(dataset, hidden, loss, activation, optimizer):
    lr = 0.03 if optimizer == "sgd" else 0.01
    trainer = Trainer(
        Experiment().replace(
            dataset=dataset, hidden=hidden, loss=loss, activation=activation, optimizer=optimizer, lr=lr, n_samples=170
        )
    )
    plain = sequential(trainer.model, activation)
    trainer.rule = recorder = Recorder(trainer.rule)
    for _ in range(STEPS):
        trainer.step()

    criterion, plain_optimizer = PLAIN_LOSSES[loss](), PLAIN_OPTIMIZERS[optimizer](plain.parameters(), lr)
    for x, targets in recorder.batches:
        plain_optimizer.zero_grad()
        criterion(plain(x), targets).backward()
        plain_optimizer.step()

    expected = torch.cat([parameter.detach().flatten() for parameter in plain.parameters()])
    assert (trainer.model.flat - expected).abs().max().item() <= 1e-5


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 9), max_size=8),
    st.sampled_from([id for id in ACTIVATIONS if id != "step"]),
    st.sampled_from(list(LOSSES)),
    st.integers(1, 12),
    st.integers(0, 1000),
)
def test_gradient_of_one_batch(hidden, activation, loss, n, seed):
    k, generator = 2 if loss == "cross_entropy" else 1, Generator().manual_seed(seed)
    model = MLPConfig(hidden=hidden, activation=activation).build(3, k, generator)
    x = torch.randn(n, 3, generator=generator)
    targets = LOSSES[loss].targets(torch.randint(2, (n,), generator=generator), k)
    Autograd(model, LOSSES[loss])(x, targets, generator)
    expected = model.flat.grad.clone()
    Explicit(model, LOSSES[loss])(x, targets, generator)
    torch.testing.assert_close(model.flat.grad, expected, atol=1e-6, rtol=1e-4)


@pytest.mark.parametrize("activation", ["tanh", "gelu", "softplus", "mish"])
def test_deltas_are_the_limit_of_differences(activation):
    """δ_l = ∂L/∂z_l, where z_l is moved through the bias of its layer for a single sample."""
    generator, entry, loss = Generator().manual_seed(0), ACTIVATIONS[activation], LOSSES["mse"]
    sizes = [3, 4, 5, 2]
    weights = [torch.randn(n_out, n_in, generator=generator, dtype=torch.float64) for n_in, n_out in pairwise(sizes)]
    biases = [torch.randn(n_out, generator=generator, dtype=torch.float64) for n_out in sizes[1:]]
    x = torch.randn(1, 3, generator=generator, dtype=torch.float64)
    targets = torch.randn(1, 2, generator=generator, dtype=torch.float64)
    transposed = [weight.t() for weight in weights]

    def value():
        return loss.value(forward(transposed, biases, entry, x)[0][-1], targets).item()

    zs, activations = forward(transposed, biases, entry, x)
    weight_grads, bias_grads = [torch.empty_like(w) for w in weights], [torch.empty_like(b) for b in biases]
    delta = loss.gradient(zs[-1], targets)
    deltas = backward(weights, entry, zs, activations, delta, weight_grads, bias_grads)

    h = 1e-6
    for parameters, gradients in ((weights, weight_grads), (biases, bias_grads)):
        for parameter, gradient in zip(parameters, gradients, strict=True):
            flat = parameter.view(-1)
            for i in range(len(flat)):
                kept = flat[i].item()
                flat[i] = kept + h
                above = value()
                flat[i] = kept - h
                below = value()
                flat[i] = kept
                assert gradient.flatten()[i].item() == pytest.approx((above - below) / (2 * h), abs=1e-7)
    assert [tuple(d.shape) for d in deltas] == [(1, 4), (1, 5), (1, 2)]
    for delta, gradient in zip(deltas, bias_grads, strict=True):
        torch.testing.assert_close(delta[0], gradient)


def test_gradient_by_hand():
    """One tanh unit, w = 0.5, b = 0, v = 2, c = 0.1, x = 1, target 1: L = (v tanh(w x + b) + c − 1)²."""
    model = MLPConfig(hidden=(1,), activation="tanh").build(1, 1, Generator())
    with torch.no_grad():
        model.flat.copy_(torch.tensor([0.5, 0.0, 2.0, 0.1]))
    Explicit(model, LOSSES["mse"])(torch.ones(1, 1), torch.ones(1, 1), Generator())
    a = 0.46211716
    error = 2 * (2 * a + 0.1 - 1)
    slope = error * 2 * (1 - a * a)
    assert model.flat.grad.tolist() == pytest.approx([slope, slope, error * a, error], rel=1e-5)


def test_rule_is_explicit_where_the_gradient_is_derived():
    model = MLPConfig().build(2, 1, Generator())
    assert isinstance(rule(model, "mse"), Explicit)
    model.dropout = 0.5
    assert isinstance(rule(model, "mse"), Autograd)


def test_dropout_reaches_the_gradient():
    model = MLPConfig(hidden=(20,), dropout=0.5).build(2, 1, Generator().manual_seed(0))
    Autograd(model, LOSSES["mse"])(torch.ones(1, 2), torch.ones(1, 1), Generator().manual_seed(0))
    outgoing = model.views(model.flat.grad)[0][-1][0]
    assert 0 < (outgoing == 0).sum() < 20
