"""Loss script: what the page of losses shows, as a short program that prints the same numbers."""

from core.lessons.losses.settings import LossSettings

OF_P: dict[str, str] = {  # each loss of a probability p, so that autograd gives dL/dp and dL/dz at once
    "mse": "F.mse_loss(p, y)",
    "mae": "F.l1_loss(p, y)",
    "huber": "F.huber_loss(p, y, delta={delta!r})",
    "bce": "F.binary_cross_entropy(p, y)",
    "cross_entropy": "F.nll_loss(torch.log(torch.stack([1 - p, p])), y.long())",
    "hinge": "torch.relu(1 - (2 * y - 1) * torch.logit(p))",
}
OF_ROWS: dict[str, str] = {  # the mean loss of predictions a (n,), numbers or probabilities, and its slope by a
    "mse": "np.mean((a - y) ** 2)",
    "mae": "np.mean(np.abs(a - y))",
    "huber": "np.mean(huber({delta!r}, a - y))",
    "bce": "-np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))",
    "cross_entropy": "-np.mean(np.log(np.where(y == 1, a, 1 - a)))",
    "hinge": "np.mean(np.maximum(0, 1 - (2 * y - 1) * np.log(a / (1 - a))))",
}
ONE = """\
import torch
import torch.nn.functional as F

y = torch.tensor({y}.0, dtype=torch.float64)
z = torch.tensor({z!r}, dtype=torch.float64, requires_grad=True)
p = torch.sigmoid(z)
p.retain_grad()
loss = {loss}
loss.backward()
print("p", p.item())
print("L", loss.item())
print("dL/dp", p.grad.item())
print("dL/dz", z.grad.item())
"""
NUMBER = """\
import torch
import torch.nn.functional as F

y = torch.tensor({target!r}, dtype=torch.float64)
p = torch.tensor({prediction!r}, dtype=torch.float64, requires_grad=True)
loss = {loss}
loss.backward()
print("L", loss.item())
print("dL/dŷ", p.grad.item())
"""
RACE = """\
import torch
import torch.nn.functional as F

y = torch.tensor({y}.0, dtype=torch.float64)


def descend(loss_of, steps):
    z = torch.tensor({start!r}, dtype=torch.float64, requires_grad=True)
    for _ in range(steps):
        loss = loss_of(torch.sigmoid(z))
        (slope,) = torch.autograd.grad(loss, z)
        z = (z - {lr!r} * slope).detach().requires_grad_()
    return z.item(), torch.sigmoid(z).item()


print("rival", *descend(lambda p: {loss}, {steps}))
print("cross-entropy", *descend(lambda p: {bce}, {steps}))
"""
LOAD: dict[str, str] = {
    "jumps": "from sklearn.datasets import load_linnerud\n\nx, y = load_linnerud().data[:, 1:3].T.astype(float)",
    "diabetes": "from sklearn.datasets import load_diabetes\n\n"
    "data = load_diabetes(scaled=False)\nx, y = data.data[::22, 2], data.target[::22].copy()",
    "iris": "from sklearn.datasets import load_iris\n\n"
    "data = load_iris()\nx, y = data.data[4::5, 3], (data.target[4::5] == 2).astype(float)",
}
ROWS = """\
import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import huber
{load}
{moved}

def loss(height):
    {predict}
    return {loss}


print("n", len(y))
print("L", loss({height!r}))
print("{name}", (loss({height!r} + 1e-5) - loss({height!r} - 1e-5)) / 2e-5)
found = minimize_scalar(loss, bounds={bounds}, method="bounded", options={{"xatol": 1e-9}})
print("least L", found.fun)
print("at", found.x)
"""
MOVED = "row = np.argmax(np.abs(y - np.median(y)))\ny[row] = np.median(y) + {stretch!r} * (y[row] - np.median(y))\n"
SAME = """\
import math

import torch
import torch.nn.functional as F
from sklearn.metrics import log_loss

y, z = {y}, torch.tensor({z!r}, dtype=torch.float64)
p = torch.sigmoid(z)
target = torch.tensor(float(y), dtype=torch.float64)
print("log loss", log_loss([y], [[1 - p.item(), p.item()]], labels=[0, 1]))
print("binary cross-entropy of p", F.binary_cross_entropy(p, target).item())
print("binary cross-entropy of z", F.binary_cross_entropy_with_logits(z, target).item())
print("categorical cross-entropy", F.cross_entropy(torch.stack([0 * z, z])[None], torch.tensor([y])).item())
print("in bits", F.binary_cross_entropy(p, target).item() / math.log(2))
"""
THREE = """\
import torch
import torch.nn.functional as F

z = torch.tensor([{z1!r}, {z2!r}, {z3!r}], dtype=torch.float64, requires_grad=True)
loss = F.cross_entropy(z[None], torch.tensor([{label} - 1]))
loss.backward()
print("p", *torch.softmax(z, 0).tolist())
print("L", loss.item())
print("dL/dz", *z.grad.tolist())
"""


def script(settings: LossSettings, steps: int = 0) -> str:
    """A program that prints the numbers of a scene, for the race after so many steps."""
    return SCRIPTS[settings.scene](settings, steps)


def _one(settings: LossSettings, steps: int) -> str:
    return _filled(NUMBER if settings.numbers else ONE, settings)


def slope_name(settings: LossSettings) -> str:
    """What the slope by the height of a prediction is called; for a line the height is the one in the middle."""
    return f"dL/d{'ŷ' if settings.numbers else 'p'}{'₀' if settings.shape == 'line' else ''}"


def _filled(template: str, settings: LossSettings, **more: object) -> str:
    values = settings.values() | {"y": settings.y, "loss": OF_P[settings.loss].format(delta=settings.delta)}
    return template.format(**values | more)


def _race(settings: LossSettings, steps: int) -> str:
    rival = OF_P[settings.rival].format(delta=settings.delta)
    return _filled(RACE, settings, loss=rival, bce=OF_P["bce"], steps=steps)


def _rows(settings: LossSettings, steps: int) -> str:
    numbers, slope = settings.numbers, settings.slope if settings.shape == "line" else 0.0
    height = settings.height if numbers else settings.chance
    if not slope:
        predict = "a = height + 0 * x"
    elif numbers:
        predict = f"a = height + {slope!r} * (x - x.mean())"
    else:
        predict = f"a = 1 / (1 + np.exp(-(np.log(height / (1 - height)) + {slope!r} * (x - x.mean()))))"
    return _filled(
        ROWS,
        settings,
        load=LOAD[settings.rows],
        moved=MOVED.format(stretch=settings.stretch) if numbers and settings.stretch != 1 else "",
        predict=predict,
        loss=OF_ROWS[settings.loss].format(delta=settings.delta),
        height=height,
        name=slope_name(settings),
        bounds="(0, 300)" if numbers else "(1e-9, 1 - 1e-9)",
    )


SCRIPTS = {
    "one": _one,
    "race": _race,
    "rows": _rows,
    "same": lambda settings, steps: _filled(SAME, settings),
    "three": lambda settings, steps: _filled(THREE, settings),
}
