"""Regression: what gradient descent on a linear model aims at, how far it is, and how fast it may go.

Everything is double precision. θ = (w, b) holds the weights of k features and the bias; A = [Φ 1], (n, k + 1), holds
the features of n points and a column of ones. L2 is the penalty (λ/2)‖w‖², which leaves b free.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

MOMENTUM = 0.9
STABLE: dict[str, float] = {  # optimiser → largest lr on a quadratic, in units of 1/λmax (Polyak 1964; Nesterov 1983)
    "sgd": 2.0,
    "momentum": 2 * (1 + MOMENTUM),
    "nesterov": 2 * (1 + MOMENTUM) / (1 + 2 * MOMENTUM),
}
MAX_STEPS = 100  # of Newton's method
FLAT = 1e-10  # norm of a gradient that counts as zero


@dataclass(frozen=True)
class Answer:
    """The θ (k + 1,) where the objective is least, which is `objective` there.

    kind: "only", "many" (several are as good; this one is nearest to the start, where gradient descent ends too) or
    "none" (the objective falls for ever along θ, a direction of length 1, towards 0). `steps` is what Newton took.
    """

    kind: Literal["only", "many", "none"]
    theta: Array
    objective: float
    steps: int = 0

    def distance(self, theta: Array) -> float:
        """‖θ − θ*‖; for a direction the angle to it, in degrees (90 for θ = 0)."""
        if self.kind != "none":
            return float(np.linalg.norm(theta - self.theta))
        size = float(np.linalg.norm(theta))
        return float(np.degrees(np.arccos(np.clip(theta @ self.theta / size, -1, 1)))) if size else 90.0


@dataclass(frozen=True, eq=False)
class Regression(ABC):
    """A convex objective J(θ) = L(θ) + (λ/2)‖w‖² on features (n, k) and labels y (n,)."""

    features: Array
    y: Array
    l2: float = 0.0

    @cached_property
    def a(self) -> Array:
        return np.column_stack([self.features, np.ones(len(self.y))]).astype(np.float64)

    @cached_property
    def shrink(self) -> Array:
        """λ for every weight, 0 for the bias: (k + 1,)."""
        return np.append(np.full(self.a.shape[1] - 1, float(self.l2)), 0.0)

    @abstractmethod
    def loss(self, theta: Array) -> float:
        """L, without the penalty."""

    @abstractmethod
    def gradient(self, theta: Array) -> Array:
        """∂J/∂θ, (k + 1,)."""

    @abstractmethod
    def hessian(self, theta: Array) -> Array:
        """∂²J/∂θ², (k + 1, k + 1)."""

    @abstractmethod
    def answer(self, start: Array) -> Answer:
        """Where the objective is least; of several places the one nearest to `start`."""

    @abstractmethod
    def slice(self, theta: Array, i: int, j: int, across: Array, up: Array) -> Array:
        """J over θ_i in `across` (nx,) and θ_j in `up` (ny,), all other parameters as in θ: (ny, nx)."""

    def objective(self, theta: Array) -> float:
        return self.loss(theta) + float(self.shrink @ theta**2) / 2

    def curvatures(self, theta: Array) -> Array:
        """Eigenvalues of the Hessian, smallest first."""
        return np.linalg.eigvalsh(self.hessian(theta))

    def largest_rate(self, theta: Array, optimizer: str = "sgd") -> float:
        """The learning rate beyond which full-batch descent overshoots more with each step: 2/λmax for plain SGD.

        Exact where J is quadratic (Goodfellow et al. 2016, 4.3.1); elsewhere a statement about the place θ. NaN for
        optimisers that scale each weight's step.
        """
        return STABLE.get(optimizer, float("nan")) / float(self.curvatures(theta)[-1])

    def nearest(self, theta: Array, start: Array) -> tuple[Literal["only", "many"], Array]:
        """Among all solutions, θ plus anything the data do not see, the one nearest to `start`."""
        _, sizes, directions = np.linalg.svd(self._augmented(), full_matrices=True)
        rank = int((sizes > sizes[0] * np.finfo(np.float64).eps * max(self.a.shape)).sum())
        unseen = directions[rank:]
        return "many" if len(unseen) else "only", theta + unseen.T @ (unseen @ (start - theta))

    def _augmented(self) -> Array:
        """A over √(nλ/2) for each weight: least squares on these rows is least squares with the penalty."""
        rows = np.diag(np.sqrt(len(self.y) * self.shrink / 2))[:-1]
        return np.concatenate([self.a, rows]) if self.l2 else self.a


class LeastSquares(Regression):
    """L(θ) = (1/n) ‖Aθ − y‖²; linear regression (Legendre 1805; Hastie, Tibshirani & Friedman 2009, 3.2 and 3.4)."""

    def loss(self, theta: Array) -> float:
        return float(np.mean((self.a @ theta - self.y) ** 2))

    def gradient(self, theta: Array) -> Array:
        """(2/n) Aᵀ(Aθ − y) + λw."""
        return 2 / len(self.y) * self.a.T @ (self.a @ theta - self.y) + self.shrink * theta

    def hessian(self, theta: Array) -> Array:
        """(2/n) AᵀA + λ, the same everywhere."""
        return 2 / len(self.y) * self.a.T @ self.a + np.diag(self.shrink)

    @cached_property
    def condition(self) -> float:
        """Largest by smallest singular value of A (with its penalty rows); that of AᵀA is its square."""
        return float(np.linalg.cond(self._augmented()))

    def answer(self, start: Array) -> Answer:
        """(AᵀA)θ = Aᵀy, the normal equations, by singular values of A: AᵀA would square its condition number."""
        rows = self._augmented()
        theta = np.linalg.lstsq(rows, np.append(self.y, np.zeros(len(rows) - len(self.y))), rcond=None)[0]
        kind, theta = self.nearest(theta, start)
        return Answer(kind, theta, self.objective(theta))

    def slice(self, theta: Array, i: int, j: int, across: Array, up: Array) -> Array:
        """J(θ + δ) = J + g·δ + ½ δᵀHδ, exact for a quadratic."""
        g, h = self.gradient(theta), self.hessian(theta)
        du, dv = across[None, :] - theta[i], up[:, None] - theta[j]
        bend = h[i, i] * du**2 + 2 * h[i, j] * du * dv + h[j, j] * dv**2
        return self.objective(theta) + g[i] * du + g[j] * dv + bend / 2


class Logistic(Regression):
    """L(θ) = (1/n) Σ ln(1 + e^z) − y z with z = Aθ, y in {0, 1}; logistic regression (Cox 1958).

    There is no closed form; Newton's method goes there (Hastie et al. 2009, 4.4.1: reweighted least squares).
    """

    def loss(self, theta: Array) -> float:
        z = self.a @ theta
        return float(np.mean(np.logaddexp(0, z) - self.y * z))

    def gradient(self, theta: Array) -> Array:
        """(1/n) Aᵀ(σ(z) − y) + λw."""
        return self.a.T @ (sigmoid(self.a @ theta) - self.y) / len(self.y) + self.shrink * theta

    def hessian(self, theta: Array) -> Array:
        """(1/n) Aᵀ diag(σ(z)(1 − σ(z))) A + λ."""
        p = sigmoid(self.a @ theta)
        return (self.a.T * (p * (1 - p))) @ self.a / len(self.y) + np.diag(self.shrink)

    def answer(self, start: Array) -> Answer:
        theta = np.zeros(self.a.shape[1])
        signs = 2 * self.y - 1
        for step in range(MAX_STEPS):
            gradient = self.gradient(theta)
            if not self.l2 and (signs * (self.a @ theta) > 0).all():  # these weights part the points: proof enough
                return Answer("none", widest_margin(signs[:, None] * self.a), 0.0, step)
            if np.linalg.norm(gradient) < FLAT:
                break
            hessian = self.hessian(theta)
            move = np.linalg.solve(hessian + 1e-12 * np.trace(hessian) * np.eye(len(theta)), gradient)
            now, slope, size = self.objective(theta), float(gradient @ move), 1.0
            while size > 1e-6 and self.objective(theta - size * move) > now - 1e-4 * size * slope:
                size /= 2
            theta = theta - size * move
        if not self.l2 and (np.linalg.norm(gradient) >= FLAT or np.abs(self.a @ theta).max() > 20):
            direction = never_wrong(signs[:, None] * self.a)
            if direction is not None:
                return Answer("none", direction, 0.0, step)
        kind, theta = self.nearest(theta, start)
        return Answer(kind, theta, self.objective(theta), step)

    def slice(self, theta: Array, i: int, j: int, across: Array, up: Array) -> Array:
        a_i, a_j = self.a[:, i].astype(np.float32), self.a[:, j].astype(np.float32)
        rest = (self.a @ theta - self.a[:, i] * theta[i] - self.a[:, j] * theta[j]).astype(np.float32)
        z = (up[:, None] * a_j + rest).astype(np.float32)[:, None] + (across[:, None] * a_i).astype(np.float32)
        losses = np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))) - self.y.astype(np.float32) * z  # (ny, nx, n)
        others = self.shrink @ theta**2 - self.shrink[i] * theta[i] ** 2 - self.shrink[j] * theta[j] ** 2
        penalty = others + self.shrink[i] * across[None, :] ** 2 + self.shrink[j] * up[:, None] ** 2
        return losses.mean(axis=2, dtype=np.float64) + penalty / 2


def sigmoid(z: Array) -> Array:
    """σ(z) = 1 / (1 + e^−z), without overflow."""
    return np.exp(-np.logaddexp(0, -z))


def widest_margin(rows: Array) -> Array:
    """The unit θ that makes the least of rows·θ, the margin, largest, for separable rows ±(φ, 1) (n, k + 1).

    Gradient descent on the logistic loss turns towards it, however slowly (Soudry et al. 2018). It points at the point
    of the rows' convex hull that is nearest to the origin: α ≥ 0 with least ‖Σ α_i row_i‖² + (Σ α_i − 1)².
    """
    from scipy.optimize import nnls

    target = np.append(np.zeros(rows.shape[1]), 1.0)
    alpha = nnls(np.concatenate([rows.T, np.ones((1, len(rows)))]), target, maxiter=100 * len(rows))[0]
    direction = rows.T @ alpha
    return direction / np.linalg.norm(direction)


def never_wrong(rows: Array) -> Array | None:
    """A unit θ with rows·θ ≥ 0 for all rows ±(φ, 1) and > 0 for some, or None: without it the logistic loss has a least
    value (Albert & Anderson 1984), found by a linear programme (Konis 2007)."""
    from scipy.optimize import linprog

    bounds = [(None, None)] * rows.shape[1]
    found = linprog(-rows.sum(0), np.concatenate([rows, -rows]), np.repeat([1.0, 0.0], len(rows)), bounds=bounds)
    if found.status != 0 or -found.fun < 1e-7:
        return None
    return found.x / np.linalg.norm(found.x)


REGRESSIONS: dict[str, type[Regression]] = {"linear": LeastSquares, "logistic": Logistic}
