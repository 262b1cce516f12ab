"""The ways in which neurons can be told their errors, against autograd, known limits and cases worked by hand."""

from itertools import pairwise

import pytest
import torch
from torch import Generator

from core.activations import ACTIVATIONS
from core.learning.error_signals import ERROR_SIGNALS
from core.learning.feedback_alignment import backpropagation, direct_feedback, feedback_alignment, sign_symmetry
from core.learning.predictive_coding import errors, predictive_coding, relax
from core.learning.signals import Circuit, angle

torch.set_num_threads(1)
SMOOTH = ("tanh", "sigmoid", "relu", "gelu")


def made(sizes=(4, 6, 5, 3), activation="tanh", seed=0, **more):
    """A network in double precision with n = 7 samples and their squared error ½|μ − y|²."""
    generator = Generator().manual_seed(seed)

    def drawn(*shape):
        return torch.randn(*shape, generator=generator, dtype=torch.float64) * 0.7

    weights = [drawn(n, m) for m, n in pairwise(sizes)]
    net = Circuit(weights, [drawn(n) for n in sizes[1:]], ACTIVATIONS[activation], **more)
    targets = drawn(7, sizes[-1])
    return net, drawn(7, sizes[0]), targets, lambda z: z - targets


def with_feedback(net, feedback):
    return Circuit(net.weights, net.biases, net.activation, feedback)


def close(ours, theirs):
    for a, b in zip(ours, theirs, strict=True):
        torch.testing.assert_close(a, b)


@pytest.mark.parametrize("activation", SMOOTH)
@pytest.mark.parametrize("sizes", [(4, 3), (4, 6, 3), (4, 6, 5, 3), (2, 3, 3, 3, 1)])
def test_backpropagation_is_autograd(activation, sizes):
    net, x, targets, error = made(sizes, activation)
    parameters = [p.clone().requires_grad_() for p in (*net.weights, *net.biases)]
    n = len(net.weights)
    outputs = Circuit(parameters[:n], parameters[n:], net.activation).forward(x)[0][-1]
    expected = torch.autograd.grad((outputs - targets).square().sum() / 2 / len(x), parameters)
    weights, biases = backpropagation(net, x, error).gradient()
    close([*weights, *biases], expected)


@pytest.mark.parametrize("activation", SMOOTH)
def test_feedback_alignment_through_the_weights_is_backpropagation(activation):
    net, x, _, error = made(activation=activation)
    aligned = feedback_alignment(with_feedback(net, net.weights[1:]), x, error)
    assert all(torch.equal(a, b) for a, b in zip(aligned.post, backpropagation(net, x, error).post, strict=True))


def test_the_last_layer_is_told_the_truth_by_any_feedback():
    net, x, _, error = made()
    told = feedback_alignment(with_feedback(net, [torch.randn_like(w) for w in net.weights[1:]]), x, error)
    exact = backpropagation(net, x, error)
    assert torch.equal(told.post[-1], exact.post[-1])
    assert not torch.allclose(told.post[0], exact.post[0])


def test_direct_feedback_through_the_products_is_backpropagation_where_neurons_are_linear():
    net, x, _, error = made((4, 6, 5, 7, 3), "linear")
    ideal = ERROR_SIGNALS["direct"].ideal(net.weights)
    assert [tuple(way.shape) for way in ideal] == [(3, 6), (3, 5), (3, 7)]
    close(direct_feedback(with_feedback(net, ideal), x, error).post, backpropagation(net, x, error).post)


def test_feedback_by_hand():
    """x = 1, w = 0.5, v = 2, no biases, linear but for ReLU, target 0: μ = 1, δ_out = 1; B = −3 tells the unit −3."""
    one = torch.ones(1, 1)
    net = Circuit([0.5 * one, 2 * one], [torch.zeros(1)] * 2, ACTIVATIONS["relu"], [-3 * one])
    told = feedback_alignment(net, one, lambda z: z)
    assert [post.item() for post in told.post] == [-3.0, 1.0]
    assert [w.item() for w in told.gradient()[0]] == [-3.0, 0.5]
    assert [post.item() for post in backpropagation(net, one, lambda z: z).post] == [2.0, 1.0]


