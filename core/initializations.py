"""Initialisations: the weights before the first step, drawn from a given generator; biases start at zero."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from torch import Generator, Tensor

InitializationId = Literal["xavier", "he", "uniform", "zeros", "too_large"]


@dataclass(frozen=True)
class Initialization:
    """fill(weight, generator) fills weights (n_out, n_in), or kernels (n_out, n_in, k, k), in place.

    Of kernels each output sees n_in·k² inputs, and each input is seen by n_out·k² outputs.
    """

    title: str
    formula: str
    fill: Callable[[Tensor, Generator], Tensor]


def xavier(weight: Tensor, generator: Generator) -> Tensor:
    """Uniform in ±√(6 / (n_in + n_out)) (Glorot & Bengio 2010)."""
    bound = math.sqrt(6 / (weight[0].numel() + weight[:, 0].numel()))
    return weight.uniform_(-bound, bound, generator=generator)


def he(weight: Tensor, generator: Generator) -> Tensor:
    """Normal with variance 2 / n_in (He et al. 2015)."""
    return weight.normal_(0, math.sqrt(2 / weight[0].numel()), generator=generator)


def uniform(weight: Tensor, generator: Generator) -> Tensor:
    """Uniform in ±0.5 whatever the width."""
    return weight.uniform_(-0.5, 0.5, generator=generator)


def zeros(weight: Tensor, generator: Generator) -> Tensor:
    """All zero: every neuron of a layer is the same neuron."""
    return weight.zero_()


def too_large(weight: Tensor, generator: Generator) -> Tensor:
    """Normal with standard deviation 5: saturated before the first step."""
    return weight.normal_(0, 5, generator=generator)


INITIALIZATIONS: dict[str, Initialization] = {
    "xavier": Initialization("Xavier", r"w \sim U(\pm\sqrt{6/(n_{in}+n_{out})})", xavier),
    "he": Initialization("He", r"w \sim N(0, 2/n_{in})", he),
    "uniform": Initialization("Uniform", r"w \sim U(-0.5, 0.5)", uniform),
    "zeros": Initialization("Zeros", r"w = 0", zeros),
    "too_large": Initialization("Too large", r"w \sim N(0, 25)", too_large),
}
