"""Surfaces: what is to be known of each loss of two weights: its formula, its minima, the part of it that is shown."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from core.lessons.optimizers import two_weights

Function = Callable[[Tensor, Tensor], Tensor]
Gradient = Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]
Pair = tuple[float, float]


@dataclass(frozen=True)
class Surface:
    """A loss L(x, y) with ∂L/∂x and ∂L/∂y; `weights` are the names of x and y in `formula`.

    `terms` are L, ∂L/∂x and ∂L/∂y once more, as text to put numbers in; empty where that takes too many.

    `width` and `middle` say which part of the plane is shown, three quarters as high as wide; `lowest` is the least
    loss, `scale` the excess over it from which heights are compressed; `start` and `lr` are good to begin with.
    """

    title: str
    formula: str
    value: Function
    gradient: Gradient
    minima: tuple[Pair, ...]
    start: Pair
    lr: float
    width: float
    middle: Pair = (0.0, 0.0)
    lowest: float = 0.0
    scale: float = 1.0
    weights: tuple[str, str] = ("x", "y")
    terms: tuple[str, ...] = ()

    @property
    def x_range(self) -> Pair:
        return self.middle[0] - self.width / 2, self.middle[0] + self.width / 2

    @property
    def y_range(self) -> Pair:
        return self.middle[1] - 0.375 * self.width, self.middle[1] + 0.375 * self.width

    def height(self, loss: Tensor) -> Tensor:
        """ln(1 + (L − L*) / scale): near a minimum as the loss itself, far above it logarithmic."""
        return torch.log1p((loss - self.lowest).clamp_min(0) / self.scale)

    def grid(self, n: int) -> tuple[Tensor, Tensor]:
        """x and y of a grid over the plane, both (3n/4 + 1, n + 1), row 0 lowest."""
        x = torch.linspace(*self.x_range, n + 1, dtype=torch.float64)
        y = torch.linspace(*self.y_range, 3 * n // 4 + 1, dtype=torch.float64)
        y, x = torch.meshgrid(y, x, indexing="ij")
        return x, y

    def filled(self, x: float, y: float, digits: int = 5) -> list[str]:
        """L, ∂L/∂x and ∂L/∂y with so many digits of x and y put in."""
        told = {name: f"{value:.{digits}g}".replace("-", "−") for name, value in (("x", x), ("y", y))}
        told = {name: f"({text})" if text.startswith("−") or "e" in text else text for name, text in told.items()}
        return [term.format(**told) for term in self.terms]

    def curvatures(self, x: float, y: float) -> Pair:
        """Least and greatest curvature: the eigenvalues of the Hessian, by autograd on the gradient."""
        at = torch.tensor([x, y], dtype=torch.float64, requires_grad=True)
        slopes = self.gradient(at[0], at[1])
        hessian = torch.stack([torch.autograd.grad(slope, at, retain_graph=True)[0] for slope in slopes])
        if not hessian.isfinite().all():
            return float("nan"), float("nan")
        low, high = torch.linalg.eigvalsh((hessian + hessian.T) / 2).tolist()
        return low, high


BEST = two_weights.best_network()
SURFACES: dict[str, Surface] = {
    "bowl": Surface(
        "Bowl",
        r"L = \tfrac12 (x^2 + y^2)",
        two_weights.bowl,
        two_weights.bowl_gradient,
        minima=((0.0, 0.0),),
        start=(-3.2, 2.2),
        lr=0.1,
        width=8.0,
        scale=10.0,
        terms=(
            "½·({x}² + {y}²)",
            "{x}",
            "{y}",
        ),
    ),
    "ravine": Surface(
        "Ravine",
        r"L = \tfrac12 (x^2 + 25\,y^2)",
        two_weights.ravine,
        two_weights.ravine_gradient,
        minima=((0.0, 0.0),),
        start=(-5.0, 1.5),
        lr=0.05,
        width=12.0,
        scale=10.0,
        terms=(
            "½·({x}² + 25·{y}²)",
            "{x}",
            "25·{y}",
        ),
    ),
    "saddle": Surface(
        "Saddle between two valleys",
        r"L = \tfrac12 x^2 - \tfrac12 y^2 + \tfrac14 y^4",
        two_weights.saddle,
        two_weights.saddle_gradient,
        minima=((0.0, 1.0), (0.0, -1.0)),
        start=(-1.8, 0.01),
        lr=0.1,
        width=4.4,
        lowest=-0.25,
        scale=1.0,
        terms=(
            "½·{x}² − ½·{y}² + ¼·{y}⁴",
            "{x}",
            "{y}³ − {y}",
        ),
    ),
    "rosenbrock": Surface(
        "Rosenbrock’s banana",
        r"L = (1 - x)^2 + 100\,(y - x^2)^2",
        two_weights.rosenbrock,
        two_weights.rosenbrock_gradient,
        minima=((1.0, 1.0),),
        start=(-1.2, 1.0),
        lr=0.001,
        width=4.0,
        middle=(0.0, 1.0),
        terms=(
            "(1 − {x})² + 100·({y} − {x}²)²",
            "−2·(1 − {x}) − 400·{x}·({y} − {x}²)",
            "200·({y} − {x}²)",
        ),
    ),
    "beale": Surface(
        "Beale",
        r"L = (1.5 - x + xy)^2 + (2.25 - x + xy^2)^2 + (2.625 - x + xy^3)^2",
        two_weights.beale,
        two_weights.beale_gradient,
        minima=((3.0, 0.5),),
        start=(1.0, 1.5),
        lr=0.005,
        width=9.0,
        terms=(
            "(1.5 − {x} + {x}·{y})² + (2.25 − {x} + {x}·{y}²)² + (2.625 − {x} + {x}·{y}³)²",
            "2·(1.5 − {x} + {x}·{y})·({y} − 1) + 2·(2.25 − {x} + {x}·{y}²)·({y}² − 1)"
            " + 2·(2.625 − {x} + {x}·{y}³)·({y}³ − 1)",
            "2·{x}·(1.5 − {x} + {x}·{y}) + 4·{x}·{y}·(2.25 − {x} + {x}·{y}²) + 6·{x}·{y}²·(2.625 − {x} + {x}·{y}³)",
        ),
    ),
    "himmelblau": Surface(
        "Himmelblau",
        r"L = (x^2 + y - 11)^2 + (x + y^2 - 7)^2",
        two_weights.himmelblau,
        two_weights.himmelblau_gradient,
        minima=(
            (3.0, 2.0),
            (-2.805118086952745, 3.131312518250573),
            (-3.779310253377747, -3.283185991286170),
            (3.584428340330492, -1.848126526964404),
        ),
        start=(-0.3, -1.0),
        lr=0.005,
        width=12.0,
        scale=10.0,
        terms=(
            "({x}² + {y} − 11)² + ({x} + {y}² − 7)²",
            "4·{x}·({x}² + {y} − 11) + 2·({x} + {y}² − 7)",
            "2·({x}² + {y} − 11) + 4·{y}·({x} + {y}² − 7)",
        ),
    ),
    "network": Surface(
        "Network of two weights",
        r"L = \tfrac{1}{16} \sum_i (a \tanh(w s_i) - t_i)^2",
        two_weights.network,
        two_weights.network_gradient,
        minima=(BEST, (-BEST[0], -BEST[1])),
        start=(-2.6, 1.6),
        lr=0.1,
        width=8.0,
        lowest=two_weights.network(*torch.tensor(BEST, dtype=torch.float64)).item(),
        weights=("w", "a"),
    ),
}