def test_signs_alone_by_hand():
    """W = (1, −3): signs (1, −1) of mean size 2, so an error of 1 tells 2 and −2."""
    weights = [torch.ones(2, 1), torch.tensor([[1.0, -3.0]])]
    net = Circuit(weights, [torch.zeros(2), torch.zeros(1)], ACTIVATIONS["linear"])
    told = sign_symmetry(net, torch.ones(1, 1), lambda z: torch.ones_like(z))
    assert told.post[0].tolist() == [[2.0, -2.0]]


def energy(net, zs, x, targets):
    """β ½|μ_L − y|² + ½ Σ|ε_l|², written out anew for autograd."""
    found, a = 0.0, x
    for z, w, b in zip(zs, net.weights, net.biases, strict=False):
        found = found + (z - (a @ w.t() + b)).square().sum() / 2
        a = net.activation.function(z)
    out = a @ net.weights[-1].t() + net.biases[-1]
    return found + net.nudge * (out - targets).square().sum() / 2


def test_neurons_settle_down_the_energy():
    net, x, targets, error = made(n_steps=1, rate=0.05, nudge=0.7)
    before = net.forward(x)[0][:-1]
    zs = [z.clone().requires_grad_() for z in before]
    slopes = torch.autograd.grad(energy(net, zs, x, targets), zs)
    close(relax(net, x, error), [z - 0.05 * slope for z, slope in zip(before, slopes, strict=True)])


def test_at_rest_errors_follow_the_recursion_of_backpropagation():
    net, x, targets, error = made(n_steps=3000, rate=0.05)
    zs = relax(net, x, error)
    pre, found = errors(net, zs, x, error)
    for layer, z in enumerate(zs):
        slope = net.activation.derivative(z, pre[layer + 1])
        torch.testing.assert_close(found[layer], slope * (found[layer + 1] @ net.weights[layer + 1]))
    assert energy(net, zs, x, targets) < energy(net, net.forward(x)[0][:-1], x, targets)


def test_predictive_coding_is_backpropagation_in_the_limit_of_a_weak_nudge():
    """Whittington & Bogacz 2017: the difference shrinks with β, ten times at each tenth."""
    gaps = []
    for nudge in (0.01, 0.001, 0.0001):
        net, x, _, error = made(n_steps=2000, rate=0.05, nudge=nudge)
        exact = backpropagation(net, x, error)
        told = predictive_coding(net, x, error)
        gaps.append(max((a - b).abs().max().item() for a, b in zip(told.post, exact.post, strict=True)))
    assert gaps[1] / gaps[0] == pytest.approx(0.1, rel=0.1) and gaps[2] / gaps[1] == pytest.approx(0.1, rel=0.02)
    assert gaps[2] < 0.002


def test_the_error_comes_one_layer_further_a_step():
    net, x, _, error = made((4, 6, 5, 5, 3), n_steps=1, rate=0.3)
    told, exact = predictive_coding(net, x, error), backpropagation(net, x, error)
    assert not told.post[0].any() and not told.post[1].any()
    torch.testing.assert_close(told.post[2], 0.3 * exact.post[2])


@pytest.mark.parametrize("rule", ERROR_SIGNALS)
def test_every_rule_tells_every_neuron_something(rule):
    entry = ERROR_SIGNALS[rule]
    net, x, _, error = made()
    feedback = [torch.randn_like(way) for way in entry.ideal(net.weights)] if entry.ideal else []
    told = entry.signals(with_feedback(net, feedback), x, error)
    weights, biases = told.gradient()
    assert [w.shape for w in weights] == [w.shape for w in net.weights]
    assert all(post.any(0).all() for post in told.post)
    close(biases, [post.sum(0) / 7 for post in told.post])


def test_angles():
    assert angle(torch.tensor([1.0, 0.0]), torch.tensor([0.0, 2.0])) == pytest.approx(90)
    assert angle(torch.ones(2, 2), -torch.ones(2, 2)) == pytest.approx(180)
    assert angle(torch.ones(3), torch.zeros(3)) != angle(torch.ones(3), torch.zeros(3)), "of nothing there is none"
