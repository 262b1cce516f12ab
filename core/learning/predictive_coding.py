"""Predictive coding: every layer predicts the next, and neurons settle between what is predicted and what is asked."""

from torch import Tensor

from core.learning.signals import Circuit, Error, Signals


def errors(net: Circuit, zs: list[Tensor], x: Tensor, error: Error) -> tuple[list[Tensor], list[Tensor]]:
    """ε_l = z_l − μ_l with the prediction μ_l = W_l f(z_{l−1}) + b_l, and ε_L = −β ∂L/∂μ_L at the output.

    `zs` are the hidden layers' values (n, n_l); returns the layers' inputs f(z_{l−1}) (f(z_0) = x), and all ε_l.
    """
    pre = [x, *map(net.activation.function, zs)]
    predicted = [a @ w.t() + b for a, w, b in zip(pre, net.weights, net.biases, strict=True)]
    found = [z - mu for z, mu in zip(zs, predicted[:-1], strict=True)]
    return pre, [*found, -net.nudge * error(predicted[-1])]


def relax(net: Circuit, x: Tensor, error: Error) -> list[Tensor]:
    """`n_steps` steps of `rate` down the energy F = β L(μ_L) + ½ Σ_l |ε_l|²: the values z_l (n, n_l) of hidden layers.

    −∂F/∂z_l = −ε_l + f′(z_l) ⊙ (ε_{l+1} W_{l+1}), from the forward pass on, where ε_l = 0 (Whittington & Bogacz 2017).
    """
    zs = net.forward(x)[0][:-1]
    for _ in range(net.n_steps):
        pre, found = errors(net, zs, x, error)
        slopes = [net.activation.derivative(z, a) for z, a in zip(zs, pre[1:], strict=True)]
        above = [e @ w * slope for e, w, slope in zip(found[1:], net.weights[1:], slopes, strict=True)]
        zs = [z + net.rate * (pull - e) for z, e, pull in zip(zs, found[:-1], above, strict=True)]
    return zs


def predictive_coding(net: Circuit, x: Tensor, error: Error) -> Signals:
    """ΔW_l ∝ ε_l f(z_{l−1})ᵀ at the values that the neurons settled at: δ_l = −ε_l / β (Rao & Ballard 1999).

    At rest ε_l = f′(z_l) ⊙ (ε_{l+1} W_{l+1}), backpropagation's own recursion at other values of z; as the nudge β → 0
    these become those of the forward pass, and δ_l the gradient (Whittington & Bogacz 2017).
    """
    pre, found = errors(net, relax(net, x, error), x, error)
    return Signals(pre, [-e / net.nudge for e in found])
