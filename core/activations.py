"""Activations: what a neuron does with its weighted sum z, and how steep that is."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor, nn

ActivationId = Literal[
    "step", "linear", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "selu", "gelu", "silu", "softplus", "mish"
]
SELU_SCALE = 1.0507009873554805
SELU_ALPHA = 1.6732632423543772
ONE = torch.ones(())


@dataclass(frozen=True)
class Activation:
    """a = function(z) with derivative(z, a) = f′(z), elementwise on tensors of any shape.

    `module` is the same function as `torch.nn` writes it, `formula` as LaTeX does, and `saturates` says
    whether it has a flat end on both sides, where learning stops.
    """

    title: str
    formula: str
    function: Callable[[Tensor], Tensor]
    derivative: Callable[[Tensor, Tensor], Tensor]
    module: Callable[[], nn.Module]
    saturates: bool = False


class Step(nn.Module):
    """Heaviside step: 1 where z ≥ 0, else 0; its derivative is 0 wherever it exists."""

    def forward(self, z: Tensor) -> Tensor:
        return (z >= 0).to(z.dtype) + 0 * z


def _gelu_derivative(z: Tensor, a: Tensor) -> Tensor:
    cumulative = 0.5 * (1 + torch.erf(z / math.sqrt(2)))
    return cumulative + z * torch.exp(-0.5 * z * z) / math.sqrt(2 * math.pi)


def _silu_derivative(z: Tensor, a: Tensor) -> Tensor:
    sigmoid = torch.sigmoid(z)
    return sigmoid * (1 + z * (1 - sigmoid))


def _mish_derivative(z: Tensor, a: Tensor) -> Tensor:
    squashed = torch.tanh(F.softplus(z))
    return squashed + z * (1 - squashed * squashed) * torch.sigmoid(z)


ACTIVATIONS: dict[str, Activation] = {
    "step": Activation(
        "Step function",
        r"f(z) = 1 \text{ if } z \ge 0 \text{ else } 0",
        lambda z: (z >= 0).to(z.dtype),
        lambda z, a: torch.zeros_like(z),
        Step,
        saturates=True,
    ),
    "linear": Activation("Linear", r"f(z) = z", lambda z: z, lambda z, a: torch.ones_like(z), nn.Identity),
    "sigmoid": Activation(
        "Sigmoid",
        r"f(z) = \frac{1}{1 + e^{-z}}",
        torch.sigmoid,
        lambda z, a: torch.addcmul(a, a, a, value=-1),  # a − a²
        nn.Sigmoid,
        saturates=True,
    ),
    "tanh": Activation(
        "Tanh",
        r"f(z) = \tanh z",
        torch.tanh,
        lambda z, a: torch.addcmul(ONE, a, a, value=-1),  # 1 − a²
        nn.Tanh,
        saturates=True,
    ),
    "relu": Activation("ReLU", r"f(z) = \max(0, z)", torch.relu, lambda z, a: (z > 0).to(z.dtype), nn.ReLU),
    "leaky_relu": Activation(
        "Leaky ReLU",
        r"f(z) = \max(0.01z, z)",
        F.leaky_relu,
        lambda z, a: torch.sign(z).clamp_min(0.01),  # exact in every precision
        nn.LeakyReLU,
    ),
    "elu": Activation(
        "ELU",
        r"f(z) = z \text{ if } z > 0 \text{ else } e^z - 1",
        F.elu,
        lambda z, a: torch.where(z > 0, 1.0, a + 1),
        nn.ELU,
    ),
    "selu": Activation(
        "SELU",
        r"f(z) = \lambda z \text{ if } z > 0 \text{ else } \lambda\alpha(e^z - 1)",
        F.selu,
        lambda z, a: torch.where(z > 0, SELU_SCALE, a + SELU_SCALE * SELU_ALPHA),
        nn.SELU,
    ),
    "gelu": Activation("GELU", r"f(z) = z\,\Phi(z)", F.gelu, _gelu_derivative, nn.GELU),
    "silu": Activation("SiLU", r"f(z) = z\,\sigma(z)", F.silu, _silu_derivative, nn.SiLU),
    "softplus": Activation("Softplus", r"f(z) = \ln(1 + e^z)", F.softplus, lambda z, a: torch.sigmoid(z), nn.Softplus),
    "mish": Activation("Mish", r"f(z) = z \tanh(\ln(1 + e^z))", F.mish, _mish_derivative, nn.Mish),
}
