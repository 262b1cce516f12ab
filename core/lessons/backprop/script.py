"""Passes script: one pass as plain PyTorch, which prints every number that the page shows of it."""

import inspect
from typing import Any

from torch import Tensor

from core.activations import ACTIVATIONS, Step
from core.learning.passes import Parameter, Pass
from core.lessons.backprop.passes import Passes
from core.script import LOSS_CODE

EPSILON = 1e-5
TEMPLATE = '''"""One pass of a {sizes} network: forward, backward, a check, the update."""

import torch
from torch import {imports}

torch.set_default_dtype(torch.float64)

x = torch.tensor({x})  # a sample a row
y = torch.tensor({y})
W = [
{W}]  # (n_out, n_in)
b = [
{b}]
lr = {lr!r}
loss = {loss}

{own}
f = {f}


def slope(function, at):
    """The derivative of a function at every element of a tensor."""
    at = at.clone().requires_grad_()
    return torch.autograd.grad(function(at).sum(), at)[0]


def forward(W, b):
    z, a = [], [x]
    for i in range(len(W)):
        z.append(a[-1] @ W[i].T + b[i])
        a.append(f(z[-1]) if i < len(W) - 1 else z[-1])  # the output layer is linear
    return z, a


# Forward.
z, a = forward(W, b)
before = loss(z[-1], y)

# Backward: the error at the output, then layer by layer towards the input.
delta = [slope(lambda output: loss(output, y), z[-1])]
for i in range(len(W) - 1, 0, -1):
    delta.insert(0, (delta[0] @ W[i]) * slope(f, z[i - 1]))
dW = [delta[i].T @ a[i] for i in range(len(W))]
db = [delta[i].sum(0) for i in range(len(W))]

for i in range(len(W)):
    for name, value in dict(z=z[i], a=a[i + 1], delta=delta[i], dW=dW[i], db=db[i]).items():
        print(f"{{name}}{{i + 1}} {{tuple(value.shape)}} {{value.tolist()}}")
print("loss_before", before.item())

# The same gradients by autograd.
for parameter in W + b:
    parameter.requires_grad_()
found = torch.autograd.grad(loss(forward(W, b)[0][-1], y), W + b, allow_unused=True, materialize_grads=True)
for parameter in W + b:
    parameter.requires_grad_(False)
print("largest_difference_to_autograd", max((p - q).abs().max().item() for p, q in zip(dW + db, found)))

# The same for one parameter by moving it: {name}
moved = []
for step in (+{epsilon!r}, -2 * {epsilon!r}, +{epsilon!r}):
    {place} += step
    moved.append(loss(forward(W, b)[0][-1], y).item())
print("finite_difference", (moved[0] - moved[1]) / (2 * {epsilon!r}))

# Update.
for i in range(len(W)):
    W[i] -= lr * dW[i]
    b[i] -= lr * db[i]
    print(f"W{{i + 1}} {{W[i].tolist()}}")
    print(f"b{{i + 1}} {{b[i].tolist()}}")
print("loss_after", loss(forward(W, b)[0][-1], y).item())
'''


def script(passes: Passes, record: Pass, chosen: Parameter) -> str:
    """A script that makes this pass from its weights and data, and prints every number of it."""
    module = ACTIVATIONS[passes.settings.activation].module
    own = module is Step
    source = "" if chosen.source is None else f", {chosen.source}"
    values: dict[str, Any] = {
        "sizes": "-".join(map(str, passes.model.sizes)),
        "x": literal(record.x),
        "y": literal(record.targets),
        "W": rows(record.weights),
        "b": rows(record.biases),
        "lr": record.lr,
        "loss": LOSS_CODE[passes.loss_id],
        "imports": "Tensor, nn" if own else "nn",
        "own": f"\n{inspect.getsource(Step)}\n" if own else "",
        "f": f"{'' if own else 'nn.'}{module.__name__}()",
        "name": "a bias" if chosen.source is None else "a weight",
        "place": f"{'b' if chosen.source is None else 'W'}[{chosen.layer - 1}][{chosen.to}{source}]",
        "epsilon": EPSILON,
    }
    return TEMPLATE.format(**values)


def literal(tensor: Tensor) -> str:
    return repr(tensor.tolist())


def rows(tensors: list[Tensor]) -> str:
    """One tensor a line."""
    return "".join(f"    torch.tensor({literal(t)}),\n" for t in tensors)
