"""Activation facts: range, centre, saturation, dead zones and kinks of an activation, measured and not looked up."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import torch
from torch import Tensor

from core.activations import ACTIVATIONS

REACH = 5.0  # the z-axis on which an activation is drawn and measured: −REACH … REACH
STEP = 0.005  # between two values of z that are measured; shares and zones count the cells between them
FAR = 1e4  # z that stands for infinity
BESIDE = 1e-6  # from a z to where its left and right sides are compared
JUMP = 1e-3  # a larger difference between the two sides is a jump: a smooth function changes by |f″| · 2e-6
FLAT = 0.05  # |f′| under which a neuron counts as saturated

Zones = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Facts:
    """What was measured of f and f′ for z in ±`REACH`.

    `low` and `high` are the bounds of f over all z (−∞ or ∞ where there is none). `mean` and `deviation` are those of
    f(z) for z drawn from N(0, 1); a mean of 0 is zero-centred. `saturated` and `dead` are shares of the axis, and
    `flat_zones` and `dead_zones` its intervals, where |f′| is under a threshold and where f′ is exactly 0. `steepest`
    is the largest |f′| and `steepest_at` where it first stands; `jumps` and `kinks` are where f, or only f′, jumps.
    """

    low: float
    high: float
    mean: float
    deviation: float
    saturated: float
    dead: float
    flat_zones: Zones
    dead_zones: Zones
    steepest: float
    steepest_at: float
    jumps: tuple[float, ...]
    kinks: tuple[float, ...]


def curve(id: str, z: Tensor) -> tuple[Tensor, Tensor]:
    """f(z) and f′(z) of an activation, float64, elementwise."""
    activation = ACTIVATIONS[id]
    z = z.double()
    a = activation.function(z)
    return a.double(), activation.derivative(z, a).double()


def axis() -> Tensor:
    """The z that are measured: ±REACH in steps of STEP, 0 among them."""
    n = round(REACH / STEP)
    return torch.arange(-n, n + 1, dtype=torch.float64) * STEP


@cache
def drawn(steps: int = 160) -> Tensor:
    """The z at which curves are drawn: even steps, and both sides of wherever an activation has a jump or a kink."""
    breaks = {at for id in ACTIVATIONS for at in (*facts(id).jumps, *facts(id).kinks)}
    sides = [at + side for at in breaks for side in (-BESIDE, BESIDE)]
    even = torch.linspace(-REACH, REACH, steps + 1, dtype=torch.float64)
    return torch.cat([even, torch.tensor(sides, dtype=torch.float64)]).sort().values


@cache
def facts(id: str, flat: float = FLAT) -> Facts:
    """The facts of one entry of `ACTIVATIONS`; saturated is where |f′| < `flat`."""
    z = axis()
    a, slope = curve(id, z)
    inside = curve(id, z[:-1] + STEP / 2)[1].abs()
    mean = _expected(lambda a: a, id)
    jumps = _jumps(id, z, 0)
    steepest = slope.abs().max().item()
    return Facts(
        low=_bound(id, a.min().item(), -1),
        high=_bound(id, a.max().item(), 1),
        mean=mean,
        deviation=math.sqrt(max(_expected(lambda a: (a - mean) ** 2, id), 0)),
        saturated=(inside < flat).double().mean().item(),
        dead=(inside == 0).double().mean().item(),
        flat_zones=_zones(z, inside < flat),
        dead_zones=_zones(z, inside == 0),
        steepest=steepest,
        steepest_at=z[(slope.abs() >= steepest - 1e-12).nonzero()[0, 0]].item(),
        jumps=jumps,
        kinks=tuple(at for at in _jumps(id, z, 1) if at not in jumps),
    )


def _bound(id: str, seen: float, sign: int) -> float:
    """The bound of f below (sign −1) or above (1): ∓∞ if f still moves far out, else the most extreme value met."""
    ends, further = (curve(id, torch.tensor([-FAR, FAR]) * k)[0] for k in (1, 2))
    if ((further - ends) * sign > 1e-6).any():
        return sign * math.inf
    values = [seen, *ends.tolist()]
    return (max(values) if sign > 0 else min(values)) + 0.0


def _expected(of: Callable[[Tensor], Tensor], id: str) -> float:
    """E[of(f(z))] for z ~ N(0, 1), by the trapezoidal rule over ±10."""
    z = torch.linspace(-10, 10, 40_001, dtype=torch.float64)
    density = torch.exp(-0.5 * z * z) / math.sqrt(2 * math.pi)
    sides = [of(curve(id, z + beside)[0]) for beside in (-BESIDE, BESIDE)]  # a jump counts half
    return torch.trapezoid(0.5 * (sides[0] + sides[1]) * density, z).item()


def _jumps(id: str, z: Tensor, which: int) -> tuple[float, ...]:
    """The z where f (which 0) or f′ (1) differs between its left and its right side."""
    left, right = curve(id, z - BESIDE)[which], curve(id, z + BESIDE)[which]
    return tuple(z[(right - left).abs() > JUMP].tolist())


def _zones(z: Tensor, within: Tensor) -> Zones:
    """Intervals (from, to) of the axis `z` (n + 1,) in whose cells `within` (n,) holds."""
    outside = torch.zeros(1, dtype=torch.int)
    edges = torch.diff(within.int(), prepend=outside, append=outside)
    starts, ends = (edges == 1).nonzero()[:, 0], (edges == -1).nonzero()[:, 0]
    return tuple(zip(z[starts].tolist(), z[ends].tolist(), strict=True))
