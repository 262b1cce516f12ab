"""Rate curve: how often a cell fires for each constant current, measured, and the activation that resembles it."""

import threading
import time
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from scipy.optimize import minimize

from core.activations import ACTIVATIONS
from core.neurons.neuron import Array, Neuron
from core.neurons.rates import steady_rate

FIRST = 13  # currents measured before the curve is refined
ENOUGH = 45  # currents in all
FINEST = 1 / 250  # of the reach: nearer to each other two currents are not measured
GRID = 241  # evenly spaced currents at which an activation is fitted
SLOPES, PLACES = np.geomspace(0.5, 200, 24), np.linspace(-0.5, 1, 61)  # tried first, with the reach as 1
STEEPEST = np.log(500.0)
FREE = ("step", "relu")  # their slope, or what it is multiplied with, does not matter
FITTED = {id: ACTIVATIONS[id] for id in ("step", "relu", "sigmoid", "softplus")}  # those that are never negative


@dataclass(frozen=True)
class Fit:
    """height · f(slope · I + bias), fitted to a rate in Hz; `r2` is the share of its variance that this explains."""

    id: str
    height: float
    slope: float
    bias: float
    r2: float

    def rate(self, current: Array) -> Array:
        """Hz at currents (n,)."""
        return self.height * _value(self.id, self.slope * np.asarray(current, float) + self.bias)


class RateCurve:
    """The rate of a cell over its reach: first at even distances, then always where the curve bends or jumps most."""

    def __init__(self, neuron: Neuron) -> None:
        self.neuron, self._lock = neuron, threading.Lock()
        self._rates: dict[float, float] = {}
        self._fits: dict[str, Fit] | None = None

    @property
    def done(self) -> bool:
        return len(self._rates) >= ENOUGH

    @property
    def points(self) -> tuple[Array, Array]:
        """Currents (n,), sorted, and the rates in Hz measured so far."""
        pairs = sorted(self._rates.items())
        return np.array([current for current, _ in pairs]), np.array([rate for _, rate in pairs])

    def measure(self, seconds: float) -> None:
        """Go on measuring for so long, or until the curve is known."""
        until = time.perf_counter() + seconds
        with self._lock:
            while not self.done:
                current = self._next()
                self._rates[current] = steady_rate(self.neuron, current)
                if time.perf_counter() >= until:
                    break

    def _next(self) -> float:
        """The middle of the longest piece of the curve that may still be parted, both axes counted alike."""
        low, high = self.neuron.reach
        if len(self._rates) < FIRST:
            return float(np.linspace(low, high, FIRST)[len(self._rates)])
        currents, rates = self.points
        across, up = np.diff(currents) / (high - low), np.diff(rates) / max(float(rates.max()), 1.0)
        piece = int(np.argmax(np.hypot(across, up) * (across > FINEST)))
        return float(currents[piece : piece + 2].mean())

    def fits(self) -> dict[str, Fit]:
        """Each activation of `FITTED` as near to the curve as it comes, the best first.

        Empty until the curve is known, and where nothing fires.
        """
        if self._fits is None and self.done:
            grid = np.linspace(*self.neuron.reach, GRID)
            even = np.interp(grid, *self.points)
            fits = {id: _fit(id, grid, even) for id in FITTED} if even.any() else {}
            self._fits = dict(sorted(fits.items(), key=lambda item: -item[1].r2))
        return self._fits or {}


@lru_cache(maxsize=64)
def rate_curve(neuron: Neuron) -> RateCurve:
    """The one curve of a cell with these parameters, however many people look at it."""
    return RateCurve(neuron)


def _value(id: str, z: Array) -> Array:
    return ACTIVATIONS[id].function(torch.from_numpy(z)).numpy()


def _fit(id: str, currents: Array, rates: Array) -> Fit:
    """Least squares over height, slope and bias: the best height for each slope and place of a grid, then downhill."""
    low, high = float(currents[0]), float(currents[-1])
    scale = (currents - low) / (high - low)  # 0 … 1

    def height(shape: Array) -> Array:
        return (shape @ rates) / np.maximum((shape * shape).sum(-1), 1e-12)

    def misfit(slope: Array | float, place: Array | float) -> Array:
        shape = _value(id, np.multiply.outer(slope, scale) - np.multiply(slope, place)[..., None])
        return ((height(shape)[..., None] * shape - rates) ** 2).sum(-1)

    between = scale[1:] - 0.5 / (len(scale) - 1)
    tried = ([1.0] if id in FREE else SLOPES), (between if id == "step" else PLACES)
    slopes, places = (grid.ravel() for grid in np.meshgrid(*tried))
    first = int(np.argmin(misfit(slopes, places)))
    found = np.log(slopes[first]), places[first]
    if id not in FREE:
        found = minimize(lambda at: float(misfit(np.exp(min(at[0], STEEPEST)), at[1])), found, method="Nelder-Mead").x
    elif id == "relu":
        found = 0.0, minimize(lambda at: float(misfit(1.0, at[0])), found[1:], method="Nelder-Mead").x[0]
    slope, place = float(np.exp(min(found[0], STEEPEST))), float(found[1])
    top = float(height(_value(id, slope * (scale - place))))
    r2 = 1 - float(misfit(slope, place)) / max(float(((rates - rates.mean()) ** 2).sum()), 1e-12)
    if id == "relu":  # only the product of height and slope counts
        top, slope = 1.0, top
    steep = slope / (high - low)
    return Fit(id, top, steep, -steep * (low + place * (high - low)), r2)
