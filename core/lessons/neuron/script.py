"""Neuron script: one neuron, taught as far as a frame, as a standalone PyTorch program that prints its numbers."""

from core.activations import ACTIVATIONS
from core.learner import Frame
from core.lessons.neuron.activation_facts import REACH, STEP
from core.lessons.neuron.perceptron import DECIMALS, Perceptron

TEMPLATE = '''\
"""One neuron: the perceptron rule on {gate}, then its sum, output and slope ({title}). Steps: {steps}."""

import torch
from torch import nn

f = {function}
X = torch.tensor({x_table}, dtype=torch.float64)
Y = torch.tensor({y_table})
RATES = {rates}  # step from which a learning rate holds
w = torch.tensor({w}, dtype=torch.float64)
b = {b}

# The perceptron rule (Rosenblatt 1958); rounded, so that 0.1 added three times is 0.3.
for step in range({steps}):
    lr = RATES.get(step) or lr
    if step % len(X) == 0:
        order = {order}
    x, y = X[order[step % len(X)]], int(Y[order[step % len(X)]])
    z = torch.round(w @ x + b, decimals={decimals})
    error = y - int(z >= 0)
    w = torch.round(w + lr * error * x, decimals={decimals})
    b = round(b + lr * error, {decimals})
print("w =", w.tolist(), " b =", b)
print("right:", int(((torch.round(X @ w + b, decimals={decimals}) >= 0) == Y.bool()).sum()), "of", len(X))

# The neuron and its slope, by autograd.
x = torch.tensor({x}, dtype=torch.float64)
z = torch.round(w @ x + b, decimals={decimals}).requires_grad_()
y = f(z)
(slope,) = torch.autograd.grad(y, z)
print(f"z = {{z.item():.6f}}")
print(f"y = {{y.item():.6f}}")
print(f"slope = {{slope.item():.6f}}")

# The activation, measured.
cells = (torch.arange({n}, dtype=torch.float64) * {cell} - {reach} + {half}).requires_grad_()
(slopes,) = torch.autograd.grad(f(cells).sum(), cells)
print(f"saturated: {{(slopes.abs() < {flat}).double().mean().item():.4f}}")
print(f"dead: {{(slopes == 0).double().mean().item():.4f}}")
u = torch.linspace(-10, 10, 40_000, dtype=torch.float64)
density = torch.exp(-u * u / 2) / (2 * torch.pi) ** 0.5
print(f"mean: {{torch.trapezoid(f(u) * density, u).item():.4f}}")
'''
STEP_FUNCTION = "lambda z: (z >= 0).to(z.dtype) + 0 * z  # 0 · z: a slope of zero, not none"
SHUFFLED = "torch.randperm(len(X), generator=torch.Generator().manual_seed({seed} + step // len(X))).tolist()"


def neuron_script(learner: Perceptron, frame: Frame) -> str:
    """The program; run, it prints w, b, z, y, f′(z) of the frame and what was measured of the activation."""
    settings = learner.settings
    activation = ACTIVATIONS[settings.activation]
    module = f"nn.{type(activation.module()).__name__}()"
    seed = settings.seed * 1_000_003
    return TEMPLATE.format(
        steps=frame.step,
        gate=settings.gate.upper(),
        title=activation.title,
        function=STEP_FUNCTION if settings.activation == "step" else module,
        x_table=learner.x.int().tolist(),
        y_table=learner.y.tolist(),
        rates={step: rate for step, rate in learner.rates.items() if step < max(frame.step, 1)},
        w=settings.w.tolist(),
        b=settings.b,
        order=SHUFFLED.format(seed=seed) if settings.shuffle else "range(len(X))",
        decimals=DECIMALS,
        x=learner.shown(frame).tolist(),
        n=round(2 * REACH / STEP),
        cell=STEP,
        half=STEP / 2,
        reach=REACH,
        flat=settings.flat,
    )
