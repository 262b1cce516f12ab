"""Polynomials: features that let a line bend, as powers or as Legendre polynomials."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np
import torch
from numpy.typing import NDArray

HALF = 5.0  # the inputs lie in −5…5


# An exported script carries the source of these functions, so each stands alone on torch and math.
def powers(x: torch.Tensor, degree: int) -> torch.Tensor:
    """x (n,) in −5…5 → (x/5)^k for k = 0…d, (n, degree + 1)."""
    return (x[:, None] / 5) ** torch.arange(degree + 1)


def legendre(x: torch.Tensor, degree: int) -> torch.Tensor:
    """x (n,) in −5…5 → √((2k + 1) / 3) P_k(x/5) for k = 0…d, (n, degree + 1), so that the one for k = 1 is x/5.

    (k + 1) P_(k+1) = (2k + 1) u P_k − k P_(k−1) (Bonnet; Abramowitz & Stegun 1964, 22.7). Over inputs spread evenly in
    −5…5 they are uncorrelated and equally large: mean P_j P_k = 1 / (2k + 1) if j = k, else 0.
    """
    u = x / 5
    columns = [torch.ones_like(u), u]
    for k in range(1, degree):
        columns.append(((2 * k + 1) * u * columns[k] - k * columns[k - 1]) / (k + 1))
    return torch.stack([column * math.sqrt((2 * k + 1) / 3) for k, column in enumerate(columns[: degree + 1])], dim=1)


SUBSCRIPTS, SUPERSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"), str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def power_name(term: tuple[int, ...], inputs: tuple[str, ...]) -> str:
    """x²/5, x³/5², x₁²x₂/5², …"""
    over = sum(term) - 1
    product_ = "".join(x + raised(k) for x, k in zip(inputs, term, strict=True) if k)
    return f"{product_}/5{raised(over)}" if over else product_


def raised(k: int) -> str:
    return "" if k == 1 else str(k).translate(SUPERSCRIPTS)


def legendre_name(term: tuple[int, ...], inputs: tuple[str, ...]) -> str:
    """φ₂, or φ₂,₀ and φ₁,₁ of two inputs; those of degree 1 are the inputs."""
    if sum(term) == 1:
        return inputs[term.index(1)]
    return "φ" + ",".join(str(k).translate(SUBSCRIPTS) for k in term)


@dataclass(frozen=True)
class Basis:
    """make(x, degree): (n,) → (n, degree + 1), column 1 being x/5; `constant` is the value of column 0.

    `name(term, inputs)` is how the feature with these degrees in each input is written.
    """

    title: str
    make: Callable[[torch.Tensor, int], torch.Tensor]
    constant: float
    name: Callable[[tuple[int, ...], tuple[str, ...]], str]


BASES: dict[str, Basis] = {
    "legendre": Basis("Legendre polynomials", legendre, 1 / math.sqrt(3), legendre_name),
    "powers": Basis("Powers", powers, 1.0, power_name),
}


def exponents(n_inputs: int, degree: int) -> list[tuple[int, ...]]:
    """The degrees in each input of every product of total degree 1…d: lowest total first, then x₁ before x₂."""
    every = [term for term in product(range(degree + 1), repeat=n_inputs) if 1 <= sum(term) <= degree]
    return sorted(every, key=lambda term: (sum(term), [-k for k in term]))


def encode(basis: str, degree: int, x: torch.Tensor) -> torch.Tensor:
    """Features (n, n_terms) of inputs x (n, n_inputs): the products of the basis polynomials of each input.

    They are scaled alike so that those of degree 1 are the inputs themselves; Legendre products then are all as large
    as an input on average.
    """
    entry, n_inputs = BASES[basis], x.shape[1]
    columns = [entry.make(x[:, j], degree) for j in range(n_inputs)]
    scale = HALF / entry.constant ** (n_inputs - 1)
    terms = exponents(n_inputs, degree)
    products = [torch.stack([columns[j][:, k] for j, k in enumerate(term)]).prod(0) for term in terms]
    return scale * torch.stack(products, dim=1)


def in_powers(basis: str, theta: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights of the features of one input, and a bias, (d + 1,) → coefficients of 1, x, … x^d."""
    k = np.arange(len(theta))
    u = np.append(theta[-1], HALF * theta[:-1])  # coefficients in x/5
    if basis == "legendre":
        u[1:] *= np.sqrt((2 * k[1:] + 1) / 3)
        u = np.polynomial.legendre.leg2poly(u)
    return np.asarray(u / HALF**k, np.float64)


def names(basis: str, degree: int, inputs: tuple[str, ...]) -> tuple[str, ...]:
    """How each feature is written."""
    return tuple(BASES[basis].name(term, inputs) for term in exponents(len(inputs), degree))
